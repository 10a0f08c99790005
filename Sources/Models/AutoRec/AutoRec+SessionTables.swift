public import Gradients
public import Recommenders
import Tensors

extension AutoRec: SessionTables {
  /// Sums of users, `m k` numbers; or sums and embeddings of items, `2 n k`.
  public func sessionTables(users: Int, items: Int) -> [Parameter] {
    func table(_ name: String, rows: Int) -> Parameter {
      Parameter("session.\(name)", shape: [rows, width], initializer: .zeros)
    }
    return Rows.self == ItemRows.self
      ? [table("items.sums", rows: items), table("items.embeddings", rows: items)]
      : [table("users", rows: users)]
  }
}
