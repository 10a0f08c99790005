import ArgumentParser

/// `seqrec stream`
struct Stream: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answers a dialogue on standard input while the stream of interactions goes on.",
    discussion: """
      Each line is one of

        observe USER ITEM     takes an interaction into the state; no parameter changes
        recommend USER [K]    answers with a line of JSON at once

      Users and items may be new. A line that is none of these, or longer than 65536 bytes, is answered by
      {"error": ...}.

      EXAMPLE: printf 'observe ann c0-1\\nrecommend ann 3\\n' | seqrec stream
      EXAMPLE: seqrec stream --checkpoint trained --data ratings.csv
      """)

  @OptionGroup var serving: ServingOptions

  func run() throws {
    let loaded = try serving.model.loaded(serving.model.restored())
    var dialogue = Dialogue(loaded.server(seen: serving.seen), top: serving.top)
    var lines = LineReader(.standardInput, longest: Dialogue.longestLine)
    while let line = try lines.next() {
      if let answer = dialogue.answer(to: line) { try Console.output.write(answer.text + "\n") }
    }
  }
}
