public import Gradients
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
  /// What the embedding is multiplied with.
  public let scale: Double
  /// `a`
  public let countExponent: Double

  /// An encoder with those numbers.
  ///
  /// - Parameters:
  ///   - itemTable: `We [n, k]`
  ///   - bias: `be [k]`
  /// - Precondition: a bias as wide as the table.
  public init(
    itemTable: Tensor<Float>, bias: Tensor<Float>, scale: Double = 1, countExponent: Double = 0,
    path: String = "collaborative"
  ) {
    precondition(
      itemTable.columns == bias.count, "a table of \(itemTable.shape), a bias of \(bias.shape)")
    weight = Parameter(
      "\(path).weight", shape: itemTable.shape, initializer: .values(itemTable), isFrozen: true)
    self.bias = Parameter(
      "\(path).bias", shape: bias.shape, initializer: .values(bias), isFrozen: true)
    self.scale = scale
    self.countExponent = countExponent
  }

  private init(_ weight: Parameter, _ bias: Parameter, scale: Double, countExponent: Double) {
    self.weight = weight
    self.bias = bias
    self.scale = scale
    self.countExponent = countExponent
  }

  /// The number of items n.
  public var itemCount: Int? { weight.shape[0] }

  /// The width k.
  public var width: Int { weight.shape[1] }

  /// `We` and `be`, which are not trained.
  public var parameters: [Parameter] { [weight, bias] }

  /// The same encoder with embeddings times `factor`.
  public func scaled(by factor: Double) -> CollaborativeUserEncoder {
    CollaborativeUserEncoder(
      weight, bias, scale: scale * factor, countExponent: countExponent)
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
    let embeddings = tape.relu(tape.constant(sums))
    return scale == 1 ? embeddings : tape.combination([(embeddings, scale)])
  }
}
