/// Floats with marks on both sides: a kernel that writes beside its operands is caught by
/// `isIntact`, one that uses what it reads there by the NaN in its result.
final class Guarded {
  private static let margin = 32

  let start: UnsafeMutablePointer<Float>
  private let memory: UnsafeMutableBufferPointer<Float>
  private let mark: Float

  private init(_ values: [Float], mark: Float) {
    memory = .allocate(capacity: values.count + 2 * Self.margin)
    memory.initialize(repeating: mark)
    self.mark = mark
    start = memory.baseAddress! + Self.margin
    start.update(from: values, count: values.count)
  }

  deinit { memory.deallocate() }

  /// What a kernel reads.
  static func input(_ values: [Float]) -> Guarded { Guarded(values, mark: .nan) }

  /// What a kernel writes. The mark is a number, since an operation on NaN would give the mark again.
  static func output(_ values: [Float]) -> Guarded { Guarded(values, mark: 12345.5) }

  var values: [Float] { Array(memory.dropFirst(Self.margin).dropLast(Self.margin)) }

  var isIntact: Bool {
    (memory.prefix(Self.margin) + memory.suffix(Self.margin)).allSatisfy {
      $0.bitPattern == mark.bitPattern
    }
  }
}
