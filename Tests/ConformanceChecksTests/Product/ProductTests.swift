import ConformanceChecks
import Foundation
import Testing

/// Compositions of all pieces that there are, each with all laws of a model.
@Suite struct ProductTests {
  static let isWhole = ProcessInfo.processInfo.environment["SEQREC_FULL_PRODUCT"] == "1"

  @Test(
    arguments: allPairs(Composition.optionCounts, allowing: Composition.isAllowed)
      .map(Composition.init))
  func anyTwoPieces(_ composition: Composition) async throws {
    try await expectLaws(of: composition)
  }

  @Test(
    .enabled(
      if: isWhole, "set SEQREC_FULL_PRODUCT=1 to try all combinations, which takes minutes"),
    arguments: product(Composition.optionCounts).filter(Composition.isAllowed)
      .map(Composition.init))
  func anyPieces(_ composition: Composition) async throws {
    try await expectLaws(of: composition)
  }

  private func expectLaws(of composition: Composition) async throws {
    for law in try composition.laws {
      let violations = try await law.violations()
      #expect(violations == [], "\(law)")
    }
  }
}
