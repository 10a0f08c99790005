import Tensors
import Testing

@Suite("Tensors: products")
struct MultiplyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var aTransposed: Bool
    var bTransposed: Bool
    var accumulate: Bool

    var testDescription: String {
      "\(aTransposed ? "A^T" : "A") \(bTransposed ? "B^T" : "B")\(accumulate ? ", added" : "")"
    }

    static let all = [false, true].flatMap { a in
      [false, true].flatMap { b in
        [false, true].map { Case(aTransposed: a, bTransposed: b, accumulate: $0) }
      }
    }
  }

  /// Edges of register tiles, cache tiles, vector panels and blocks of depth.
  private static let shapes: [(m: Int, n: Int, k: Int)] =
    oddSizes.flatMap { m in
      [1, 3, 16, 17, 65, 100].flatMap { n in [1, 15, 33, 64].map { (m, n, $0) } }
    } + [
      (0, 5, 3), (5, 0, 3), (5, 3, 0), (1, 7, 0), (0, 0, 0),
      (1, 513, 31), (1, 1100, 600), (1, 3, 513), (2, 3, 511), (2, 3, 512), (2, 3, 513),
      (13, 70, 1024), (13, 70, 1025), (50, 50, 2049), (3, 5, 40_000), (65, 65, 1100), (191, 5, 7),
      (192, 64, 3), (193, 65, 3),
      (400, 130, 17), (130, 257, 64), (900, 130, 17), (800, 70, 512), (800, 70, 513),
    ]

  private static func check<S: Scalar>(_ layout: Case, in type: S.Type) {
    for (m, n, k) in shapes {
      let a: Tensor<S> = sampleTensor(layout.aTransposed ? [k, m] : [m, k], seed: 1)
      let b: Tensor<S> = sampleTensor(layout.bTransposed ? [n, k] : [k, n], seed: 2)
      let before: Tensor<S> = sampleTensor([m, n], seed: 3)
      var c = before
      c.multiply(
        layout.aTransposed ? .transposed(a) : .plain(a),
        layout.bTransposed ? .transposed(b) : .plain(b),
        accumulate: layout.accumulate, on: Workers(2))
      let (x, y) = (a.elements, b.elements)
      let expected = NaiveProduct(
        m, n, k, { Double(layout.aTransposed ? x[$1 * m + $0] : x[$0 * k + $1]) },
        { Double(layout.bTransposed ? y[$1 * k + $0] : y[$0 * n + $1]) },
        before: layout.accumulate ? before.elements.map(Double.init) : nil)
      #expect(
        isClose(c.elements, to: expected.values, within: expected.bounds(in: S.self)),
        "\(m) x \(k) x \(n)")
    }
  }

  @Test("Float against a naive product", arguments: Case.all)
  func float(_ layout: Case) { Self.check(layout, in: Float.self) }

  @Test("Double against a naive product", arguments: Case.all)
  func double(_ layout: Case) { Self.check(layout, in: Double.self) }

  @Test("a row has the same bits among few rows and among many", arguments: Case.all)
  func fewAndMany(_ layout: Case) {
    let (m, few, n, k) = (1000, 100, 130, 70)
    let b: Tensor<Float> = sampleTensor(layout.bTransposed ? [n, k] : [k, n], seed: 2)
    func product(_ rows: Int) -> Tensor<Float> {
      let whole: Tensor<Float> = sampleTensor([m, k], seed: 1)
      let a = Tensor(
        layout.aTransposed
          ? (0..<k).flatMap { column in (0..<rows).map { whole[$0, column] } }
          : Array(whole.elements.prefix(rows * k)),
        shape: layout.aTransposed ? [k, rows] : [rows, k])
      var c = Tensor<Float>(repeating: 1, shape: [rows, n])
      c.multiply(
        layout.aTransposed ? .transposed(a) : .plain(a),
        layout.bTransposed ? .transposed(b) : .plain(b),
        accumulate: layout.accumulate, on: Workers(2))
      return c
    }
    #expect(product(m).elements.prefix(few * n) == product(few).elements[...])
  }

  @Test("small integers are exact")
  func exact() {
    var c = Tensor<Float>(zeros: [2, 2])
    let a = Tensor<Float>([1, 2, 3, 4, 5, 6], shape: [2, 3])
    let b = Tensor<Float>([7, 8, 9, 10, 11, 12], shape: [3, 2])
    c.multiply(.plain(a), .plain(b), on: .one)
    #expect(c == Tensor([58, 64, 139, 154], shape: [2, 2]))
    c.multiply(.transposed(b), .transposed(a), accumulate: true, on: .one)
    #expect(c == Tensor([116, 203, 203, 308], shape: [2, 2]))
  }

  @Test("a bias stands under every row")
  func bias() {
    for (m, n, k) in [(1, 5, 3), (1, 5, 0), (3, 1100, 0), (400, 70, 9), (7, 3, 1500), (0, 3, 2)] {
      let a: Tensor<Float> = sampleTensor([m, k], seed: 1)
      let b: Tensor<Float> = sampleTensor([k, n], seed: 2)
      let bias: Tensor<Float> = sampleTensor([n], seed: 3)
      var c = Tensor<Float>(repeating: .nan, shape: [m, n])
      c.multiply(.plain(a), .plain(b), addingBias: bias, on: Workers(2))
      let (x, y) = (a.elements, b.elements)
      let expected = NaiveProduct(
        m, n, k, { Double(x[$0 * k + $1]) }, { Double(y[$0 * n + $1]) },
        before: (0..<m).flatMap { _ in bias.elements.map(Double.init) })
      #expect(
        isClose(c.elements, to: expected.values, within: expected.bounds(in: Float.self)),
        "\(m) x \(k) x \(n)")
    }
  }

  @Test("a tensor may be a factor of its own product")
  func aliased() {
    var a: Tensor<Float> = sampleTensor([33, 33], seed: 1)
    let before = a
    var expected = Tensor<Float>(zeros: [33, 33])
    expected.multiply(.plain(before), .plain(before), on: .one)
    a.multiply(.plain(a), .plain(a), on: .one)
    #expect(a == expected)
  }
}
