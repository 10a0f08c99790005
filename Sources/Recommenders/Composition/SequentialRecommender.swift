public import Gradients
public import Tensors

/// A next-item recommender made of four pieces, any of which is exchanged by changing one argument:
/// what stands for items, what turns a sequence of them into a state, how a state meets a candidate,
/// and what is minimised.
///
/// ```swift
/// let model = try SequentialRecommender(
///   items: LearnedItems(count: log.itemCount, width: 64), sequence: MeanOfItems(width: 64),
///   score: DotScore(), objective: SoftmaxCrossEntropy())
/// let trained = try Trainer(.adam(rate: 1e-3), seed: 42).fit(model, on: split.train)
/// ```
public struct SequentialRecommender<
  Items: ItemEncoder, States: SequenceModel, Score: ScoreFunction, Loss: Objective
>: TrainableModel {
  /// What stands for the items that were met.
  public let items: Items
  /// What turns them into states.
  public let sequence: States
  /// How a state meets the candidates.
  public let score: Score
  /// What is minimised.
  public let objective: Loss
  /// How many of a user's latest items are read.
  public let window: Int
  /// Which users make up the batches.
  public let batching: UserBatching
  /// Those of the pieces; what two of them share is there once.
  public let parameters: [Parameter]

  /// A model of these pieces.
  ///
  /// - Parameter maxLength: how many of a user's latest items are read; the most that the sequence model
  ///   can, or 50, unless told otherwise.
  /// - Throws: ``CompositionError`` where the pieces do not fit each other.
  public init(
    items: Items, sequence: States, score: Score, objective: Loss, maxLength: Int? = nil,
    batching: UserBatching = .shuffled
  ) throws(CompositionError) {
    let window = maxLength ?? sequence.maxLength ?? 50
    guard window >= 1 else { throw .window(window) }
    guard items.width == sequence.inputWidth else {
      throw .width(of: "the items", expected: sequence.inputWidth, found: items.width)
    }
    if let longest = sequence.maxLength, window > longest {
      throw .length(window: window, longest: longest)
    }
    let sizes = CompositionSizes(
      itemCount: items.itemCount, stateWidth: sequence.width, itemWidth: items.width,
      parts: [.state, .items, .sequences])
    try sizes.check(score)
    parameters = try (items.parameters + sequence.parameters + score.parameters).shared()
    self.items = items
    self.sequence = sequence
    self.score = score
    self.objective = objective
    self.window = window
    self.batching = batching
  }

  /// The number of items n.
  public var itemCount: Int { items.itemCount }

  /// What the score looks at after the given histories: a state for each question, and the items.
  ///
  /// - Precondition: items that the model knows.
  public func context<S: Scalar>(of sequences: SequenceBatch, on tape: inout Tape<S>) -> Context {
    let table = items.table(on: &tape)
    let inputs = tape.rows(sequences.items, of: table)
    var states = sequence.states(of: inputs, in: sequences, on: &tape)
    if sequences.questions == .lastPosition {
      states = tape.rows(sequences.rowPositions, of: states)
    }
    return Context(
      rowCount: sequences.rowCount, itemCount: itemCount, state: states, items: table,
      sequences: sequences)
  }
}

/// Which users make up the batches of an epoch.
public enum UserBatching: Hashable, Sendable {
  /// All with something to predict, shuffled anew each epoch, the last batch as long as is left.
  case shuffled
  /// Drawn with replacement, `floor(users / size)` batches but at least one, users without anything to
  /// predict counted:
  /// the released SASRec code.
  case withReplacement
}
