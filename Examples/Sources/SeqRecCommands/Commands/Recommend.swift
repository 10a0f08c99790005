import ArgumentParser
import SeqRec

/// `seqrec recommend`
struct Recommend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recommends items to a user, with what each score is made of, or to all users.",
    discussion: """
      Trains on all interactions, or takes --checkpoint or --weights. A user without any gets an answer as \
      well, where the model has one: sasrec does not.

      --all writes a line of user, rank, item and score, separated by tabs, for each recommendation to each \
      user of the data; --json a line of JSON for each user.

      EXAMPLE: seqrec recommend --user u17
      EXAMPLE: seqrec recommend --checkpoint trained --data ratings.csv --user 42 --top 5 --json
      EXAMPLE: seqrec recommend --checkpoint trained --data ratings.csv --all --output lists.tsv
      EXAMPLE: seqrec recommend --data ml-1m/ratings.dat --item-fields ml-1m/movies.dat --user 42
      """)

  @Option(help: ArgumentHelp("The user, as the data names it.", valueName: "id"))
  var user: String?

  @Flag(help: "Every user of the data.")
  var all = false

  @OptionGroup var titles: TitleOptions

  @OptionGroup var serving: ServingOptions

  @Flag(help: "A line of JSON for each user instead.")
  var json = false

  @Option(
    help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  mutating func validate() throws {
    guard all == (user == nil) else {
      throw ValidationError("expected either --user ID or --all")
    }
  }

  func run() throws {
    let names = try titles.read()
    let restored = try serving.model.restored()
    let file = try output.map { path throws(ToolError) in
      try OutputFile(
        replacing: path, inputs: serving.model.inputs(restored) + titles.inputs)
    }
    let loaded = try serving.model.loaded(restored)
    let server = loaded.server(seen: serving.seen, titles: names)
    try Task.checkCancellation()
    if let user {
      let text = try list(for: user, server, model: loaded.name)
      try write(to: file) { try $0(text) }
    } else {
      try write(to: file) { try writeLists(of: loaded.log.users.ids, server, $0) }
    }
  }

  private func write(
    to file: OutputFile?, _ produce: ((String) throws -> Void) throws -> Void
  ) throws {
    if let file {
      try file.replace(produce)
    } else {
      try produce { try Console.output.write($0) }
    }
  }

  private func list(for user: String, _ server: Server, model: String) throws -> String {
    guard let answer = server.recommend(serving.top, for: user) else {
      throw ToolError(
        .badInput, "no interaction of user \"\(user)\" with an item of the training is known",
        hint: "\(model) recommends after a history; seqrec stream can observe one")
    }
    if server.users.index(of: user) == nil {
      Progress(isQuiet: serving.model.common.quiet)
        .note("no interaction of user \"\(user)\" is known; this is for somebody without history")
    }
    return json ? answer.json.text + "\n" : answer.table
  }

  /// As they are found, so that no more than one user's list is held.
  private func writeLists(
    of users: [String], _ server: Server, _ write: (String) throws -> Void
  ) throws {
    let progress = Progress(isQuiet: serving.model.common.quiet)
    defer { progress.end() }
    progress.begin("recommend: user", of: users.count)
    if !json { try write("user\trank\titem\tscore\(server.titles == nil ? "" : "\ttitle")\n") }
    var left = 0
    for (number, user) in users.enumerated() {
      try Task.checkCancellation()
      if let answer = server.recommend(serving.top, for: user) {
        try write(json ? answer.json.text + "\n" : answer.rows)
      } else {
        left += 1
      }
      progress.advance(to: number + 1)
    }
    if left > 0 {
      progress.note("\(left.grouped) users have no interaction with an item of the training")
    }
  }
}
