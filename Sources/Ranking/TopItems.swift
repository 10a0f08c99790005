public import Tensors

extension Tensor<Float> {
  /// The `count` best-scored columns of `[1, n]` besides `excluded`, best first; equal scores by
  /// ascending item, NaN as -infinity. Fewer where fewer are left. O(n log count) with a bounded heap.
  public func topItems(
    _ count: Int, excluding excluded: [Int32] = []
  ) -> [Int] {
    var isExcluded = [Bool](repeating: false, count: columns)
    for item in excluded where (0..<columns).contains(Int(item)) { isExcluded[Int(item)] = true }
    var heap = WorstFirstHeap(capacity: count)
    for item in 0..<columns where !isExcluded[item] { heap.offer(item, self[0, item]) }
    return heap.bestFirst.map(\.item)
  }
}
