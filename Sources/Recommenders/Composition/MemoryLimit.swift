public import Gradients
import Tensors

/// The most memory that a model's numbers may take: what a program asks before it makes a model of sizes that come from
/// outside.
///
/// ```swift
/// try MemoryLimit(bytes: 8 << 30).check(model.parameters, copies: MemoryLimit.copiesInTraining)
/// ```
public struct MemoryLimit: Hashable, Sendable {
  /// So many bytes.
  public let bytes: Int

  /// Training by Adam keeps of each number itself, its gradient and two moments.
  public static let copiesInTraining = 4

  /// A limit of so many bytes.
  public init(bytes: Int) {
    self.bytes = bytes
  }

  /// Whether as many copies of a model's numbers fit, as `Float`. Nothing is allocated for the answer.
  ///
  /// - Precondition: `copies` is at least 1.
  /// - Throws: ``MemoryLimitError`` where they do not.
  public func check(_ parameters: [Parameter], copies: Int = 1) throws(MemoryLimitError) {
    precondition(copies >= 1, "\(copies) copies")
    var needed = 0
    for parameter in parameters {
      let (numbers, overflows) = parameter.shape.elementCount.multipliedReportingOverflow(
        by: copies)
      let (bytes, exceeds) = numbers.multipliedReportingOverflow(by: MemoryLayout<Float>.size)
      let (sum, carries) = needed.addingReportingOverflow(bytes)
      needed = overflows || exceeds || carries ? .max : sum
    }
    guard needed > bytes else { return }
    let largest = parameters.max { $0.shape.elementCount < $1.shape.elementCount }
    throw MemoryLimitError(
      largest: largest.map { "\($0.path) \($0.shape)" } ?? "", copies: copies, needed: needed,
      allowed: bytes)
  }
}

/// A model whose numbers take more memory than is allowed.
public struct MemoryLimitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The largest parameter's path and shape.
  public let largest: String
  /// How many copies there would be of each number.
  public let copies: Int
  /// How many bytes they would take; `Int.max` stands for more as well.
  public let needed: Int
  /// How many bytes are allowed.
  public let allowed: Int

  /// What is too large, how much it needs, and how much it may have.
  public var description: String {
    let times = copies == 1 ? "" : " (\(copies) times each number)"
    return "the parameters, of which \(largest) is the largest, take \(needed) bytes\(times), and "
      + "\(allowed) are allowed"
  }
}
