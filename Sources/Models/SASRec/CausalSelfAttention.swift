public import Gradients
import Layers
public import Recommenders
public import Tensors

/// SASRec's stack of causal self-attention blocks: a position's state is a mixture of the items up to
/// it.
///
///     x_t = scale M[s_t] + P[t];  dropout
///     each block: attention, then a feed-forward layer, with norms and residuals placed as
///                 ``NormPlacement`` says
///     state = LN(x)
///
/// A sequence is right-aligned among the L positions: its last item is always at the last one. Sequences
/// are not padded, so leading padding costs nothing and has no influence. O(L^2 d + L d^2) a sequence.
///
/// Parameters (`B` a block's number from 0): `positions.weight [L, d]`;
/// `blocks.B.attention.{query,key,value}.{weight [d, d], bias [d]}`, and `.output` with an output
/// projection; `blocks.B.feedForward.{inner,outer}.{weight [d, d], bias [d]}`;
/// `blocks.B.{attentionNorm,feedForwardNorm}.{scale,shift} [d]`; `norm.{scale,shift} [d]`.
///
/// Source: "Self-Attentive Sequential Recommendation" (ICDM 2018), section III.
public struct CausalSelfAttention: AttendingModel, Hashable {
  /// The width d of items and states.
  public let width: Int
  /// Everything else.
  public let options: Options

  private let positions: Embedding
  private let blocks: [Block]
  private let norm: LayerNorm

  /// A stack of that width.
  ///
  /// - Parameter path: what stands before every parameter's path; nothing unless told otherwise.
  /// - Precondition: sizes of at least 1, a width that the heads divide, dropout in `0 ..< 1`.
  public init(width: Int, options: Options = Options(), path: String = "") {
    do { try options.check(width: width) } catch { preconditionFailure(error.description) }
    let prefix = path.isEmpty ? "" : path + "."
    self.width = width
    self.options = options
    positions = Embedding(
      "\(prefix)positions", count: options.maxLength, width: width,
      initializer: options.initialization(inputs: options.maxLength, outputs: width))
    blocks = (0..<options.blocks).map { Block("\(prefix)blocks.\($0)", width: width, options) }
    norm = LayerNorm("\(prefix)norm", width: width)
  }

  /// The same as ``width``.
  public var inputWidth: Int { width }

  /// None.
  public var userWidth: Int? { nil }

  /// The number L of positions.
  public var maxLength: Int? { options.maxLength }

  /// The positions', the blocks' and the last norm's.
  public var parameters: [Parameter] {
    [positions.weight] + blocks.flatMap(\.parameters) + norm.parameters
  }

  /// The state after every position.
  ///
  /// - Precondition: no sequence is longer than ``maxLength``.
  public func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    var x = placed(inputs, in: sequences, on: &tape)
    for block in blocks { x = block(x, starts: sequences.starts, options, on: &tape) }
    return norm(x, on: &tape)
  }

  /// How much of each position each head of a block takes in for the last one, by block; dropout aside, as in
  /// ``states(of:user:in:on:)``.
  ///
  /// - Precondition: one sequence, no longer than ``maxLength``.
  public func attention<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> [Variable] {
    precondition(sequences.count == 1, "the attention of \(sequences.count) sequences")
    var x = placed(inputs, in: sequences, on: &tape)
    var weights: [Variable] = []
    for block in blocks {
      weights.append(block.weightsOfLastRow(x, options, on: &tape))
      x = block(x, starts: sequences.starts, options, on: &tape)
    }
    return weights
  }

  /// `x_t`
  private func placed<S: Scalar>(
    _ inputs: Variable, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    let table = tape.parameter(positions.weight)
    let places = tape.rows(rightAligned(sequences), of: table)
    let scale = options.inputScale ?? Double(width).squareRoot()
    let placed = tape.combination([(inputs, scale), (places, 1)])
    return tape.dropout(placed, rate: options.dropout)
  }

  private func rightAligned(_ sequences: SequenceBatch) -> [Int32] {
    var places: [Int32] = []
    places.reserveCapacity(sequences.positionCount)
    for sequence in 0..<sequences.count {
      let count = sequences.positions(of: sequence).count
      precondition(count <= options.maxLength, "\(count) items for \(options.maxLength) positions")
      places += Int32(options.maxLength - count)..<Int32(options.maxLength)
    }
    return places
  }
}

