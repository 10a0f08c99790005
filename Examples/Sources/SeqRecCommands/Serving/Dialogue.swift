/// What `stream` understands, line by line.
struct Dialogue {
  private var server: Server
  private let top: Int
  private var lineNumber = 0

  /// The most bytes of a line.
  static let longestLine = 1 << 16

  init(_ server: Server, top: Int) {
    self.server = server
    self.top = top
  }

  /// The answer to a line, if it asks for one.
  mutating func answer(to line: [UInt8]) -> JSON? {
    lineNumber += 1
    guard line.count <= Self.longestLine else {
      return error("at most \(Self.longestLine) bytes", found: "more")
    }
    guard let text = String(validating: line, as: UTF8.self) else {
      return error("text in UTF-8", found: "other bytes")
    }
    // By bytes: a space with a mark on it would be another character, and those are slow to compare.
    let words = line.split { [0x20, 0x09, 0x0D].contains($0) }
      .map { String(decoding: $0, as: UTF8.self) }
    func isCommand(_ name: String) -> Bool { words[0].utf8.elementsEqual(name.utf8) }
    switch words.count {
    case 0:
      return nil
    case 3 where isCommand("observe"):
      server.observe(words[1], words[2])
      return nil
    case 2 where isCommand("recommend"):
      return recommend(top, for: words[1])
    case 3 where isCommand("recommend"):
      guard let count = Int(words[2]), count >= 1 else {
        return error("a number of items from 1", found: Self.beginning(of: words[2]))
      }
      return recommend(count, for: words[1])
    default:
      return error("observe USER ITEM or recommend USER [K]", found: Self.beginning(of: text))
    }
  }

  private func recommend(_ count: Int, for user: String) -> JSON {
    server.recommend(count, for: user)?.json
      ?? error(
        "interactions of \(Self.beginning(of: user)) with items of the training", found: "none")
  }

  /// What an error quotes of a text.
  private static func beginning(of text: String) -> String {
    "\"\(String(String.UnicodeScalarView(text.unicodeScalars.prefix(80))))\""
  }

  private func error(_ expected: String, found: String) -> JSON {
    ["error": .string("line \(lineNumber): expected \(expected), found \(found)")]
  }
}
