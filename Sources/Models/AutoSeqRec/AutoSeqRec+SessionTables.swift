public import Gradients
public import Recommenders
import Tensors

extension AutoSeqRec: SessionTables {
  /// Sums of users, and sums and embeddings of items as sources and as targets: `(m + 4 n) k` numbers.
  public func sessionTables(users: Int, items: Int) -> [Parameter] {
    let rows = [
      ("users", users), ("sources.sums", items), ("sources.embeddings", items),
      ("targets.sums", items), ("targets.embeddings", items),
    ]
    return rows.map { name, count in
      Parameter("session.\(name)", shape: [count, width], initializer: .zeros)
    }
  }
}
