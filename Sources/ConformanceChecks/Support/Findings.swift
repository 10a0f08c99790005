import SeqRec

/// What a law finds.
struct Findings {
  private(set) var violations: [String] = []

  /// More of the same says nothing new.
  private static let limit = 8

  mutating func expect(_ isSo: Bool, _ violation: @autoclosure () -> String) {
    if !isSo && violations.count < Self.limit { violations.append(violation()) }
  }

  mutating func expectEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, _ what: @autoclosure () -> String
  ) {
    expect(found == expected, "\(what()): expected \(expected), found \(found)")
  }

  mutating func expectFinite<S: Scalar>(_ x: Tensor<S>, _ what: @autoclosure () -> String) {
    guard let index = (0..<x.count).first(where: { !x[$0].isFinite }) else { return }
    expect(false, "\(what()): expected finite numbers, found \(x[index]) at element \(index)")
  }

  /// Whether all bits are the same.
  mutating func expectSameBits<S: Scalar>(
    _ found: Tensor<S>, _ expected: Tensor<S>, _ what: @autoclosure () -> String
  ) {
    guard !found.hasSameBits(as: expected) else { return }
    guard found.shape == expected.shape else {
      return expect(false, "\(what()): expected shape \(expected.shape), found \(found.shape)")
    }
    let index = (0..<found.count).first { found[$0] != expected[$0] } ?? 0
    expect(
      false, "\(what()): expected \(expected[index]) at element \(index), found \(found[index])")
  }

  /// Whether no element is further off than `tolerance` times the largest expected one, or than
  /// `tolerance` where that is below 1.
  mutating func expectClose<S: Scalar>(
    _ found: Tensor<S>, _ expected: Tensor<S>, _ tolerance: Double,
    _ what: @autoclosure () -> String
  ) {
    guard found.shape == expected.shape else {
      return expect(false, "\(what()): expected shape \(expected.shape), found \(found.shape)")
    }
    let unit = expected.elements.reduce(1) { max($0, abs(Double($1))) }
    let (a, b) = (found.elements, expected.elements)
    // Written so that NaN is far from everything.
    guard let index = a.indices.first(where: { !(abs(Double(a[$0] - b[$0])) <= tolerance * unit) })
    else { return }
    expect(
      false,
      "\(what()): expected \(b[index]) at element \(index) within \(tolerance * unit), "
        + "found \(a[index])")
  }
}
