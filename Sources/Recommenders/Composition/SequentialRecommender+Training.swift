public import Gradients
public import Interactions
public import Tensors

extension SequentialRecommender {
  /// What users did, and what may be drawn against it.
  public struct Dataset: Sendable {
    let histories: UserHistories
    let negatives: NegativeSampler
    /// Users with something to predict: at least two items.
    let users: [Int32]
  }

  /// Some users.
  public struct Batch: Hashable, Sendable {
    /// Their numbers.
    public let users: [Int32]
    /// Where they are, if histories go side by side; nil where each is read as a whole.
    var step: SideBySideStep?
    /// What negatives are drawn from.
    let seed: Seed
  }

  /// Sorts a log by user. O(events).
  ///
  /// - Precondition: the log has no more items than the model, and no more users than its encoder of users.
  public func dataset(of log: InteractionLog) -> Dataset {
    precondition(
      log.itemCount <= itemCount, "a log of \(log.itemCount) items for a model of \(itemCount)")
    if let known = user?.userCount {
      precondition(
        log.userCount <= known, "a log of \(log.userCount) users for an encoder of \(known)")
    }
    let histories = UserHistories(after: log)
    return Dataset(
      histories: histories,
      negatives: NegativeSampler(objective.negatives, of: log),
      users: (0..<Int32(histories.userCount)).filter { histories.items(of: Int($0)).count > 1 })
  }

  /// Batches of users; see ``UserBatching``.
  public func batches(of data: Dataset, size: Int, epoch: Int, seed: Seed) -> [Batch] {
    let seed = seed.child(epoch)
    var generator = seed.generator()
    func batch(_ number: Int, _ users: [Int32]) -> Batch {
      Batch(users: users, seed: seed.child("negatives", number))
    }
    guard !data.users.isEmpty else { return [] }
    switch batching {
    case .shuffled:
      var users = data.users
      generator.shuffle(&users)
      return stride(from: 0, to: users.count, by: size).enumerated().map { number, start in
        batch(number, Array(users[start..<min(start + size, users.count)]))
      }
    case .withReplacement:
      return (0..<max(1, data.histories.userCount / size)).map { number in
        batch(
          number, (0..<size).map { _ in data.users[generator.index(below: data.users.count)] })
      }
    case .sideBySide:
      return sideBySideSteps(of: data, size: size).enumerated().map { number, part in
        Batch(users: part.users, step: part.step, seed: seed.child("negatives", number))
      }
    }
  }

  /// The loss of predicting every item of the batch's users but their first from those before it; of
  /// long histories the last `window` items. Of histories side by side, the loss of predicting one item of each from the one before
  /// it and the state that the step before has left.
  public func loss<S: Scalar>(
    of batch: Batch, in data: Dataset, on tape: inout Tape<S>
  ) -> Variable {
    let sequences = SequenceBatch(
      batch.users.enumerated().map { row, user in
        let user = Int(user)
        let items = data.histories.items(of: user)
        let times = data.histories.timestamps(of: user)
        let count = batch.step.map { Int($0.places[row]) } ?? items.count - 1
        return History(
          items: Array(items[..<count]), timestamps: Array(times[..<count]), next: times[count])
      }, window: batch.step == nil ? window : 1, questions: .everyPosition)
    let targets = targets(of: batch, sequences, in: data)
    let context = context(
      of: sequences, users: batch.users, goingOnFrom: batch.step?.previous, on: &tape)
    let loss = objective.loss(of: targets, scoredBy: score, in: context, on: &tape)
    guard let share = batch.step?.share, share != 1 else { return loss }
    return tape.combination([(loss, share)])
  }

  /// The item that follows each position, and what is drawn against it.
  private func targets(
    of batch: Batch, _ sequences: SequenceBatch, in data: Dataset
  ) -> Targets {
    var items: [Int32] = []
    items.reserveCapacity(sequences.positionCount)
    let counts = batch.users.indices.map { sequences.positions(of: $0).count }
    for (row, user) in batch.users.enumerated() {
      let history = data.histories.items(of: Int(user))
      let end = batch.step.map { Int($0.places[row]) + 1 } ?? history.count
      items += history[..<end].suffix(counts[row])
    }
    return data.negatives.targets(items, of: batch.users, counts: counts, seed: batch.seed)
  }

  /// Nothing.
  public func finish(_ weights: inout Weights<Float>, after data: Dataset) {}
}
