import Benchmark
import SeqRec

/// What an event and a list cost at the size of MovieLens-1M, on one thread.
func live() {
  var size = Size()
  (size.users, size.items, size.width, size.events) = (6040, 3416, 256, 1_000_000)
  asking("live") { [size] in Session(after: size.log, size) }
}

/// Observing a thousand events in a session, and a list of ten in another that has begun alike.
func asking(
  _ topic: String, configuration: Benchmark.Configuration = Benchmark.defaultConfiguration,
  _ begin: @escaping () throws -> Session
) {
  Benchmark("\(topic) observe 1000 events", configuration: configuration) { benchmark, session in
    benchmark.startMeasurement()
    session.observe(1000)
    benchmark.stopMeasurement()
  } setup: {
    try begin()
  }
  Benchmark("\(topic) recommend 10", configuration: configuration) { benchmark, session in
    benchmark.startMeasurement()
    blackHole(session.recommend())
    benchmark.stopMeasurement()
  } setup: {
    try begin()
  }
}
