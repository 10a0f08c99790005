import Benchmark
import Foundation
import SeqRec

/// Reading a file of a million rows, or the one that `SEQREC_BENCHMARK_DATA` in the environment names.
func reading() {
  let given = ProcessInfo.processInfo.environment["SEQREC_BENCHMARK_DATA"] ?? ""
  for threads in [1, 2] { reading(given, threads: threads) }
}

private func reading(_ given: String, threads: Int) {
  let file = given.isEmpty ? temporaryFile("reading") : URL(fileURLWithPath: given)
  let workers = Workers(threads)
  Benchmark(
    "reading \(given.isEmpty ? "1000000 rows" : "SEQREC_BENCHMARK_DATA") threads \(threads)",
    configuration: .init(
      metrics: [.wallClock, .throughput], maxDuration: .seconds(10),
      maxIterations: 10)
  ) { benchmark in
    benchmark.startMeasurement()
    let log = try InteractionLog(contentsOf: file.path, on: workers)
    benchmark.stopMeasurement()
    blackHole(log)
  } setup: {
    if given.isEmpty { try Traffic(users: 6040, items: 3416).write(1_000_000, to: file) }
  } teardown: {
    if given.isEmpty { try FileManager.default.removeItem(at: file) }
  }
}

/// A file of this process in the folder for temporary ones.
func temporaryFile(_ name: String) -> URL {
  FileManager.default.temporaryDirectory.appendingPathComponent(
    "seqrec-\(name)-\(ProcessInfo.processInfo.processIdentifier).csv")
}
