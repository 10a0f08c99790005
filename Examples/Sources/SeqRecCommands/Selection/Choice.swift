import SeqRec

/// What a trial of a selection made of a recipe.
struct Choice: Sendable {
  /// The recipe as it was measured: with as many epochs, and the best of the post-hoc values.
  let recipe: any ShippedModel
  /// How many epochs were run; nil for models that are not trained by epochs.
  let epochs: Int?
  /// What it took, without what trials of the same candidate took before.
  let seconds: Double

  /// Its value of a hyper-parameter.
  func value(of key: String) -> JSON {
    recipe.value(of: key)
  }
}
