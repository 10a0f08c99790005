/// Why a command ended without a result: one sentence, what may help, and the exit status.
package struct ToolError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The exit status.
  package let status: ExitStatus
  /// What happened.
  package let message: String
  /// What may help.
  package let hint: String?

  package init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.status = status
    self.message = message
    self.hint = hint
  }

  /// `message (hint)`
  package var description: String { message + (hint.map { " (\($0))" } ?? "") }
}

/// What a command tells its caller, by the numbers of BSD's `sysexits.h`.
package enum ExitStatus: Int32, Hashable, Sendable {
  /// Done.
  case done = 0
  /// An option, a name or a value that does not fit.
  case usage = 64
  /// Data or weights that were read and are not what they should be.
  case badInput = 65
  /// Input that is not there or is no file.
  case noInput = 66
  /// A fault of ours.
  case fault = 70
  /// Output that cannot be written.
  case noOutput = 73
  /// Stopped by SIGINT or SIGTERM.
  case stopped = 130
}
