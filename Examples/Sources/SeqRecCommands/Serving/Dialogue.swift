/// What `stream` understands, line by line.
struct Dialogue {
  private var server: Server
  private let top: Int
  private var lineNumber = 0

  init(_ server: Server, top: Int) {
    self.server = server
    self.top = top
  }

  /// The answer to a line, if it asks for one.
  mutating func answer(to line: [UInt8]) -> JSON? {
    lineNumber += 1
    guard let text = String(validating: line, as: UTF8.self) else {
      return error("text in UTF-8", found: "other bytes")
    }
    let words = text.split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }.map(
      String.init)
    switch (words.first, words.count) {
    case (nil, _):
      return nil
    case ("observe", 3):
      server.observe(words[1], words[2])
      return nil
    case ("recommend", 2):
      return recommend(top, for: words[1])
    case ("recommend", 3):
      guard let count = Int(words[2]), count >= 1 else {
        return error("a number of items from 1", found: "\"\(words[2].prefix(80))\"")
      }
      return recommend(count, for: words[1])
    default:
      return error("observe USER ITEM or recommend USER [K]", found: "\"\(text.prefix(80))\"")
    }
  }

  private func recommend(_ count: Int, for user: String) -> JSON {
    server.recommend(count, for: user)?.json
      ?? error("interactions of \"\(user.prefix(80))\" with items of the training", found: "none")
  }

  private func error(_ expected: String, found: String) -> JSON {
    ["error": .string("line \(lineNumber): expected \(expected), found \(found)")]
  }
}
