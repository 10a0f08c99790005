import Tensors
import Testing

/// The same bits on any number of threads.
@Suite("Tensors: the number of threads changes no bit")
struct ThreadCountTests {
  private static let shapes: [(m: Int, n: Int, k: Int)] = [
    (1, 1300, 70), (1, 70, 1300), (7, 65, 17), (65, 200, 600), (400, 130, 33), (257, 513, 64),
    (50, 50, 5000),
  ]

  /// Whether `result` is the same for 1, 2 and 8 workers, three times each.
  private static func isInvariant(_ result: (Workers) -> [UInt32]) -> Bool {
    let one = result(.one)
    return [1, 2, 2, 2, 8, 8, 8].allSatisfy { result(Workers($0)) == one }
  }

  @Test("products", arguments: [false, true], [false, true])
  func products(_ aTransposed: Bool, _ bTransposed: Bool) {
    for (m, n, k) in Self.shapes {
      let a: Tensor<Float> = sampleTensor(aTransposed ? [k, m] : [m, k], seed: 1)
      let b: Tensor<Float> = sampleTensor(bTransposed ? [n, k] : [k, n], seed: 2)
      let before: Tensor<Float> = sampleTensor([m, n], seed: 3)
      let same = Self.isInvariant { workers in
        var c = before
        c.multiply(
          aTransposed ? .transposed(a) : .plain(a), bTransposed ? .transposed(b) : .plain(b),
          accumulate: true, on: workers)
        return bits(c)
      }
      #expect(same, "\(m) x \(k) x \(n)")
    }
  }

  @Test("sparse products and their adjoints")
  func sparseProducts() {
    for (rows, n, k) in Self.shapes {
      let x = sampleSparse(rows: rows, columns: n, density: 0.05, seed: 1, of: Float.self)
      let table: Tensor<Float> = sampleTensor([n, k], seed: 1)
      let bias: Tensor<Float> = sampleTensor([k], seed: 2)
      let y: Tensor<Float> = sampleTensor([rows, k], seed: 3)
      let w = sampleSparse(rows: rows, columns: k, density: 0.1, seed: 4, of: Float.self)
      let same = Self.isInvariant { workers in
        var (product, adjoint) = (y, table)
        product.multiply(x, table, addingBias: bias, on: workers)
        adjoint.addTransposed(x, times: y, on: workers)
        var written = table
        written.multiply(x.transposed(), w, on: workers)
        return bits(product) + bits(adjoint) + bits(written)
      }
      #expect(same, "[\(rows), \(n)] [\(n), \(k)]")
    }
  }

  @Test("decoding and comparing", arguments: Activation.allCases)
  func reconstruction(_ activation: Activation) {
    for (rows, n, k) in Self.shapes {
      let x = sampleSparse(rows: rows, columns: n, density: 0.05, seed: 1, of: Float.self)
      let e: Tensor<Float> = sampleTensor([rows, k], seed: 1)
      let weight: Tensor<Float> = sampleTensor([k, n], seed: 2)
      let bias: Tensor<Float> = sampleTensor([n], seed: 3)
      let same = Self.isInvariant { workers in
        var z = Tensor<Float>(zeros: [rows, n])
        let loss = z.assignReconstruction(
          of: x, from: e, weight: weight, bias: bias, activation: activation,
          dropout: DropoutMask(rate: 0.3, seed: Seed(1)), on: workers)
        let lossBits = loss.bitPattern
        return bits(z) + [UInt32(lossBits >> 32), UInt32(truncatingIfNeeded: lossBits)]
      }
      #expect(same, "\(rows) x \(k) x \(n)")
    }
  }

  @Test("Adam, dropout, multiples, rectifier")
  func elementwise() {
    for (m, n, _) in Self.shapes {
      let x: Tensor<Float> = sampleTensor([m, n], seed: 1)
      let y: Tensor<Float> = sampleTensor([m, n], seed: 2)
      let step = AdamStep(
        rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.1, step: 3)
      let same = Self.isInvariant { workers in
        var (p, mean, square) = (x, y, Tensor<Float>(repeating: 0.5, shape: [m, n]))
        p.stepAdam(step, gradient: .elements(y), mean: &mean, square: &square, on: workers)
        var dropped = x
        dropped.assignDropout(of: y, DropoutMask(rate: 0.3, seed: Seed(1)), on: workers)
        dropped.assignDropout(
          of: y, DropoutMask(rate: 0.3, seed: Seed(2)), accumulate: true, on: workers)
        var sum = x
        sum.add(y, times: 0.3, on: workers)
        sum.assignRelu(of: sum, on: workers)
        return [p, mean, square, dropped, sum].flatMap(bits)
      }
      #expect(same, "[\(m), \(n)]")
    }
  }
}
