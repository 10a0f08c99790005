import Benchmark
import Foundation
import SeqRec

/// Reading a file of a million rows.
func reading() {
  let file = temporaryFile("reading")
  Benchmark(
    "reading \(1_000_000) rows",
    configuration: .init(
      metrics: [.wallClock, .throughput, .peakMemoryResident], maxDuration: .seconds(10),
      maxIterations: 10)
  ) { benchmark in
    benchmark.startMeasurement()
    let log = try InteractionLog(contentsOf: file.path)
    benchmark.stopMeasurement()
    blackHole(log)
  } setup: {
    try Traffic(users: 6040, items: 3416).write(1_000_000, to: file)
  } teardown: {
    try FileManager.default.removeItem(at: file)
  }
}

/// A file of this process in the folder for temporary ones.
func temporaryFile(_ name: String) -> URL {
  FileManager.default.temporaryDirectory.appendingPathComponent(
    "seqrec-\(name)-\(ProcessInfo.processInfo.processIdentifier).csv")
}
