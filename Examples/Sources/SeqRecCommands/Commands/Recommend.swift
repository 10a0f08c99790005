import ArgumentParser
import SeqRec

/// `seqrec recommend`
struct Recommend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recommends items to a user, with what each score is made of.",
    discussion: """
      Trains on all interactions, or takes --weights. A user without any gets an answer as well, where
      the model has one: sasrec does not.

      EXAMPLE: seqrec recommend --user u17
      EXAMPLE: seqrec recommend --data ratings.csv --weights w.safetensors --user 42 --top 5 --json
      EXAMPLE: seqrec recommend --data ml-1m/ratings.dat --item-fields ml-1m/movies.dat --user 42
      """)

  @Option(help: ArgumentHelp("The user, as the data names it.", valueName: "id"))
  var user: String

  @Option(
    help: ArgumentHelp(
      "What items are called: u.item, movies.dat, RecBole's .item, or CSV with a header.",
      valueName: "file"),
    completion: .file())
  var itemFields: String?

  @OptionGroup var serving: ServingOptions

  @Flag(help: "A line of JSON instead of a table.")
  var json = false

  func run() throws {
    let titles = try itemFields.map(ItemTitles.init)
    let server = try serving.server()
    try Task.checkCancellation()
    guard var answer = server.recommend(serving.top, for: user) else {
      throw ToolError(
        .badInput, "no interaction of user \"\(user)\" with an item of the training is known",
        hint: "\(serving.model) recommends after a history; seqrec stream can observe one")
    }
    if server.users.index(of: user) == nil {
      Progress(isQuiet: serving.common.quiet)
        .note("no interaction of user \"\(user)\" is known; this is for somebody without history")
    }
    answer.titles = titles
    try Console.output.write(json ? answer.json.text + "\n" : answer.table)
  }
}
