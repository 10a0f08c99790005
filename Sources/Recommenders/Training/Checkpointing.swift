/// Hands out the state of a training every few epochs and after its last one.
///
/// ```swift
/// Checkpointing(every: 10) { state in try state.write(to: "training.safetensors") }
/// ```
///
/// A training that is cancelled or fails has handed out whole states only; the last one resumes it.
public struct Checkpointing {
  /// How many epochs lie between two states, counted from the training's first epoch.
  public let every: Int
  let body: (TrainingState) throws -> Void

  /// States for `body`, whose errors end the training.
  ///
  /// A state shares memory with the training, so that nothing is copied for it. Where `body` keeps it,
  /// the next step copies weights and moments once.
  ///
  /// - Precondition: `every` is at least 1.
  public init(every: Int = 1, _ body: @escaping (TrainingState) throws -> Void) {
    precondition(every >= 1, "a checkpoint every \(every) epochs")
    self.every = every
    self.body = body
  }
}
