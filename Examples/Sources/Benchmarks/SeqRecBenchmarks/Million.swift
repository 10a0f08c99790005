import Benchmark
import Foundation
import SeqRec

/// A million users, a million items, 20 million events: reading them, making a session of them, and what an
/// event and a list cost then. Each is measured in a process of its own, whose peak of memory is its own.
func million() {
  var size = Size()
  (size.users, size.items, size.width, size.events) = (1_000_000, 1_000_000, 64, 20_000_000)
  let file = temporaryFile("million")
  let makeFile = { [size] in
    try Traffic(users: size.users, items: size.items).write(size.events, to: file)
  }
  let makeLog = {
    try makeFile()
    defer { try? FileManager.default.removeItem(at: file) }
    return try InteractionLog(contentsOf: file.path)
  }
  var configuration = Benchmark.Configuration(
    metrics: [.wallClock, .peakMemoryResident], maxIterations: 1)

  Benchmark("million read \(size.events) rows", configuration: configuration) { benchmark in
    benchmark.startMeasurement()
    let log = try InteractionLog(contentsOf: file.path)
    benchmark.stopMeasurement()
    blackHole(log)
  } setup: {
    try makeFile()
  } teardown: {
    try FileManager.default.removeItem(at: file)
  }

  Benchmark("million begin a session", configuration: configuration) { [size] benchmark, log in
    benchmark.startMeasurement()
    let session = Session(after: log, size)
    benchmark.stopMeasurement()
    blackHole(session)
  } setup: {
    try makeLog()
  }

  configuration.maxIterations = 100
  configuration.maxDuration = .seconds(60)
  asking("million", configuration: configuration) { [size] in
    Session(after: try makeLog(), size)
  }
}