extension CausalSelfAttention {
  /// The sizes and habits of a stack.
  public struct Options: Hashable, Sendable {
    /// The number L of positions, the longest sequence.
    public var maxLength = 50
    /// The number of blocks.
    public var blocks = 2
    /// The number of heads, which share the width.
    public var heads = 1
    /// The probability of a zero: of the embedded items, of attention weights, and of both
    /// feed-forward layers.
    public var dropout = 0.5
    /// Where norms and residuals stand.
    public var norms = NormPlacement.original
    /// Whether the heads' outputs are projected once more, as in a Transformer; SASRec does not.
    public var outputProjection = false
    /// How positions and dense layers begin; biases begin at zero. The items have an initializer of their
    /// own.
    public var initialization = Initialization.xavierNormal
    /// What items are multiplied with before positions are added; `sqrt(d)` where it is nil.
    public var inputScale: Double?

    /// The published sizes: 50 positions, dropout of 0.5.
    public init() {}

    /// The published sizes for MovieLens, whose histories are long: 200 positions, dropout of 0.2.
    public static var movieLens: Options {
      var options = Options()
      options.maxLength = 200
      options.dropout = 0.2
      return options
    }

    /// What the released code does differently: matrices begin uniform. Its items do too, see
    /// ``LearnedItems/sasRecPaperCode(count:width:)``, and its batches are drawn
    /// ``UserBatching/withReplacement``.
    public static var paperCode: Options {
      var options = Options()
      options.initialization = .xavierUniform
      return options
    }

    /// Whether a stack of that width can be made of these.
    ///
    /// - Throws: ``CompositionError`` with what cannot be.
    func check(width: Int) throws(CompositionError) {
      guard heads >= 1, width > 0, width.isMultiple(of: heads) else {
        throw .heads(heads, width: width)
      }
      guard maxLength >= 1 else { throw .window(maxLength) }
      guard blocks >= 0 else {
        throw .range("blocks", expected: "0 or more", found: "\(blocks)")
      }
      guard (0..<1).contains(dropout) else {
        throw .range("dropout", expected: "0 or more and below 1", found: "\(dropout)")
      }
    }
  }

  /// How matrices begin: with Glorot's variance `2 / (inputs + outputs)`, or with one for all.
  public enum Initialization: String, CaseIterable, Hashable, Sendable {
    /// ``Initializer/xavierNormal(inputs:outputs:)``
    case xavierNormal
    /// ``Initializer/xavierUniform(inputs:outputs:)``, the default of the released code's framework.
    case xavierUniform
    /// Normal with a deviation of 0.02 whatever the sizes are, as SASRec is compared with BERT4Rec in Klenitskiy and
    /// Vasilev, "Turning Dross Into Gold Loss" (RecSys 2023).
    case smallNormal

    /// What a matrix of so many inputs and outputs begins with.
    public func callAsFunction(inputs: Int, outputs: Int) -> Initializer {
      switch self {
      case .xavierNormal: .xavierNormal(inputs: inputs, outputs: outputs)
      case .xavierUniform: .xavierUniform(inputs: inputs, outputs: outputs)
      case .smallNormal: .normal(deviation: 0.02)
      }
    }
  }

  /// Where norms and residuals stand in a block, with `A` attention and `F` the feed-forward layer.
  public enum NormPlacement: String, CaseIterable, Hashable, Sendable {
    /// The released code, which published figures come from: queries and residuals are normalised, keys
    /// and values are not. `q = LN(x), y = A(q; x, x) + q, z = LN(y), x' = F(z) + z`.
    case original
    /// The paper: `y = x + A(LN(x)), x' = y + F(LN(y))`.
    case preNorm
    /// The Transformer: `y = LN(x + A(x)), x' = LN(y + F(y))`.
    case postNorm
  }
}
