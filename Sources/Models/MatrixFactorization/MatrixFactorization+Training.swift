public import Gradients
public import Interactions
import Layers
public import Recommenders
public import Tensors

extension MatrixFactorization: TrainableModel {
  /// What users have, and what may be drawn against it.
  public struct Dataset: Sendable {
    let log: InteractionLog
    let negatives: NegativeSampler
  }

  /// Some events.
  public struct Batch: Hashable, Sendable {
    /// Their places in the log.
    public let events: [Int32]
    /// What negatives are drawn from.
    let seed: Seed
  }

  /// `users.weight`, `items.weight` and `score.bias`.
  public var parameters: [Parameter] { users.parameters + items.parameters + score.parameters }

  /// Sorts out what each user does not have. O(events).
  ///
  /// - Precondition: the log has no more users and items than the model.
  public func dataset(of log: InteractionLog) -> Dataset {
    precondition(
      log.userCount <= userCount && log.itemCount <= itemCount,
      "a log of \(log.userCount) users and \(log.itemCount) items for a model of \(userCount) and "
        + "\(itemCount)")
    return Dataset(log: log, negatives: NegativeSampler(objective.negatives, of: log))
  }

  /// All events, shuffled anew each epoch and cut: a user counts as often as they have events.
  public func batches(of data: Dataset, size: Int, epoch: Int, seed: Seed) -> [Batch] {
    let seed = seed.child(epoch)
    var generator = seed.generator()
    var events = Array(0..<Int32(data.log.count))
    generator.shuffle(&events)
    return stride(from: 0, to: events.count, by: size).enumerated().map { number, start in
      Batch(
        events: Array(events[start..<min(start + size, events.count)]),
        seed: seed.child("negatives", number))
    }
  }

  /// The objective of what the batch's users have against items that they do not have in training, and the
  /// mean penalty of the vectors that this names.
  public func loss<S: Scalar>(
    of batch: Batch, in data: Dataset, on tape: inout Tape<S>
  ) -> Variable {
    let events = batch.events.map { data.log.events[Int($0)] }
    let targets = targets(of: events, drawing: batch.seed, in: data)
    let people = events.map { Int32($0.user) }
    let rows = users(people, on: &tape)
    let context = context(of: rows, on: &tape)
    let loss = objective.loss(of: targets, scoredBy: score, in: context, on: &tape)
    var terms = [(loss, 1.0)]
    let (userTable, itemTable) = (tape.parameter(users.weight), context[\.items])
    for (factor, ids, table) in [
      (penalty.users, people, userTable), (penalty.targets, targets.items, itemTable),
      (penalty.negatives, targets.negatives + targets.shared.flatMap(\.items), itemTable),
    ] where factor > 0 {
      let vectors = tape.rows(ids, of: table)
      let nothing = SparseMatrix<S>(
        columns: width, rows: Array(repeating: [], count: tape[vectors].rows))
      let square = tape.meanSquaredError(vectors, against: nothing)
      terms.append((square, factor * Double(width) / 2))
    }
    return tape.combination(terms)
  }

  private func targets(
    of events: [Interaction], drawing seed: Seed, in data: Dataset
  ) -> Targets {
    data.negatives.targets(
      events.map { Int32($0.item) }, of: events.map { Int32($0.user) },
      counts: Array(repeating: 1, count: events.count), seed: seed)
  }

  /// Zeros the vectors of users without a training event, who are strangers.
  public func finish(_ weights: inout Weights<Float>, after data: Dataset) {
    var isTrained = [Bool](repeating: false, count: userCount)
    for event in data.log.events { isTrained[event.user] = true }
    weights.update(users.weight) { table in
      for user in isTrained.indices where !isTrained[user] { table.fillRow(user, 0) }
    }
  }
}
