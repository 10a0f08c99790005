import SeqRec

extension SelectionGrid {
  /// The candidates of a selection that may try so many: all, or as many as that drawn without
  /// replacement, the recipe's own values among them where the grid has them. In the grid's order.
  ///
  /// - Throws: what ``candidates(of:)`` throws.
  func drawnCandidates<M: ShippedModel>(
    of recipe: M, atMost count: Int, seed: UInt64
  ) throws(ToolError) -> (drawn: [M], all: Int) {
    let all = try candidates(of: recipe)
    guard all.count > count else { return (all, all.count) }
    let own = texts(of: recipe)
    var places = Array(all.indices)
    var generator = Seed(seed).child("trials").generator()
    generator.shuffle(&places)
    if let place = all.firstIndex(where: { texts(of: $0) == own }) {
      places.removeAll { $0 == place }
      places.insert(place, at: 0)
    }
    return (places.prefix(count).sorted().map { all[$0] }, all.count)
  }

  /// The recipe's values along the axes that take a training each.
  private func texts(of recipe: some ShippedModel) -> [String?] {
    let values = recipe.hyperparameters
    return axes.filter { !$0.isPostHoc }
      .map { axis in values.first { $0.key == axis.key }?.value.text }
  }
}
