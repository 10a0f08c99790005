import ArgumentParser
import SeqRec

/// What is said about an error, and where.
struct ErrorReport {
  let status: ExitStatus
  /// Help and version are no errors: they go to standard output.
  let text: String

  init(_ error: any Error) {
    switch error {
    case let error as ToolError:
      self.init(error.status, "\(error)")
    case is ReaderLeft:
      self.init(status: .noOutput, text: "")
    case is CancellationError:
      self.init(.stopped, "stopped")
    case let error as InteractionFileError:
      self.init(error.kind == .missing ? .noInput : .badInput, Self.text(of: error))
    case let error as CheckpointError:
      self.init(Self.status(of: error.kind), "\(error)")
    case let error as FailedTraining:
      self.init(Self.status(of: error.reason), "\(error.model): \(Self.text(of: error.reason))")
    case let error as ItemItemError:
      self.init(Self.status(of: error), "\(error)")
    case let error as MemoryLimitError:
      self.init(.usage, "\(error) (SEQREC_MEMORY_LIMIT=8G allows 8 GiB)")
    case let error as RankingError:
      self.init(.badInput, "\(error)")
    default:
      self.init(ofParser: error)
    }
  }

  private init(status: ExitStatus, text: String) {
    self.status = status
    self.text = text
  }

  private init(_ status: ExitStatus, _ message: String) {
    self.init(status: status, text: "seqrec: \(message)\n")
  }

  /// The argument parser's errors and requests for help, and whatever nobody thought of.
  private init(ofParser error: any Error) {
    let message = SeqRecTool.fullMessage(for: error)
    switch SeqRecTool.exitCode(for: error) {
    case .success:
      self.init(status: .done, text: message + "\n")
    case .validationFailure:
      let prefix = "Error: "
      let body = message.hasPrefix(prefix) ? message.dropFirst(prefix.count) : message[...]
      self.init(.usage, String(body))
    default:
      self.init(.fault, "\(error)")
    }
  }

  private static func status(of error: TrainingError) -> ExitStatus {
    switch error {
    case .nothingToLearn: .badInput
    case .diverged, .validationIsNaN, .cannotResume, .tooFewEpochs, .unknownGroup: .usage
    }
  }

  private static func status(of error: ItemItemError) -> ExitStatus {
    switch error {
    case .tooManyItems, .neighbour, .repeatedNeighbour, .negativeCount: .badInput
    case .notPositiveDefinite: .usage
    }
  }

  private static func text(of error: InteractionFileError) -> String {
    var error = error
    if let format = error.likelyFormat {
      // In the words of the command line.
      error.hint = "did you mean --format \(format.rawValue)?"
    }
    return "\(error)"
  }

  private static func text(of error: TrainingError) -> String {
    guard case .tooFewEpochs(let done, let asked) = error else { return "\(error)" }
    // In the words of the command line.
    return "the state has \(done) epochs behind it, and \(asked) are asked for "
      + "(--set epochs=\(done) or more goes on; another --output begins anew)"
  }

  private static func status(of kind: CheckpointError.Kind) -> ExitStatus {
    switch kind {
    case .unreadable: .noInput
    case .damaged, .wrongContent, .tooLarge: .badInput
    case .unwritable: .noOutput
    }
  }
}
