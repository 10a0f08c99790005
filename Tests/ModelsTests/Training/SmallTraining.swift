import Foundation
import SeqRec
import Synchronization

/// A training that takes a few milliseconds, with dropout, reshuffled batches and items that no event
/// names, so that a model's finish has something to do.
struct SmallTraining {
  let log = smallLog(users: 20, items: 15, eventsPerUser: 6)
  var trainer = Trainer(
    .adam(rate: 1e-2, rates: ["encoder": 3e-3]), epochs: 7, batchSize: 8, seed: 3)

  var model: AutoSeqRec { AutoSeqRec(itemCount: log.itemCount + 3, width: 5) }

  func with(
    epochs: Int? = nil, workers: Workers = .one,
    progress: (@Sendable (TrainingProgress) -> Void)? = nil
  ) -> SmallTraining {
    var other = self
    other.trainer.epochs = epochs ?? trainer.epochs
    other.trainer.workers = workers
    other.trainer.progress = progress
    return other
  }

  func fit(
    stopping: EarlyStopping<AutoSeqRec>? = nil, resuming state: TrainingState? = nil,
    checkpoints: Checkpointing? = nil
  ) throws -> Trained<AutoSeqRec> {
    try trainer.fit(
      model, on: log, stopping: stopping, resuming: state, checkpoints: checkpoints)
  }

  /// The states after every epoch, and the result.
  func states(
    stopping: EarlyStopping<AutoSeqRec>? = nil
  ) throws -> (states: [TrainingState], trained: Trained<AutoSeqRec>) {
    var states: [TrainingState] = []
    let trained = try fit(stopping: stopping, checkpoints: Checkpointing { states.append($0) })
    return (states, trained)
  }

  /// Measures `values[epoch - 1]`.
  func stopping(
    every: Int = 1, patience: Int, at values: [Double]
  ) -> EarlyStopping<AutoSeqRec> {
    EarlyStopping(every: every, patience: patience) { values[$0.history.epochsRun - 1] }
  }
}

/// Calls `body` with the path of a file that is not there yet, and removes it afterwards.
func withTemporaryFile<T>(_ body: (String) throws -> T) throws -> T {
  let path = FileManager.default.temporaryDirectory.appending(
    path: "seqrec-\(UUID()).safetensors"
  ).path
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// What a training reported.
final class Reports: Sendable {
  private let reports = Mutex<[TrainingProgress]>([])

  var all: [TrainingProgress] { reports.withLock { $0 } }

  func append(_ report: TrainingProgress) { reports.withLock { $0.append(report) } }
}
