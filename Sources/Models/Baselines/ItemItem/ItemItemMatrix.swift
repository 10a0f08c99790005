import Gradients
import Tensors

/// `W`, written out or by its neighbours.
enum ItemItemMatrix {
  case dense(Tensor<Float>)
  case sparse(SparseMatrix<Float>)

  /// The matrix that weights hold in one form or the other.
  init(_ weights: Weights<Float>) throws(ItemItemError) {
    if let matrix = weights["items.weight"] {
      precondition(matrix.rows == matrix.columns, "items.weight of shape \(matrix.shape)")
      self = .dense(matrix)
    } else if let items = weights["neighbours.item"],
      let similarities = weights["neighbours.similarity"]
    {
      precondition(
        items.shape == similarities.shape,
        "neighbours of shape \(items.shape), similarities of shape \(similarities.shape)")
      self = .sparse(try Neighbours(items: items, similarities: similarities).matrix())
    } else {
      preconditionFailure("no item-item matrix among \(weights.paths)")
    }
  }

  var itemCount: Int {
    switch self {
    case .dense(let matrix): matrix.rows
    case .sparse(let matrix): matrix.rows
    }
  }

  /// `y = x W`
  func multiply(
    _ x: SparseMatrix<Float>, into y: inout Tensor<Float>, on workers: Workers
  ) {
    switch self {
    case .dense(let matrix):
      y.multiply(x, matrix, addingBias: Tensor(zeros: [matrix.columns]), on: workers)
    case .sparse(let matrix):
      y.multiply(x, matrix, on: workers)
    }
  }
}

/// For each item j the items most similar to it and how similar they are, best first, as tensors `[n, k]`.
/// Places without a neighbour hold a similarity of 0.
struct Neighbours {
  var items: Tensor<Float>
  var similarities: Tensor<Float>

  /// No neighbours of so many items.
  init(itemCount: Int, perItem count: Int) {
    items = Tensor(zeros: [itemCount, count])
    similarities = Tensor(zeros: [itemCount, count])
  }

  init(items: Tensor<Float>, similarities: Tensor<Float>) {
    self.items = items
    self.similarities = similarities
  }

  /// `W`: column j holds the neighbours of j. O(n k log k).
  func matrix() throws(ItemItemError) -> SparseMatrix<Float> {
    var columns = SparseMatrix<Float>(columns: items.rows)
    for item in 0..<items.rows { columns.appendRow(try column(of: item)) }
    return columns.transposed()
  }

  private func column(of item: Int) throws(ItemItemError) -> [(column: Int, value: Float)] {
    var entries: [(column: Int, value: Float)] = []
    for place in 0..<items.columns where similarities[item, place] != 0 {
      let found = items[item, place]
      guard let neighbour = Int(exactly: found), (0..<items.rows).contains(neighbour) else {
        throw .neighbour(found, of: item, itemCount: items.rows)
      }
      entries.append((neighbour, similarities[item, place]))
    }
    entries.sort { $0.column < $1.column }
    for (one, next) in zip(entries, entries.dropFirst()) where one.column == next.column {
      throw .repeatedNeighbour(one.column, of: item)
    }
    return entries
  }
}
