import SeqRec

/// Who has met what and what came after what, counted in the plainest way.
struct Tally {
  private var isPair: [Bool]
  private var transitions: [UInt32]
  private var last: [Int?]
  private let items: Int
  private(set) var pairCount = 0
  private(set) var transitionCount = 0

  init(users: Int, items: Int) {
    self.items = items
    isPair = Array(repeating: false, count: users * items)
    transitions = Array(repeating: 0, count: items * items)
    last = Array(repeating: nil, count: users)
  }

  mutating func note(_ event: Interaction) {
    let pair = event.user * items + event.item
    if !isPair[pair] { pairCount += 1 }
    isPair[pair] = true
    if let previous = last[event.user] {
      let transition = previous * items + event.item
      if transitions[transition] == 0 { transitionCount += 1 }
      transitions[transition] += 1
    }
    last[event.user] = event.item
  }

  /// `R[user, item]`
  func met(user: Int, item: Int) -> Double { isPair[user * items + item] ? 1 : 0 }

  /// `T[from, to]`
  func transitions(from: Int, to: Int) -> Double { Double(transitions[from * items + to]) }

  /// The bytes of two hash tables that are at least three eighths full, of 8 and of 16 bytes a place, and of rows of
  /// 4 and of 8 bytes an entry and `(m + 6 n)` of the width, all of which may double as they grow.
  func bound(users: Int, items: Int, width: Int) -> Int {
    let entries = pairCount * (8 * 8 / 3 + 2 * 4) + transitionCount * (16 * 8 / 3 + 2 * 8)
    return entries + 2 * 4 * (users + 6 * items) * width
  }
}

/// What rows of counts are encoded as, `relu(be + x We)`, added up in 64 bits.
struct ExactEncoder {
  private let table, bias: [Double]

  init(_ layer: Linear, _ weights: Weights<Float>) {
    table = weights[layer.weight].elements.map(Double.init)
    bias = weights[layer.bias].elements.map(Double.init)
  }

  /// The embedding of a row that has so many of each item.
  func embedding(_ count: (_ item: Int) -> Double) -> [Double] {
    var sum = bias
    for item in 0..<table.count / bias.count {
      let count = count(item)
      guard count > 0 else { continue }
      for column in bias.indices { sum[column] += count * table[item * bias.count + column] }
    }
    return sum.map { max($0, 0) }
  }
}

/// The largest difference between numbers and what they should be, and the largest in relation to the number, or to 1.
struct Deviation: CustomStringConvertible {
  private(set) var absolute = 0.0
  private(set) var relative = 0.0

  mutating func note(_ found: Tensor<Float>, row: Int, expected: [Double]) {
    for (column, expected) in expected.enumerated() {
      let distance = abs(Double(found[row, column]) - expected)
      let difference = distance.isNaN ? .infinity : distance
      absolute = max(absolute, difference)
      relative = max(relative, difference / max(1, abs(expected)))
    }
  }

  var description: String { "\(Float(absolute)) (relative \(Float(relative)))" }
}
