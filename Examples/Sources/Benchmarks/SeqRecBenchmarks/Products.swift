import Benchmark
import SeqRec

/// Products of the shapes that training and scoring take, `[m, k] [k, n]`, with both factors as they are
/// multiplied and with either transposed in memory. 2 m k n operations each.
func products() {
  let shapes = [
    (6400, 64, 64), (6400, 64, 256), (25_600, 50, 50), (64, 256, 3416), (64, 3416, 256),
    (128, 64, 3416), (1, 256, 3416),
  ]
  for threads in [1, 2] {
    for (m, k, n) in shapes {
      for form in ProductForm.allCases {
        product("products", form, m, k, n, threads: threads)
      }
    }
  }
}

/// What one core computes and reads at most: the largest rate of products whose factors stay in its caches,
/// and that of a row times a table of a gibibyte, which is read once and used for nothing else.
func roofline() {
  for threads in [1, 2] {
    for (m, k, n) in [(192, 256, 64), (192, 256, 512), (768, 256, 512), (1536, 512, 512)] {
      product("roofline", .plain, m, k, n, threads: threads)
    }
    product("roofline", .rightTransposed, 1, 256, 1 << 20, threads: threads)
  }
}

/// One product; its name says shape, form and threads.
private func product(
  _ topic: String, _ form: ProductForm, _ m: Int, _ k: Int, _ n: Int, threads: Int
) {
  Benchmark("\(topic) \(m)x\(k)x\(n) \(form.rawValue) threads \(threads)") { benchmark, operands in
    benchmark.startMeasurement()
    operands.multiply()
    benchmark.stopMeasurement()
  } setup: {
    Operands(form, m, k, n, workers: Workers(threads))
  }
}
