import Gradients
import Tensors

/// Every operation, with what the generic checks need. One line each; a test fails for a file in
/// `Sources/Gradients/Ops` that no line names.
let opCatalog: [any CatalogedOp] = [
  ActivatedEntry(activation: .identity),
  ActivatedEntry(activation: .relu),
  ActivatedEntry(activation: .sigmoid),
  BinaryCrossEntropyEntry(positiveWeight: 1),
  BinaryCrossEntropyEntry(positiveWeight: 0.25),
  BPRMaxEntry(regularization: 0),
  BPRMaxEntry(regularization: 0.75),
  CandidateDotsEntry(candidatesPerRow: 2, hasBias: true),
  CandidateDotsEntry(candidatesPerRow: 7, hasBias: false),
  CandidateOutputsEntry(candidatesPerRow: 2),
  CandidateOutputsEntry(candidatesPerRow: 7),
  CatalogCrossEntropyEntry(hasBias: false),
  CatalogCrossEntropyEntry(hasBias: true),
  CausalAttentionEntry(heads: 1, rate: 0),
  CausalAttentionEntry(heads: 2, rate: 0.3),
  ColumnsEntry(perRow: 1),
  ColumnsEntry(perRow: 7),
  CombinationEntry(),
  DotsEntry(hasBias: false),
  DotsEntry(hasBias: true),
  DropoutEntry(),
  ELUEntry(),
  GRUEntry(reset: .afterProduct),
  GRUEntry(reset: .beforeProduct),
  GRUEntry(reset: .afterProduct, hasInitial: true),
  GRUEntry(reset: .beforeProduct, hasInitial: true),
  LayerNormEntry(),
  LinearEntry(hasBias: false),
  LinearEntry(hasBias: true),
  PairwiseRankingEntry(),
  ProductEntry(),
  ReconstructionEntry(activation: .identity, rate: 0),
  ReconstructionEntry(activation: .relu, rate: 0.4),
  ReconstructionEntry(activation: .sigmoid, rate: 0),
  ReconstructionEntry(activation: .sigmoid, rate: 0.4),
  RowCrossEntropyEntry(),
  RowSharesEntry(),
  RowSoftmaxEntry(),
  RowsEntry(),
  RunningMeanEntry(),
  SharedDotsEntry(groups: 1, hasBias: false),
  SharedDotsEntry(groups: 2, hasBias: true),
  SoftmaxCrossEntropyEntry(),
  SparseLinearEntry(rate: 0),
  SparseLinearEntry(rate: 0.4),
  SquaredErrorEntry(),
  TOP1Entry(bySoftmax: false),
  TOP1Entry(bySoftmax: true),
  WidenedEntry(added: 0),
  WidenedEntry(added: 3),
]

/// An operation as a function of dense inputs, with the same thing written naively.
protocol CatalogedOp: Sendable, CustomStringConvertible {
  /// The file in `Sources/Gradients/Ops` without its ending.
  var file: String { get }
  /// The shapes of the inputs, several times; the first case has at most 64 elements in all.
  var cases: [[Shape]] { get }
  /// The largest difference between `Float` and `Double`, in units of the largest result's last place.
  var ulps: Double { get }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable
  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double>
}

extension CatalogedOp {
  var description: String { file }
}

/// Multiples of 1/8, none of them 0, the same in both precisions. Vectors, which are added to products,
/// stand 1/128 beside that grid: so no sum is near the rectifier's kink.
func sample(_ shape: Shape, _ seed: Seed) -> Tensor<Double> {
  var generator = seed.generator()
  return Tensor(
    (0..<shape.elementCount).map { _ in
      Double(Int.random(in: 1...12, using: &generator)) / 8
        * (Bool.random(using: &generator) ? 1 : -1) + (shape.rank == 1 ? 1 / 128 : 0)
    }, shape: shape)
}

/// A sparse matrix with small counts, some rows of it empty.
func sparseSample(rows: Int, columns: Int, _ seed: Seed) -> SparseMatrix<Double> {
  var generator = seed.child("sparse").generator()
  return SparseMatrix(
    columns: columns,
    rows: (0..<rows).map { row in
      (0..<columns).filter { _ in row % 4 != 3 && generator.next() % 3 == 0 }
        .map { ($0, Double(1 + generator.next() % 3)) }
    })
}

