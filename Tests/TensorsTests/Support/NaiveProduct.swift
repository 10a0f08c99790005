import Tensors

/// A product in `Double`, and how far a computation in another precision may be from it.
struct NaiveProduct {
  private(set) var values: [Double]
  private(set) var magnitudes: [Double]
  private let roundings: Int

  /// `[m, k] [k, n]`, the factors given by row and column; `before` is what the result is added to.
  init(
    _ m: Int, _ n: Int, _ k: Int, _ a: (Int, Int) -> Double, _ b: (Int, Int) -> Double,
    before: [Double]? = nil
  ) {
    values = before ?? [Double](repeating: 0, count: m * n)
    magnitudes = values.map(abs)
    for i in 0..<m {
      for p in 0..<k {
        let x = a(i, p)
        for j in 0..<n {
          values[i * n + j] += x * b(p, j)
          magnitudes[i * n + j] += abs(x * b(p, j))
        }
      }
    }
    // Each of k products and k sums rounds by at most half an epsilon, as does the last addition, in
    // whatever order they are added.
    roundings = k + 1
  }

  func bounds<S: Scalar>(in type: S.Type) -> [Double] {
    magnitudes.map { Double(roundings) * Double(S.ulpOfOne) * $0 }
  }
}
