import Tensors
import Testing

/// A gradient that is a product moves a parameter as its elements do, to the last bit.
@Suite struct DeferredTensorTests {
  /// Rows and columns around those of panels, and pieces of a row.
  @Test(arguments: [
    [2, 1, 1], [3, 2, 5], [12, 64, 32], [13, 7, 33], [50, 64, 1000], [25, 3, 8192], [30, 2, 9001],
    [50, 512, 40], [64, 300, 70],
  ])
  func denseProducts(_ sizes: [Int]) throws {
    let (m, k, n) = (sizes[0], sizes[1], sizes[2])
    func factors<S: Scalar>(_ type: S.Type) -> [(Factor<S>, Factor<S>)] {
      let (a, b): (Tensor<S>, Tensor<S>) = (
        sampleTensor([m, k], seed: 1), sampleTensor([k, n], seed: 2)
      )
      return [
        (.plain(a), .plain(b)), (.transposed(a.reshaped(to: [k, m])), .plain(b)),
        (.plain(a), .transposed(b.reshaped(to: [n, k]))),
      ]
    }
    for (a, b) in factors(Float.self) { try check(#require(DeferredTensor(a, b)), [m, n]) }
    for (a, b) in factors(Double.self) { try check(#require(DeferredTensor(a, b)), [m, n]) }
  }

  /// With rows that have no entry, and columns.
  @Test(arguments: [[1, 1, 1], [4, 3, 5], [9, 600, 20], [64, 256, 33], [2, 257, 7]])
  func sparseProducts(_ sizes: [Int]) throws {
    let (rows, m, n) = (sizes[0], sizes[1], sizes[2])
    for density in [0, 0.05, 0.5] {
      let x: SparseMatrix<Float> = sampleSparse(rows: rows, columns: m, density: density, seed: 1)
      try check(.sparseProduct(transposed: x, sampleTensor([rows, n], seed: 2)), [m, n])
    }
  }

  /// Deeper than a block of the kernels, not deep at all, or a single row.
  @Test(arguments: [[64, 513, 64], [50, 600, 40], [64, 3200, 3416], [3, 0, 3], [1, 40, 100]])
  func whatTheKernelsDoNotTakeInOne(_ sizes: [Int]) {
    let (a, b): (Tensor<Float>, Tensor<Float>) = (
      Tensor(zeros: [sizes[0], sizes[1]]), Tensor(zeros: [sizes[1], sizes[2]])
    )
    #expect(DeferredTensor(.plain(a), .plain(b)) == nil)
  }

  private func check<S: Scalar>(_ gradient: DeferredTensor<S>, _ shape: Shape) throws {
    #expect(gradient.shape == shape)
    let elements = gradient.multipliedOut(on: .one)
    let expected = moved(by: .elements(elements), .one)
    for threads in [1, 2, 8] {
      let found = moved(by: gradient, Workers(threads))
      #expect(zip(found, expected).allSatisfy { $0.hasSameBits(as: $1) }, "\(threads) threads")
    }
  }

  /// Parameter, mean and square after a step.
  private func moved<S: Scalar>(
    by gradient: DeferredTensor<S>, _ workers: Workers
  ) -> [Tensor<S>] {
    var (parameter, mean, square): (Tensor<S>, Tensor<S>, Tensor<S>) = (
      sampleTensor(gradient.shape, seed: 3), sampleTensor(gradient.shape, seed: 4),
      Tensor(repeating: 0.5, shape: gradient.shape)
    )
    let step = AdamStep(rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.01, step: 3)
    parameter.stepAdam(
      step, gradient: gradient, mean: &mean, square: &square, in: StoragePool(), on: workers)
    return [parameter, mean, square]
  }
}
