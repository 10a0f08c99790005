import Benchmark
import SeqRec

/// How the cost of a training step, of an event and of a list grows with users, items, width and events:
/// one of them at a time, over two decades. A step is one of each kind of rows.
func growth() {
  let axes: [(name: String, path: any WritableKeyPath<Size, Int> & Sendable)] = [
    ("users", \.users), ("items", \.items), ("width", \.width), ("events", \.events),
  ]
  for (name, path) in axes {
    let middle = Size()[keyPath: path]
    for value in [middle / 10, middle, middle * 10] {
      var size = Size()
      size[keyPath: path] = value
      let topic = "growth \(name) \(value)"
      stepping(topic, size)
      asking(topic) { [size] in Session(after: size.log, size) }
    }
  }
}

/// Steps of training.
private func stepping(_ topic: String, _ size: Size) {
  Benchmark("\(topic) train 3 steps") { benchmark, training in
    benchmark.startMeasurement()
    training.step()
    benchmark.stopMeasurement()
  } setup: {
    Training(size)
  }
}
