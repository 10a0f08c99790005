public import Gradients
public import Interactions
import Ranking
import Synchronization
public import Tensors

/// ItemKNN: items are similar that the same users have met.
///
///     W[i, j] = similarity(i, j)  where i is one of the k items most similar to j, else 0
///
/// Equal similarities by ascending item; no item is its own neighbour. An item j scores the sum of
/// `W[i, j]` over the items i of a history; see ``ItemItemModel``.
///
/// ```swift
/// let model = try ItemKNN(neighbours: 100, shrink: 100).fit(on: split.train)
/// ```
///
/// O(sum |N(u)|^2 + n^2), with 256 n bytes a worker; the matrix has n k entries.
///
/// Source: "Item-based collaborative filtering recommendation algorithms" (WWW 2001).
public struct ItemKNN: ItemItemEstimator, Hashable {
  /// How many neighbours an item has at most.
  public var neighbours: Int
  /// What is added to the denominator of a similarity, so that few common users make little of it.
  public var shrink: Double
  /// How much alike two items are.
  public var similarity: Similarity
  /// Of ``Similarity/asymmetricCosine``, from 0 to 1: the larger, the more it favours popular items. 0.5
  /// is the cosine.
  public var asymmetry: Double
  /// What a user counts in it.
  public var weighting: Weighting
  /// After how many later events of its user an item counts half; nil where all count alike.
  public var halfLife: Double?

  /// A recipe with these constants.
  public init(
    neighbours: Int = 100, shrink: Double = 100, similarity: Similarity = .cosine,
    asymmetry: Double = 0.5, weighting: Weighting = .none, halfLife: Double? = nil
  ) {
    self.neighbours = neighbours
    self.shrink = shrink
    self.similarity = similarity
    self.asymmetry = asymmetry
    self.weighting = weighting
    self.halfLife = halfLife
  }

  /// `neighbours.item [n, k]`, the items most similar to each, best first; `neighbours.similarity
  /// [n, k]`, 0 where there are fewer; `items.count [n]`. k is at most n - 1.
  public func parameters(itemCount: Int) -> [Parameter] {
    let shape: Shape = [itemCount, width(itemCount: itemCount)]
    return [
      Parameter("neighbours.item", shape: shape, initializer: .zeros),
      Parameter("neighbours.similarity", shape: shape, initializer: .zeros),
      ItemCounts.parameter(itemCount: itemCount),
    ]
  }

  private func width(itemCount: Int) -> Int { min(neighbours, max(0, itemCount - 1)) }

  /// The neighbours, and how often each item was met.
  ///
  /// - Precondition: at least one neighbour; a shrinkage that is finite and not negative; an asymmetry
  ///   from 0 to 1.
  /// - Throws: `CancellationError` where the task is cancelled.
  public func weights(
    fitting log: InteractionLog, on workers: Workers
  ) throws -> Weights<Float> {
    precondition(
      neighbours >= 1 && shrink >= 0 && shrink.isFinite && (0...1).contains(asymmetry),
      "\(neighbours) neighbours, a shrinkage of \(shrink), an asymmetry of \(asymmetry)")
    let n = log.itemCount
    let users = weighting.weighed(
      UserItemMatrix(after: log).matrix(users: log.userCount, items: n))
    let items = users.transposed()
    let squares = (0..<n).map { item in
      items.row(item).reduce(0) { $0 + Double($1.value) * Double($1.value) }
    }
    let table = Mutex(Neighbours(itemCount: n, perItem: width(itemCount: n)))
    workers.forEachRange(of: n, size: 64) { block in
      var common = Tensor<Float>(zeros: [block.count, n])
      common.multiply(items.gatheringRows(block), users, on: .one)
      let found = block.map { nearest(to: $0, common, row: $0 - block.lowerBound, squares) }
      table.withLock { for (item, nearest) in zip(block, found) { $0.set(nearest, of: item) } }
    }
    try Task.checkCancellation()
    let all = table.withLock { $0 }
    let tensors = [all.items, all.similarities, ItemCounts.tensor(of: log)]
    return Weights(zip(parameters(itemCount: n), tensors).map { ($0.path, $1) })
  }

  /// The items most similar to one, whose products with all others are a row of `common`.
  private func nearest(
    to target: Int, _ common: Tensor<Float>, row: Int, _ squares: [Double]
  ) -> [(item: Int, score: Float)] {
    var nearest = WorstFirstHeap(capacity: width(itemCount: squares.count))
    for item in squares.indices where item != target && common[row, item] > 0 {
      let value = similarity(Double(common[row, item]), squares[item], squares[target])
      nearest.offer(item, Float(value))
    }
    return nearest.bestFirst
  }
}

extension Neighbours {
  fileprivate mutating func set(_ found: [(item: Int, score: Float)], of item: Int) {
    for (place, neighbour) in found.enumerated() {
      items[item, place] = Float(neighbour.item)
      similarities[item, place] = neighbour.score
    }
  }
}
