public import Gradients
import Tensors

/// A next-item recommender made of pieces, any of which is exchanged by changing one argument: what stands
/// for items, what turns a sequence of them into a state, how a state meets a candidate, what is minimised,
/// and, if anything, what stands for the user.
///
/// ```swift
/// let model = try SequentialRecommender(
///   items: LearnedItems(count: log.itemCount, width: 64), sequence: MeanOfItems(width: 64),
///   score: DotScore(), objective: SoftmaxCrossEntropy())
/// let trained = try Trainer(.adam(rate: 1e-3), seed: 42).fit(model, on: split.train)
/// ```
public struct SequentialRecommender<
  Items: ItemEncoder, States: SequenceModel, Score: ScoreFunction, User: UserEncoder,
  Loss: Objective
>: TrainableModel {
  /// What stands for the items that were met.
  public let items: Items
  /// What turns them into states.
  public let sequence: States
  /// How a state meets the candidates.
  public let score: Score
  /// What stands for the user; nil where a model looks at items alone.
  public let user: User?
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
  /// - Parameters:
  ///   - user: what stands for the user, before the sequence model and the score; nothing unless given.
  ///   - maxLength: how many of a user's latest items are read; the most that the sequence model can, or
  ///     50, unless told otherwise.
  /// - Throws: ``CompositionError`` where the pieces do not fit each other.
  public init(
    items: Items, sequence: States, score: Score, user: User? = Never?.none, objective: Loss,
    maxLength: Int? = nil, batching: UserBatching = .shuffled
  ) throws(CompositionError) {
    let sizes = CompositionSizes(
      itemCount: items.itemCount, userWidth: user?.width, stateWidth: sequence.width,
      itemWidth: items.width, hasSequences: true)
    let window = maxLength ?? sequence.maxLength ?? 50
    try sizes.check(sequence, window: window)
    guard batching != .sideBySide || sequence is any RecurrentModel else {
      throw .missing(
        part: "state of the step before", neededBy: "batches of histories side by side")
    }
    if let user { try sizes.check(user, readBy: sequence, score) }
    try sizes.check(score)
    parameters = try [
      items.parameters, sequence.parameters, user?.parameters ?? [], score.parameters,
    ].flatMap { $0 }.shared()
    self.items = items
    self.sequence = sequence
    self.score = score
    self.user = user
    self.objective = objective
    self.window = window
    self.batching = batching
  }

  /// The number of items n.
  public var itemCount: Int { items.itemCount }

  /// What the score looks at after those sequences of those users.
  ///
  /// - Precondition: a user for each sequence; items that the model knows.
  ///
  /// - Parameter previous: the row of the step before that each sequence goes on from; see
  ///   ``states(of:user:in:goingOnFrom:on:)``.
  func context<S: Scalar>(
    of sequences: SequenceBatch, users: [Int32], goingOnFrom previous: [Int32]? = nil,
    on tape: inout Tape<S>
  ) -> Context {
    let rows = userRows(of: users, in: sequences, on: &tape)
    return context(of: sequences, user: rows, goingOnFrom: previous, on: &tape)
  }

  /// What the state after one sequence of a user takes in, by layer; nil where the sequence model attends to
  /// nothing.
  func attention<S: Scalar>(
    in sequences: SequenceBatch, user: Int32, on tape: inout Tape<S>
  ) -> [Variable]? {
    guard let attending = sequence as? any AttendingModel else { return nil }
    let rows = userRows(of: [user], in: sequences, on: &tape)
    let table = items.table(on: &tape)
    let inputs = tape.rows(sequences.items, of: table)
    return attending.attention(of: inputs, user: rows, in: sequences, on: &tape)
  }

  private func userRows<S: Scalar>(
    of users: [Int32], in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable? {
    if let inductive = user as? any InductiveUserEncoder {
      return inductive.rows(in: sequences, on: &tape)
    }
    return user?.rows(of: users, in: sequences, on: &tape)
  }

  /// What the score looks at: a state for each question, the items, and the user, given at every position.
  func context<S: Scalar>(
    of sequences: SequenceBatch, user: Variable?, goingOnFrom previous: [Int32]? = nil,
    on tape: inout Tape<S>
  ) -> Context {
    let table = items.table(on: &tape)
    let inputs = tape.rows(sequences.items, of: table)
    let states = states(
      of: inputs, user: user, in: sequences, goingOnFrom: previous, on: &tape)
    func atQuestions(_ rows: Variable) -> Variable {
      sequences.questions == .everyPosition ? rows : tape.rows(sequences.rowPositions, of: rows)
    }
    return Context(
      rowCount: sequences.rowCount, itemCount: itemCount, user: user.map(atQuestions),
      state: atQuestions(states), items: table, sequences: sequences)
  }
}

/// Which users make up the batches of an epoch.
public enum UserBatching: Hashable, Sendable {
  /// All with something to predict, shuffled anew each epoch, the last batch as long as is left.
  case shuffled
  /// Drawn with replacement, `floor(users / size)` batches but at least one, users without anything to
  /// predict counted: the released SASRec code.
  case withReplacement
  /// As many histories as a batch is large side by side, an event of each a step: that event is read, and the next one
  /// predicted. A history that is over makes room for the next one, in the order of their first events; nothing is shuffled.
  /// States go on from step to step, gradients do not go back to the step before. In the end, when no history is left, batches
  /// become smaller, and count for as much less. Source: GRU4Rec (Hidasi et al., ICLR 2016), section 3.2.
  case sideBySide
}
