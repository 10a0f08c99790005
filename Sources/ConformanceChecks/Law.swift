import SeqRec

/// Something that must be so of whatever a protocol's conformer is, with a way to find out.
///
/// ```swift
/// @Test(arguments: Laws.ofSequenceModel(MyModel(width: 8)))
/// func law(_ law: Law) async throws { #expect(try await law.violations() == []) }
/// ```
public struct Law: Sendable, CustomStringConvertible {
  /// What it is about, as `CausalSelfAttention`.
  public let subject: String
  /// What must be so.
  public let name: String
  private let check: @Sendable (inout Findings) async throws -> Void

  init(
    _ name: String, of subject: String,
    _ check: @escaping @Sendable (inout Findings) async throws -> Void
  ) {
    self.name = name
    self.subject = subject
    self.check = check
  }

  /// The subject and what must be so.
  public var description: String { "\(subject): \(name)" }

  /// What was expected and what was found wherever the law is broken; empty where it holds.
  ///
  /// - Throws: what the subject throws where it should not.
  public func violations() async throws -> [String] {
    var findings = Findings()
    try await check(&findings)
    return findings.violations
  }
}

/// The laws of every protocol that a piece or a model can conform to. All samples are drawn from fixed
/// seeds: a law that is broken once is broken always.
public enum Laws {}
