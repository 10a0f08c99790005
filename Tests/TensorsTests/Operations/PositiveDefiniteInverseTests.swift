import Tensors
import Testing

@Suite("Tensors: inverses of positive definite matrices")
struct PositiveDefiniteInverseTests {
  /// Around the edges of blocks, and several of them.
  private static let sizes = [0, 1, 2, 17, 63, 64, 65, 130, 200]

  /// `X^T X + shift I`, with X of as many rows as columns.
  private static func gram<S: Scalar>(_ n: Int, shift: S, of type: S.Type) -> Tensor<S> {
    let x: Tensor<S> = sampleTensor([n, n], seed: n)
    var result = Tensor<S>(zeros: [n, n])
    result.multiply(.transposed(x), .plain(x), on: .one)
    for i in 0..<n { result[i, i] += shift }
    return result
  }

  /// Whether it is the inverse that elimination with exchanged rows finds in `Double`.
  private static func check<S: Scalar>(in type: S.Type) throws {
    for n in sizes {
      for shift: S in [1, 100] {
        let matrix = gram(n, shift: shift, of: S.self)
        let inverse = try #require(matrix.inverseOfPositiveDefinite(on: Workers(2)))
        let expected = naiveInverse(matrix.elements.map { Double($0) }, n)
        // The elements of X are below 1: no eigenvalue is above n^2 + shift, none below the shift, and no
        // element of the inverse above 1 / shift.
        let condition = 1 + Double(n * n) / Double(shift)
        #expect(
          isClose(
            inverse.elements, to: expected,
            within: 4 * condition * Double(S.ulpOfOne) / Double(shift)),
          "\(n) rows, shift \(shift)")
      }
    }
  }

  @Test("Float against plain elimination") func float() throws { try Self.check(in: Float.self) }

  @Test("Double against plain elimination") func double() throws {
    try Self.check(in: Double.self)
  }

  @Test("a diagonal's inverse is exact where its numbers are powers of two")
  func diagonal() throws {
    let n = 150
    var matrix = Tensor<Float>(zeros: [n, n])
    for i in 0..<n { matrix[i, i] = Float(sign: .plus, exponent: i % 40 - 20, significand: 1) }
    let inverse = try #require(matrix.inverseOfPositiveDefinite(on: .one))
    for i in 0..<n {
      for j in 0..<n { #expect(inverse[i, j] == (i == j ? 1 / matrix[i, i] : 0)) }
    }
  }

  @Test("what is not positive definite has none", arguments: [1, 2, 64, 65, 130])
  func refused(_ n: Int) {
    func expectNil(_ what: String, _ change: (inout Tensor<Float>) -> Void) {
      var matrix = Tensor<Float>(zeros: [n, n])
      for i in 0..<n { matrix[i, i] = 1 }
      change(&matrix)
      #expect(matrix.inverseOfPositiveDefinite(on: .one) == nil, "\(what), \(n) rows")
    }
    for place in Set([0, n / 2, n - 1]) {
      for value: Float in [0, -1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude] {
        expectNil("\(value) at \(place)") { $0[place, place] = value }
      }
    }
    guard n > 1 else { return }
    for value: Float in [1, 2, .nan, .infinity] {
      expectNil("\(value) away from the diagonal") {
        $0[0, n - 1] = value
        $0[n - 1, 0] = value
      }
    }
  }

  @Test("the number of threads changes no bit") func threads() throws {
    for n in [2, 65, 200] {
      let matrix = Self.gram(n, shift: 1, of: Float.self)
      let one = try #require(matrix.inverseOfPositiveDefinite(on: .one))
      for count in [1, 2, 2, 8, 8] {
        let other = try #require(matrix.inverseOfPositiveDefinite(on: Workers(count)))
        #expect(bits(other) == bits(one), "\(n) rows, \(count) threads")
      }
    }
  }

  @Test("a matrix that is not used again gives its memory") func inPlace() throws {
    let matrix = Self.gram(65, shift: 1, of: Float.self)
    let address = matrix.address
    let inverse = (consume matrix).inverseOfPositiveDefinite(on: .one)
    #expect(inverse?.address == address)
  }
}

/// By Gauss-Jordan elimination with exchange of rows, beside the unit matrix.
private func naiveInverse(_ matrix: [Double], _ n: Int) -> [Double] {
  var rows = (0..<n).map { i in
    matrix[i * n..<(i + 1) * n] + (0..<n).map { $0 == i ? 1.0 : 0 }
  }.map(Array.init)
  for p in 0..<n {
    let best = (p..<n).max { abs(rows[$0][p]) < abs(rows[$1][p]) } ?? p
    rows.swapAt(p, best)
    let pivot = rows[p][p]
    rows[p] = rows[p].map { $0 / pivot }
    for i in 0..<n where i != p {
      let factor = rows[i][p]
      for j in 0..<2 * n { rows[i][j] -= factor * rows[p][j] }
    }
  }
  return rows.flatMap { $0[n...] }
}
