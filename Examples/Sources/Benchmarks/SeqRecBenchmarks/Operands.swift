package import SeqRec

/// Which factor lies transposed in memory.
package enum ProductForm: String, CaseIterable {
  case plain = "a b"
  case leftTransposed = "aT b"
  case rightTransposed = "a bT"
}

/// The factors of a product, the same numbers in every form, and memory for the result.
package final class Operands {
  private let left, right: Factor<Float>
  private let workers: Workers
  /// The product, once it was made.
  package private(set) var result: Tensor<Float>

  /// Factors `[m, k]` and `[k, n]` of elements in `[-1, 1)`.
  package init(_ form: ProductForm, _ m: Int, _ k: Int, _ n: Int, workers: Workers) {
    left = .uniform(m, k, seed: Seed(1), transposed: form == .leftTransposed)
    right = .uniform(k, n, seed: Seed(2), transposed: form == .rightTransposed)
    result = Tensor(zeros: [m, n])
    self.workers = workers
  }

  /// Makes the product.
  package func multiply() { result.multiply(left, right, on: workers) }
}

extension Factor<Float> {
  /// A matrix of elements in `[-1, 1)`, a function of seed and shape alone.
  fileprivate static func uniform(
    _ rows: Int, _ columns: Int, seed: Seed, transposed: Bool
  ) -> Factor {
    var generator = seed.generator()
    let elements = (0..<rows * columns).map { _ in Float(2 * generator.uniform() - 1) }
    guard transposed else { return .plain(Tensor(elements, shape: [rows, columns])) }
    let mirrored = (0..<columns).flatMap { column in
      (0..<rows).map { elements[$0 * columns + column] }
    }
    return .transposed(Tensor(mirrored, shape: [columns, rows]))
  }
}
