import Checkpoints
import Foundation
import Synchronization

/// The calls of the system that save a file, of which one breaks.
final class BrokenCalls: Sendable {
  /// What happens in place of a call.
  enum Fault: Sendable {
    /// It fails for that reason.
    case error(Int32)
    /// The process is killed before or after it.
    case killedBefore, killedAfter
  }

  private let fault: Fault
  private let position: Int
  private let count = Mutex(0)

  /// Breaks the call of that number, counted from 0.
  init(_ fault: Fault, at position: Int) {
    self.fault = fault
    self.position = position
  }

  /// Whether there have been as many calls.
  var haveBroken: Bool { count.withLock { $0 } > position }

  /// How `save` goes with them.
  func during(_ save: () throws(CheckpointError) -> Void) -> CheckpointError? {
    let system = FileCalls()
    var calls = FileCalls()
    calls.write = { descriptor, buffer in self.run { system.write(descriptor, buffer) } }
    calls.synchronize = { descriptor in self.run { system.synchronize(descriptor) } }
    calls.close = { descriptor in
      // Closed in any case: a descriptor is gone when closing it fails.
      let status = system.close(descriptor)
      return self.run { status }
    }
    calls.rename = { from, to in self.run { system.rename(from, to) } }
    return FileCalls.$current.withValue(calls) {
      failure { () throws(CheckpointError) in try save() }
    }
  }

  private func run<Status: SignedInteger>(_ call: () -> Status) -> Status {
    let number = count.withLock { count in
      defer { count += 1 }
      return count
    }
    guard number == position else { return call() }
    switch fault {
    case .error(let code):
      errno = code
      return -1
    case .killedBefore:
      kill(getpid(), SIGKILL)
      return call()
    case .killedAfter:
      defer { kill(getpid(), SIGKILL) }
      return call()
    }
  }
}
