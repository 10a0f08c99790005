import ArgumentParser
import SeqRec

/// `seqrec recommend`
struct Recommend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recommends items to a user, with what each score is made of.",
    discussion: """
      Trains on all interactions, or takes --weights. A user without any gets an answer as well.

      EXAMPLE: seqrec recommend --user u17
      EXAMPLE: seqrec recommend --data ratings.csv --weights w.safetensors --user 42 --top 5 --json
      """)

  @Option(help: ArgumentHelp("The user, as the data names it.", valueName: "id"))
  var user: String

  @OptionGroup var serving: ServingOptions

  @Flag(help: "A line of JSON instead of a table.")
  var json = false

  func run() throws {
    let server = try serving.server()
    try Task.checkCancellation()
    if server.users.index(of: user) == nil {
      Progress(isQuiet: serving.common.quiet)
        .note("no interaction of user \"\(user)\" is known; this is for somebody without history")
    }
    let answer = server.recommend(serving.top, for: user)
    try Console.output.write(json ? answer.json.text + "\n" : answer.table)
  }
}
