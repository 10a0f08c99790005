import Tensors
import Testing

@Suite("Tensors: decoding and comparing")
struct ReconstructionTests {
  private static let shapes: [(rows: Int, n: Int, k: Int)] = [
    (1, 1, 1), (1, 65, 3), (3, 64, 17), (7, 130, 5), (13, 100, 33), (2, 257, 600), (4, 70, 0),
  ]

  private static func check<S: Scalar>(_ activation: Activation, rate: Double, in type: S.Type) {
    for (rows, n, k) in shapes {
      let x = sampleSparse(rows: rows, columns: n, density: 0.1, seed: n, of: S.self)
      let e: Tensor<S> = sampleTensor([rows, k], seed: 1)
      let weight: Tensor<S> = sampleTensor([k, n], seed: 2)
      let bias: Tensor<S> = sampleTensor([n], seed: 3)
      let dropout = DropoutMask(rate: rate, seed: Seed(4))
      var z = Tensor<S>(repeating: .nan, shape: [rows, n])
      let loss = z.assignReconstruction(
        of: x, from: e, weight: weight, bias: bias, activation: activation, dropout: dropout,
        on: Workers(2))

      let dense = x.dense()
      let product = NaiveProduct(
        rows, n, k, { Double(e[$0, $1]) }, { Double(weight[$0, $1]) },
        before: (0..<rows).flatMap { _ in bias.elements.map(Double.init) })
      let productBounds = product.bounds(in: S.self)
      let epsilon = Double(S.ulpOfOne)
      var (squares, squaresBound) = (0.0, 0.0)
      var (expected, bounds) = ([Double](), [Double]())
      for i in 0..<rows {
        for j in 0..<n {
          let kept = dropout.seed.child(i).hash(UInt32(j)) >= dropout.row(i).threshold
          let factor = kept ? 1 / (1 - rate) : 0
          let u = product.values[i * n + j]
          let (activated, slope) = activation.value(at: u)
          let (y, target) = (factor * activated, Double(dense[i, j]))
          // What u may be off by, and about a dozen more roundings of numbers of this size. No
          // activation is steeper than 1 and no slope changes faster than by 1, but at the kink of
          // the rectifier.
          let magnitude = factor * (abs(u) + 1) + abs(target) + 1
          let off = factor * productBounds[i * n + j] + 16 * epsilon * magnitude
          squares += (y - target) * (y - target)
          squaresBound += 2 * magnitude * off + Double(n) * epsilon * magnitude * magnitude
          expected.append(2 * (y - target) * slope * factor / Double(rows * n))
          let kinked = activation == .relu && kept && abs(u) < off
          bounds.append(
            kinked ? .infinity : 2 * factor * 2 * magnitude * off / Double(rows * n))
        }
      }
      let name = "\(rows) x \(k) x \(n)"
      #expect(isClose(z.elements, to: expected, within: bounds), "\(name)")
      #expect(bounds.count { $0 == .infinity } * 100 <= bounds.count, "\(name)")
      #expect(abs(loss * Double(rows * n) - squares) <= squaresBound, "\(name)")
    }
  }

  @Test("Float against the formula", arguments: Activation.allCases, [0, 0.4])
  func float(_ activation: Activation, _ rate: Double) {
    Self.check(activation, rate: rate, in: Float.self)
  }

  @Test("Double against the formula", arguments: Activation.allCases, [0, 0.4])
  func double(_ activation: Activation, _ rate: Double) {
    Self.check(activation, rate: rate, in: Double.self)
  }

  @Test("nothing to decode costs nothing", arguments: [(0, 5), (5, 0), (0, 0)])
  func empty(_ rows: Int, _ n: Int) {
    var z = Tensor<Float>(zeros: [rows, n])
    let loss = z.assignReconstruction(
      of: SparseMatrix(columns: n, rows: .init(repeating: [], count: rows)),
      from: Tensor(zeros: [rows, 3]), weight: Tensor(zeros: [3, n]), bias: Tensor(zeros: [n]),
      activation: .sigmoid, dropout: .none, on: .one)
    #expect(loss == 0)
  }

  @Test("a perfect reconstruction has no loss and no derivative")
  func perfect() {
    let x = sampleSparse(rows: 5, columns: 70, density: 0.3, seed: 1, of: Double.self)
    let identity = SparseMatrix<Double>(columns: 5, rows: (0..<5).map { [($0, 1)] }).dense()
    var z = Tensor<Double>(zeros: [5, 70])
    let loss = z.assignReconstruction(
      of: x, from: identity, weight: x.dense(), bias: Tensor(zeros: [70]), activation: .identity,
      dropout: .none, on: .one)
    #expect(loss == 0)
    #expect(z == Tensor(zeros: [5, 70]))
  }
}
