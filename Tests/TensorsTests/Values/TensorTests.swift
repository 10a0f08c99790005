import Tensors
import Testing

@Suite("Tensors: values")
struct TensorTests {
  @Test("writing a copy leaves the original")
  func copyOnWrite() {
    let original: Tensor<Float> = sampleTensor([5, 7], seed: 1)
    let elements = original.elements
    var copy = original
    #expect(copy.address == original.address)
    copy[3, 4] = 100
    #expect(copy.address != original.address)
    #expect(original.elements == elements)
    #expect(copy[3, 4] == 100 && copy[3 * 7 + 4] == 100)
    #expect((0..<35).allSatisfy { $0 == 25 || copy[$0] == elements[$0] })
  }

  @Test("every operation that writes leaves the original")
  func operationsCopy() {
    let original: Tensor<Double> = sampleTensor([3, 3], seed: 1)
    let other: Tensor<Double> = sampleTensor([3, 3], seed: 2)
    let sparse = sampleSparse(rows: 3, columns: 3, density: 1, seed: 1, of: Double.self)
    let row: Tensor<Double> = sampleTensor([3], seed: 3)
    let step = AdamStep(rate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0, step: 1)
    let writes: [(inout Tensor<Double>) -> Void] = [
      { $0.fill(9) },
      { $0.add(other) },
      { $0.assign(other) },
      { $0.assignProduct(of: other, and: other) },
      { $0.assignRelu(of: other) },
      { $0.addReluAdjoint(y: other, yBar: other) },
      { $0.assignActivated(other, .sigmoid, on: .one) },
      { $0.addActivationAdjoint(.sigmoid, y: other, yBar: other, on: .one) },
      { $0.fillRow(1, 9) },
      { $0.appendRow(row) },
      { $0.assignRelu(ofRow: 1, of: other, toRow: 0) },
      { $0.assignDropout(of: other, .none) },
      { $0.multiply(.plain(other), .plain(other), on: .one) },
      { $0.multiply(sparse, other, addingBias: row, on: .one) },
      { $0.addTransposed(sparse, times: other, on: .one) },
      { $0.addRow(1, of: other, toRow: 0) },
      {
        _ = $0.assignReconstruction(
          of: sparse, from: other, weight: other, bias: row, activation: .identity, dropout: .none,
          on: .one)
      },
      { parameter in
        var (mean, square) = (original, Tensor<Double>(zeros: [3, 3]))
        parameter.stepAdam(step, gradient: .elements(other), mean: &mean, square: &square, on: .one)
      },
    ]
    let elements = original.elements
    for (index, write) in writes.enumerated() {
      var copy = original
      write(&copy)
      #expect(original.elements == elements, "write \(index)")
      #expect(copy != original, "write \(index)")
    }
  }

  @Test("what is not shared is written in place")
  func inPlace() {
    var x = Tensor<Float>(zeros: [100])
    let (address, other) = (x.address, Tensor<Float>(repeating: 1, shape: [100]))
    x[7] = 1
    x.fill(2)
    x.add(other)
    #expect(x.address == address && address % 64 == 0)
    #expect(x == Tensor(repeating: 3, shape: [100]))
  }

  @Test("equal elements in an equal shape, and no NaN")
  func equality() {
    let x: Tensor<Float> = sampleTensor([4, 6], seed: 1)
    #expect(x == x)
    #expect(x == Tensor(x.elements, shape: [4, 6]))
    #expect(x != x.reshaped(to: [6, 4]))
    #expect(x != x.reshaped(to: [24]))
    #expect(x != x.reshaped(to: [4, 6, 1]))
    var other = x
    other[23] += 1
    #expect(x != other)
    #expect(Tensor<Float>([0], shape: [1]) == Tensor<Float>([-0.0], shape: [1]))
    other[23] = .nan
    let shared = other
    #expect(other != shared)
    #expect(other != Tensor(other.elements, shape: [4, 6]))
    #expect(Tensor<Float>(zeros: [0]) == Tensor<Float>(zeros: [0]))
    #expect(Tensor<Float>(zeros: [0, 2]) != Tensor<Float>(zeros: [2, 0]))
  }

  @Test("another shape shares the memory until a write")
  func reshaped() {
    let x: Tensor<Double> = sampleTensor([4, 6], seed: 1)
    var y = x.reshaped(to: [2, 3, 4])
    #expect(y.address == x.address && y.elements == x.elements)
    #expect(y.shape == [2, 3, 4] && x.shape == [4, 6])
    y[0] = 5
    #expect(x[0] != 5)
  }

  private static let matrices: [(shape: Shape, rows: Int, columns: Int)] = [
    ([], 1, 1), ([5], 5, 1), ([0], 0, 1), ([3, 4], 3, 4), ([3, 0], 3, 0), ([0, 4], 0, 4),
    ([2, 3, 4], 2, 12), ([2, 3, 4, 5], 2, 60), ([0, 3, 4], 0, 12), ([2, 3, 0], 2, 0),
    ([2, 0, 3, 4], 2, 0),
  ]

  @Test("rows are the first extent, columns the product of the others", arguments: matrices)
  func rowsAndColumns(_ shape: Shape, _ rows: Int, _ columns: Int) {
    let x = Tensor<Float>(zeros: shape)
    #expect(x.rows == rows && x.columns == columns)
    #expect(x.count == rows * columns)
  }

  @Test("one element is a scalar", arguments: [[] as Shape, [1], [1, 1, 1, 1]])
  func scalar(_ shape: Shape) {
    #expect(Tensor<Float>(repeating: 3, shape: shape).scalar == 3)
  }
}
