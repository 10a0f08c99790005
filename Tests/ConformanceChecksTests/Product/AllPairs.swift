/// Choices of one option per factor such that any two options of different factors meet in one of them:
/// far fewer than all combinations, and most faults need no more than two pieces.
///
/// Pairs that no allowed row can have are left out. A row that is not full, whose open factors are nil, must be
/// allowed where it can become one that is.
///
/// Deterministic and greedy: each row begins with the first pair that is still to be met, and then takes
/// the option that meets the most of what is left; of equal ones the least used.
func allPairs(
  _ counts: [Int], allowing isAllowed: ([Int?]) -> Bool = { _ in true }
) -> [[Int]] {
  var open: Set<OptionPair> = []
  var order: [OptionPair] = []
  for a in counts.indices {
    for b in counts.indices.dropFirst(a + 1) {
      for x in 0..<counts[a] {
        for y in 0..<counts[b] { order.append(OptionPair(a, x, b, y)) }
      }
    }
  }
  open.formUnion(order)
  var uses = counts.map { [Int](repeating: 0, count: $0) }
  var rows: [[Int]] = []
  for pair in order where open.contains(pair) {
    var row = [Int?](repeating: nil, count: counts.count)
    row[pair.firstFactor] = pair.first
    row[pair.secondFactor] = pair.second
    guard isAllowed(row) else { continue }
    for factor in counts.indices where row[factor] == nil {
      func gain(_ option: Int) -> Int {
        counts.indices.count { other in
          row[other].map { open.contains(OptionPair(factor, option, other, $0)) } ?? false
        }
      }
      let options = (0..<counts[factor]).filter { option in
        var tried = row
        tried[factor] = option
        return isAllowed(tried)
      }
      row[factor] = options.max { a, b in
        (gain(a), -uses[factor][a], -a) < (gain(b), -uses[factor][b], -b)
      }
    }
    let chosen = row.compactMap { $0 }
    for a in counts.indices {
      uses[a][chosen[a]] += 1
      for b in counts.indices.dropFirst(a + 1) {
        open.remove(OptionPair(a, chosen[a], b, chosen[b]))
      }
    }
    rows.append(chosen)
  }
  return rows
}

/// An option of one factor with one of a later factor.
struct OptionPair: Hashable {
  let firstFactor, first, secondFactor, second: Int

  init(_ a: Int, _ x: Int, _ b: Int, _ y: Int) {
    (firstFactor, first, secondFactor, second) = a < b ? (a, x, b, y) : (b, y, a, x)
  }
}

/// All combinations.
func product(_ counts: [Int]) -> [[Int]] {
  counts.reduce([[]]) { rows, count in rows.flatMap { row in (0..<count).map { row + [$0] } } }
}
