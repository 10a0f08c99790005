public import Gradients
public import Interactions
import Layers
public import Recommenders
public import Tensors

/// AutoSeqRec's collaborative embedding as an encoder of histories, with the numbers of a trained
/// encoder:
///
///     Ec(u, t) = relu(be + sum of We[i] over the distinct items i of u up to position t / n_t^a)
///
/// with `n_t` the number of these items and `a` the model's ``AutoSeqRec/Options/countExponent``, 0 in the paper.
/// It sums from the beginning of a history, not of the part that a sequence model reads. Every position
/// sees what came before it and itself only: a static `f(R[u])` would tell a model in training which
/// candidates the user has. O(k) an item. Frozen parameters: `We` and `be` at `collaborative.{weight,bias}`.
///
/// Source: AutoSeqRec, section 4.6.
public struct CollaborativeUserEncoder: InductiveUserEncoder, Hashable {
  /// `We [n, k]`
  private let weight: Parameter
  /// `be [k]`
  private let bias: Parameter
  /// `a`
  public let countExponent: Double

  /// An encoder with those numbers.
  ///
  /// - Parameters:
  ///   - itemTable: `We [n, k]`
  ///   - bias: `be [k]`
  /// - Precondition: a bias as wide as the table.
  public init(
    itemTable: Tensor<Float>, bias: Tensor<Float>, countExponent: Double = 0,
    path: String = "collaborative"
  ) {
    precondition(
      itemTable.columns == bias.count, "a table of \(itemTable.shape), a bias of \(bias.shape)")
    self.init(
      EncoderNumbers(weight: itemTable, bias: bias, countExponent: countExponent), path: path)
  }

  init(_ encoder: EncoderNumbers, path: String = "collaborative") {
    (weight, bias) = encoder.frozen(at: path)
    countExponent = encoder.countExponent
  }

  /// The encoder that another part of the model trains; the embeddings are constants of each step.
  public init(sharing encoder: MultiInformationEncoder, countExponent: Double = 0) {
    weight = encoder.layer.weight
    bias = encoder.layer.bias
    self.countExponent = countExponent
  }

  /// The number of items n.
  public var itemCount: Int? { weight.shape[0] }

  /// The width k.
  public var width: Int { weight.shape[1] }

  /// `We` and `be`, which are not trained.
  public var parameters: [Parameter] { [weight, bias] }

  /// The same encoder with embeddings times `factor`.
  ///
  /// - Precondition: a factor of at least 0, and numbers of its own.
  public func scaled(by factor: Double) -> CollaborativeUserEncoder {
    CollaborativeUserEncoder(
      numbers.scaled(by: factor), path: String(weight.path.dropLast(".weight".count)))
  }

  /// `Ec` of users with all that they have: `[users, k]`. O(pairs k).
  ///
  /// - Precondition: numbers of its own.
  public func rows(of users: UserHistories, workers: Workers = .one) -> Tensor<Float> {
    let n = weight.shape[0]
    let counts = SparseMatrix<Float>(
      columns: n,
      rows: (0..<users.userCount).map { user in
        users.distinctItems(of: user).filter { $0 < n }.sorted().map { (Int($0), 1) }
      })
    return EncodedRows(counts, numbers, on: workers).embeddings()
  }

  private var numbers: EncoderNumbers {
    guard case .values(let table) = weight.initializer, case .values(let bias) = bias.initializer
    else { preconditionFailure("\(weight.path) is another part's") }
    return EncoderNumbers(weight: table, bias: bias, countExponent: countExponent)
  }

  /// `Ec` at every position.
  public func rows<S: Scalar>(in sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    let table = tape[tape.parameter(weight)]
    let empty = tape[tape.parameter(bias)].reshaped(to: [1, width])
    var sums = Tensor<S>(uninitialized: [sequences.positionCount, width], in: tape.pool)
    for sequence in 0..<sequences.count {
      var sum = empty
      var seen: Set<Int32> = []
      func add(_ item: Int32) {
        guard item < table.rows, seen.insert(item).inserted else { return }
        sum.addRow(Int(item), of: table, toRow: 0)
      }
      for item in sequences.earlierItems[sequence] { add(item) }
      for position in sequences.positions(of: sequence) {
        add(sequences.items[position])
        let factor = S(reciprocalPower(Double(seen.count), countExponent))
        sums.assignDamped(sum, row: 0, by: factor, aroundBias: empty, toRow: position)
      }
    }
    return tape.relu(tape.constant(sums))
  }
}
