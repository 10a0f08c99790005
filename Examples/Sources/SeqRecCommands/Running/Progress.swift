import Synchronization

/// How far a command is, on standard error: one line that is drawn again and again on a terminal, a line
/// every ten seconds elsewhere, nothing where it should be quiet.
final class Progress: Sendable {
  private struct Stage {
    var label = ""
    var total = 0
    var start = ContinuousClock.now
    var lastPrint = ContinuousClock.now
    var isDrawn = false
  }

  private let stage = Mutex(Stage())
  private let isQuiet: Bool
  private let isTerminal = Console.errors.isTerminal

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
  }

  /// Begins a stage of so many steps, as `pop: event` of 6000.
  func begin(_ label: String, of total: Int) {
    stage.withLock { stage in
      clear(&stage)
      stage = Stage(label: label, total: total)
    }
  }

  /// So many steps of the stage are done.
  func advance(to done: Int, loss: Double? = nil) {
    guard !isQuiet else { return }
    stage.withLock { stage in
      let now = ContinuousClock.now
      let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
      guard now - stage.lastPrint >= pause else { return }
      stage.lastPrint = now
      let line = ProgressLine(
        label: stage.label, done: done, total: stage.total, loss: loss,
        seconds: (now - stage.start) / .seconds(1))
      if isTerminal {
        stage.isDrawn = true
        try? Console.errors.write("\r\u{1B}[K" + line.textWithBar)
      } else {
        try? Console.errors.write(line.text + "\n")
      }
    }
  }

  /// Says something that stays.
  func note(_ text: String) {
    guard !isQuiet else { return }
    stage.withLock { stage in
      clear(&stage)
      try? Console.errors.write("seqrec: \(text)\n")
    }
  }

  /// Takes the bar away.
  func end() {
    stage.withLock { clear(&$0) }
  }

  private func clear(_ stage: inout Stage) {
    if stage.isDrawn { try? Console.errors.write("\r\u{1B}[K") }
    stage.isDrawn = false
  }
}

/// One line of progress.
package struct ProgressLine {
  let label: String
  let done: Int
  let total: Int
  let loss: Double?
  /// Since the first step.
  let seconds: Double

  package init(label: String, done: Int, total: Int, loss: Double? = nil, seconds: Double) {
    self.label = label
    self.done = done
    self.total = total
    self.loss = loss
    self.seconds = seconds
  }

  /// `autoseqrec, seed 0: epoch 12/200, loss 0.01234, 8.3/s, 23 s left`
  package var text: String {
    let rate = Double(done) / max(seconds, 1e-9)
    let left = Double(max(total - done, 0)) / max(rate, 1e-9)
    let loss = loss.map { ", loss \($0.fixed(5))" } ?? ""
    return "\(label) \(done)/\(total)\(loss), \(rate.fixed(rate < 100 ? 1 : 0))/s, "
      + "\(Self.duration(left)) left"
  }

  /// The same behind a bar, in no more than 79 places: a longer line would not stay on one row of a
  /// usual terminal.
  package var textWithBar: String {
    let width = min(20, 79 - 3 - text.count)
    guard width >= 5 else { return String(text.prefix(79)) }
    let filled = min(width, width * done / max(total, 1))
    let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
    return "[\(bar)] \(text)"
  }

  /// `23 s`, `4 min` or `2.5 h`
  static func duration(_ seconds: Double) -> String {
    if seconds < 99.5 { return "\(seconds.fixed(0)) s" }
    return seconds < 5970 ? "\((seconds / 60).fixed(0)) min" : "\((seconds / 3600).fixed(1)) h"
  }
}
