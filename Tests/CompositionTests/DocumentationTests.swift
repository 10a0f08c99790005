import Foundation
import Testing

/// What the documentation shows is compiled, and what a program of one's own does is run, too.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

  /// Where shown code stands: in a package of a user's, in the examples, in the library itself.
  private static let compiled = [
    "Tests/Consumer/Sources/Consumer", "Examples/Sources/PrototypeAModel",
    "Examples/Tests/PrototypeAModelTests", "Sources/Gradients/Ops",
    "Tests/GradientsTests/Catalog",
  ]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private static func files(in folder: String, ending: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path)
    return (names ?? []).filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
  }

  static let documents = files(in: "docs", ending: ".md") + ["README.md"]

  /// Lines without the spaces around them, which differ with the depth of the surroundings, and without
  /// the library's import, which stands elsewhere in a file.
  private func lines(_ text: some StringProtocol) -> [String] {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && $0 != "import SeqRec" }
  }

  private func blocks(of document: String) throws -> [[String]] {
    try Self.text(document).components(separatedBy: "```swift\n").dropFirst()
      .map { lines($0.components(separatedBy: "\n```")[0]) }
  }

  @Test(arguments: documents) func whatIsShownIsCompiled(_ document: String) throws {
    let sources = try Self.compiled.flatMap { Self.files(in: $0, ending: ".swift") }
      .map { lines(try Self.text($0)) }
    for block in try blocks(of: document) {
      let isThere = sources.contains { source in
        source.indices.contains { source[$0...].starts(with: block) }
      }
      #expect(isThere, "\(document) shows what no source has:\n\(block.joined(separator: "\n"))")
    }
  }

  @Test func everyGuideShowsCode() throws {
    #expect(Self.compiled.allSatisfy { !Self.files(in: $0, ending: ".swift").isEmpty })
    for (document, least) in [
      ("README.md", 1), ("docs/architecture.md", 3), ("docs/add-a-model.md", 4),
      ("docs/add-an-operation.md", 4), ("docs/plug-embeddings.md", 5),
      ("docs/data-formats.md", 4), ("docs/getting-started.md", 1), ("docs/evaluate-honestly.md", 1),
    ] { #expect(try blocks(of: document).count >= least, "\(document)") }
  }

  /// The example that the guides are about stays as small as they say.
  @Test func theExampleIsSmall() throws {
    let counts = try Self.compiled[1...2].flatMap { Self.files(in: $0, ending: ".swift") }
      .map { path in
        (
          path,
          try Self.text(path).split(separator: "\n", omittingEmptySubsequences: false).count - 1
        )
      }
    #expect(counts.reduce(0) { $0 + $1.1 } < 80, "\(counts)")
    #expect(counts.contains { $0.0.hasSuffix("FadingMemory.swift") && $0.1 <= 40 })
  }

  /// Relative links lead somewhere.
  @Test(arguments: documents) func linksLeadSomewhere(_ document: String) throws {
    let folder = Self.root.appending(path: document).deletingLastPathComponent()
    for match in try Self.text(document).matches(of: /\]\(([^)#]+)/) where !match.1.contains("://")
    {
      let target = folder.appending(path: String(match.1)).standardized.path
      #expect(FileManager.default.fileExists(atPath: target), "\(document): \(match.1)")
    }
  }
}