extension Tensor {
  func converted<Other: Scalar>(to other: Other.Type = Other.self) -> Tensor<Other> {
    Tensor<Other>(elements.map { Other($0) }, shape: shape)
  }

  func map(_ transform: (S) -> S) -> Tensor { Tensor(elements.map(transform), shape: shape) }
}

/// The factors of the first dropout that a tape with this seed draws.
func dropoutFactors(rate: Double, seed: Seed, rows: Int, columns: Int) -> [Double] {
  guard rate > 0 else { return Array(repeating: 1, count: rows * columns) }
  let threshold = UInt32((rate * 4_294_967_296).rounded())
  return (0..<rows * columns).map { position in
    let row = seed.child(1).child(position / columns)
    return row.hash(UInt32(position % columns)) >= threshold ? 1 / (1 - rate) : 0
  }
}

private struct DropoutEntry: CatalogedOp {
  let file = "Dropout"
  let cases: [[Shape]] = [[[3, 5]], [[1, 1]], [[0, 4]], [[70, 33]], [[300, 130]]]
  let ulps = 1.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.dropout(inputs[0], rate: 0.3)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let x = inputs[0]
    let factors = dropoutFactors(rate: 0.3, seed: seed, rows: x.rows, columns: x.columns)
    return Tensor(zip(x.elements, factors).map { $0 * $1 }, shape: x.shape)
  }
}

private struct SparseLinearEntry: CatalogedOp {
  let rate: Double

  let file = "SparseLinear"
  // Weight and bias; the sparse rows follow from the weight's shape.
  let cases: [[Shape]] = [
    [[6, 5], [5]], [[1, 1], [1]], [[40, 16], [16]], [[150, 130], [130]],
  ]
  let ulps = 64.0
  var description: String { "\(file) \(rate)" }

  private func rows<S: Scalar>(_ weight: Tensor<S>, _ seed: Seed) -> SparseMatrix<Double> {
    sparseSample(rows: 1 + weight.rows / 2, columns: weight.rows, seed)
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let x = rows(tape[inputs[0]], seed).converted(to: S.self)
    return tape.sparseLinear(x, weight: inputs[0], bias: inputs[1], dropout: rate)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (w, b) = (inputs[0], inputs[1])
    let x = rows(w, seed).dense()
    let factors = dropoutFactors(rate: rate, seed: seed, rows: x.rows, columns: x.columns)
    var y = Tensor<Double>(zeros: [x.rows, w.columns])
    for r in 0..<x.rows {
      for j in 0..<w.columns {
        y[r, j] =
          b[j] + (0..<w.rows).reduce(0) { $0 + x[r, $1] * factors[r * x.columns + $1] * w[$1, j] }
      }
    }
    return y
  }
}

private struct ReconstructionEntry: CatalogedOp {
  let activation: Activation
  let rate: Double

  let file = "Reconstruction"
  // Embeddings, weight and bias; the sparse target follows from their shapes.
  let cases: [[Shape]] = [
    [[2, 3], [3, 7], [7]], [[1, 1], [1, 1], [1]], [[9, 4], [4, 65], [65]],
    [[64, 24], [24, 150], [150]],
  ]
  let ulps = 64.0
  var description: String { "\(file) \(activation) \(rate)" }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let x = sparseSample(
      rows: tape[inputs[0]].rows, columns: tape[inputs[1]].columns, seed)
    return tape.reconstruction(
      of: x.converted(to: S.self), from: inputs[0], weight: inputs[1], bias: inputs[2],
      activation: activation, dropout: rate)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (e, w, b) = (inputs[0], inputs[1], inputs[2])
    let x = sparseSample(rows: e.rows, columns: w.columns, seed).dense()
    let factors = dropoutFactors(rate: rate, seed: seed, rows: e.rows, columns: w.columns)
    var loss = 0.0
    for r in 0..<e.rows {
      for j in 0..<w.columns {
        let u = (0..<w.rows).reduce(b[j]) { $0 + e[r, $1] * w[$1, j] }
        let activated =
          switch activation {
          case .identity: u
          case .relu: max(u, 0)
          case .sigmoid: 1 / (1 + exponential(-u))
          }
        let y = activated * factors[r * w.columns + j]
        loss += (y - x[r, j]) * (y - x[r, j])
      }
    }
    return Tensor([loss / Double(x.count)], shape: [])
  }
}
