import Foundation
import Testing

/// What the documentation shows is what a package compiles and runs; see `Tests/Consumer`.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// Lines without the spaces around them, which differ with the depth of the surroundings.
  private func lines(_ text: some StringProtocol) -> [String] {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  @Test func callSitesOfTheArchitectureAreThoseOfTheConsumer() throws {
    let consumer = lines(try text("Tests/Consumer/Sources/Consumer/CallSites.swift"))
    let blocks = try text("docs/architecture.md").components(separatedBy: "```swift\n").dropFirst()
      .map { lines($0.components(separatedBy: "```")[0]) }
    #expect(blocks.count >= 3)
    for block in blocks {
      let isThere = consumer.indices.contains { consumer[$0...].starts(with: block) }
      #expect(isThere, "\(block.joined(separator: "\n"))")
    }
  }
}
