import Benchmark
import SeqRec

/// What an event and a list cost at the size of MovieLens-1M, on one thread.
func live() {
  var size = Size()
  (size.users, size.items, size.width, size.events) = (6040, 3416, 256, 1_000_000)
  observing("live", size)
  recommending("live", size)
}

/// Observing a thousand events after those of that size.
func observing(_ topic: String, _ size: Size) {
  Benchmark("\(topic) observe 1000 events") { benchmark, session in
    benchmark.startMeasurement()
    session.observe(1000)
    benchmark.stopMeasurement()
  } setup: {
    Session(after: size.log, size)
  }
}

/// A list of ten after the events of that size.
func recommending(_ topic: String, _ size: Size) {
  Benchmark("\(topic) recommend 10") { benchmark, session in
    benchmark.startMeasurement()
    blackHole(session.recommend())
    benchmark.stopMeasurement()
  } setup: {
    Session(after: size.log, size)
  }
}
