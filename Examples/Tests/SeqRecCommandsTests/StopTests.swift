import Foundation
import Testing

/// SIGINT and SIGTERM.
@Suite struct StopTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func trainingStopsAndLeavesNothing(_ signal: Int32) throws {
    try Tool.inFolder { tool in
      // The note about milliseconds comes right before training.
      try tool.write(Sample.csv(unitsPerSecond: 1000), to: "log.csv")
      try tool.write("{}\n", to: "runs.jsonl")
      let process = try tool.start([
        "evaluate", "--model", "autoseqrec", "--data", "log.csv", "--set", "epochs=1000000",
        "--json", "runs.jsonl", "--ranks", "r.csv", "--save-weights", "w.safetensors",
      ])
      try tool.wait(for: "milliseconds", in: "err.txt")
      kill(process.processIdentifier, signal)
      let outcome = try tool.outcome(of: process)
      #expect(outcome.status == 130)
      #expect(outcome.errors.hasSuffix("seqrec: stopped\n"))
      #expect(outcome.output.isEmpty)
      #expect(try tool.text("runs.jsonl") == "{}\n")
      let files = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path)
      #expect(Set(files) == ["log.csv", "runs.jsonl", "in.txt", "out.txt", "err.txt"])
    }
  }

  @Test func aSelectionStopsAndLeavesNothing() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(unitsPerSecond: 1000), to: "log.csv")
      let process = try tool.start([
        "tune", "--model", "autoseqrec", "--data", "log.csv", "--set", "epochs=1000000",
        "--output", "tuned.json",
      ])
      try tool.wait(for: "milliseconds", in: "err.txt")
      kill(process.processIdentifier, SIGINT)
      let outcome = try tool.outcome(of: process)
      #expect(outcome.status == 130 && outcome.output.isEmpty)
      let files = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path)
      #expect(Set(files) == ["log.csv", "in.txt", "out.txt", "err.txt"])
    }
  }

  /// Answers come at once, and a stream that waits for its next line can be stopped.
  @Test func streamStops() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      let pipe = Pipe()
      let process = try tool.start(
        ["stream", "--model", "pop", "--data", "log.csv"], pipe: pipe)
      try pipe.fileHandleForWriting.write(contentsOf: Data("recommend u1 1\n".utf8))
      try tool.wait(for: "\n", in: "out.txt")
      kill(process.processIdentifier, SIGINT)
      let outcome = try tool.outcome(of: process)
      #expect(outcome.status == 130)
      #expect(outcome.outputLines.count == 1)
    }
  }
}
