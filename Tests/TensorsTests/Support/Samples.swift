public import Tensors
public import Testing

/// Around every width that a vector, a register tile or a cache tile has.
let oddSizes = [0, 1, 3, 15, 16, 17, 31, 33, 63, 64, 65, 100, 257]

/// Every kind that runs here, and the reference, which is a kind to be tested too.
let everyKind = KernelSet<Float>.available + [.reference]

extension KernelSet: CustomTestStringConvertible {
  /// Its name, so that a failing test says which kind it ran.
  public var testDescription: String { name }
}

/// Numbers in `-1 ..< 1`, the same for the same seed.
func samples<S: Scalar>(_ count: Int, seed: Int, of type: S.Type = S.self) -> [S] {
  var generator = Seed(7).child(seed).generator()
  return (0..<count).map { _ in S(generator.uniform() * 2 - 1) }
}

func sampleTensor<S: Scalar>(_ shape: Shape, seed: Int, of type: S.Type = S.self) -> Tensor<S> {
  Tensor(samples(shape.elementCount, seed: seed), shape: shape)
}

/// A matrix of which about `density` of the entries are there.
func sampleSparse<S: Scalar>(
  rows: Int, columns: Int, density: Double, seed: Int, of type: S.Type = S.self
) -> SparseMatrix<S> {
  var generator = Seed(8).child(seed).generator()
  return SparseMatrix(
    columns: columns,
    rows: (0..<rows).map { _ in
      (0..<columns).compactMap { column in
        let (chance, value) = (generator.uniform(), generator.uniform())
        return chance < density ? (column, S(value * 2 - 1)) : nil
      }
    })
}

/// The bits of the elements, which also tell zeros and NaNs apart.
func bits(_ x: Tensor<Float>) -> [UInt32] { x.elements.map(\.bitPattern) }

/// Whether every number is within its bound of what it should be; a NaN is not.
func isClose<S: Scalar>(_ x: [S], to expected: [Double], within bounds: [Double]) -> Bool {
  x.count == expected.count
    && x.indices.allSatisfy { abs(Double(x[$0]) - expected[$0]) <= bounds[$0] }
}

/// Whether every number is within `bound` of what it should be.
func isClose<S: Scalar>(_ x: [S], to expected: [Double], within bound: Double) -> Bool {
  isClose(x, to: expected, within: [Double](repeating: bound, count: expected.count))
}
