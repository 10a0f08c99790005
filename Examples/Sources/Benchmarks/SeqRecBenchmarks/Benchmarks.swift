import Benchmark

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration.metrics = [.wallClock, .throughput]
  Benchmark.defaultConfiguration.timeUnits = .microseconds
  Benchmark.defaultConfiguration.maxIterations = 1000
  products()
  roofline()
  live()
  reading()
  growth()
  million()
}
