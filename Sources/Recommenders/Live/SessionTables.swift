public import Gradients

/// A model whose live sessions keep tables of their own besides its parameters, as wide as its embeddings and as long as
/// there are users and items.
///
/// ```swift
/// try MemoryLimit(bytes: 8 << 30).check(model.sessionTables(users: 1_000_000, items: 1_000_000))
/// ```
public protocol SessionTables: Sendable {
  /// The name and shape of each; nothing is allocated for the answer.
  func sessionTables(users: Int, items: Int) -> [Parameter]
}
