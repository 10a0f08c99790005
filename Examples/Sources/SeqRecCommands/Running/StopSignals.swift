import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns SIGINT and SIGTERM into a call, and the second of them into the end of the process.
final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ stop: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "seqrec.signals", qos: .userInteractive)
    let wasStopped = Flag()
    sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the process before the source hears of the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if wasStopped.value.exchange(true, ordering: .relaxed) {
          _exit(ExitStatus.stopped.rawValue)
        }
        stop()
      }
      source.activate()
      return source
    }
  }

  private final class Flag: Sendable {
    let value = Atomic(false)
  }
}
