import Tensors

extension ItemKNN {
  /// How much alike two items are, of the columns `x_i` and `x_j` of their users: with `c = x_i . x_j`,
  /// `a = x_i . x_i` and `b = x_j . x_j`, which are numbers of users where a user counts 1.
  public enum Similarity: String, CaseIterable, Sendable {
    /// `c / (sqrt(a b) + shrink)`
    case cosine
    /// `c / (a + b - c + shrink)`
    case jaccard
    /// `2 c / (a + b + shrink)`
    case dice
    /// `c / (a^asymmetry b^(1 - asymmetry) + shrink)`
    case asymmetricCosine = "asymmetric-cosine"
  }

  /// The similarity of an item that was met to one that is scored.
  func similarity(_ c: Double, _ a: Double, _ b: Double) -> Double {
    switch similarity {
    case .cosine:
      c / ((a * b).squareRoot() + shrink)
    case .jaccard:
      c / (a + b - c + shrink)
    case .dice:
      2 * c / (a + b + shrink)
    case .asymmetricCosine:
      c / (exponential(asymmetry * logarithm(a) + (1 - asymmetry) * logarithm(b)) + shrink)
    }
  }
}
