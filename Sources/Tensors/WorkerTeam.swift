import Dispatch
import Synchronization

/// The one parallel-for: threads that wait for the next job with their eyes open for a moment, since a
/// training step has many short ones, and then asleep.
///
/// A helper takes part if it is there in time; the caller never waits for one that is not. So a team
/// whose threads the system has not started, or cannot, is slow but not stuck.
final class WorkerTeam: Sendable {
  private let job = Job()

  init(helpers: Int) {
    // Looking out for work on a core that another thread needs would only be in its way.
    let looks = helpers < activeProcessorCount() ? 200_000 : 0
    for _ in 0..<helpers {
      DispatchQueue(label: "seqrec.worker", qos: .userInitiated).async { [job] in
        job.help(looks: looks)
      }
    }
  }

  deinit { job.dismiss() }

  /// Does all pieces together with the helpers; or nothing, where the team is already at work.
  func run(_ pieces: Int, _ body: (Int) -> Void) -> Bool {
    job.run(pieces, body)
  }
}

/// What the threads of a team share.
private final class Job: Sendable {
  private let isTaken = Atomic(false)
  private let isOpen = Atomic(false)
  private let isDismissed = Atomic(false)
  /// Counts jobs, so that a helper joins each at most once.
  private let generation = Atomic(0)
  /// Helpers that are inside the open job.
  private let active = Atomic(0)
  private let sleeping = Atomic(0)
  private let alarm = DispatchSemaphore(value: 0)

  private let next = Atomic(0)
  // Written only while the job is taken, closed and without helpers; read only by helpers inside.
  nonisolated(unsafe) private var pieces = 0
  nonisolated(unsafe) private var body: ((Int) -> Void)?

  func run(_ pieces: Int, _ body: (Int) -> Void) -> Bool {
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return false }
    // No helper is inside once this returns, so the closure does not outlive the call.
    withoutActuallyEscaping(body) { body in
      self.pieces = pieces
      self.body = body
      next.store(0, ordering: .relaxed)
      isOpen.store(true, ordering: .sequentiallyConsistent)
      generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
      wakeSleepers()
      work(body)
      isOpen.store(false, ordering: .sequentiallyConsistent)
      var looks = 0
      while active.load(ordering: .sequentiallyConsistent) != 0 {
        looks += 1
        if looks > 10_000 { yieldProcessor() }
      }
      self.body = nil
    }
    isTaken.store(false, ordering: .releasing)
    return true
  }

  func help(looks: Int) {
    var joined = 0
    while true {
      var left = looks
      var current = generation.load(ordering: .sequentiallyConsistent)
      while current == joined, left > 0 {
        left -= 1
        current = generation.load(ordering: .relaxed)
      }
      if current == joined { sleep(unless: joined) }
      // In this order: a dismissal counts as a generation, and whoever has seen that sees it too.
      joined = generation.load(ordering: .sequentiallyConsistent)
      if isDismissed.load(ordering: .acquiring) { return }
      // First be counted, then look: the caller first closes, then counts. One of the two sees the other.
      active.wrappingAdd(1, ordering: .sequentiallyConsistent)
      if isOpen.load(ordering: .sequentiallyConsistent), let body { work(body) }
      active.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
  }

  func dismiss() {
    isDismissed.store(true, ordering: .releasing)
    generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
    wakeSleepers()
  }

  private func work(_ body: (Int) -> Void) {
    while true {
      let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece < pieces else { return }
      body(piece)
    }
  }

  private func sleep(unless seen: Int) {
    sleeping.wrappingAdd(1, ordering: .sequentiallyConsistent)
    // Where a job began meanwhile, this thread takes itself out of the count, unless the alarm that the
    // count stands for has been given: then it waits for that, or alarms would pile up.
    if generation.load(ordering: .sequentiallyConsistent) != seen, leaveBed() { return }
    alarm.wait()
  }

  private func leaveBed() -> Bool {
    var count = sleeping.load(ordering: .sequentiallyConsistent)
    while count > 0 {
      let (exchanged, original) = sleeping.compareExchange(
        expected: count, desired: count - 1, ordering: .sequentiallyConsistent)
      if exchanged { return true }
      count = original
    }
    return false
  }

  private func wakeSleepers() {
    guard sleeping.load(ordering: .sequentiallyConsistent) > 0 else { return }
    for _ in 0..<sleeping.exchange(0, ordering: .sequentiallyConsistent) { alarm.signal() }
  }
}
