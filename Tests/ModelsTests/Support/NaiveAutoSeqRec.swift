import SeqRec

/// AutoSeqRec's inference by its definition: R and T counted anew from a list of events, encoded and
/// decoded as dense matrices in double precision. New items are zero rows of `We` and zero columns
/// of the decoders, with the smallest trained bias in the collaborative one and 0 in the others, or the
/// smallest in all where rows are distributions.
struct NaiveAutoSeqRec {
  let options: AutoSeqRec.Options
  let itemCount: Int
  private let known: Int
  private let table: [[Double]]
  private let bias: [Double]
  private let collaborative, source: (weight: [[Double]], bias: [Double])

  /// - Parameter itemCount: the items of the model and those that came later.
  init(_ trained: Trained<AutoSeqRec>, itemCount: Int) {
    options = trained.model.options
    self.itemCount = itemCount
    let (width, known) = (trained.model.width, trained.model.itemCount)
    self.known = known
    func elements(_ path: String) -> [Double] {
      (trained.weights[path]?.elements ?? []).map(Double.init)
    }
    func decoder(_ name: String, ofNew newBias: (([Double]) -> Double)) -> ([[Double]], [Double]) {
      let (weight, bias) = (
        elements("decoders.\(name).weight"), elements("decoders.\(name).bias")
      )
      return (
        (0..<width).map { row in
          (0..<itemCount).map { $0 < known ? weight[row * known + $0] : 0 }
        },
        (0..<itemCount).map { $0 < known ? bias[$0] : newBias(bias) }
      )
    }
    let encoder = elements("encoder.weight")
    table = (0..<itemCount).map { item in
      (0..<width).map { item < known ? encoder[item * width + $0] : 0 }
    }
    bias = elements("encoder.bias")
    collaborative = decoder("collaborative") { $0.min() ?? 0 }
    let isDistribution = options.reconstruction == .crossEntropy
    source = decoder("source") { isDistribution ? $0.min() ?? 0 : 0 }
  }

  /// The score of every item by every term, whatever its weight.
  func terms(of user: Int, after events: [Interaction]) -> [AutoSeqRec.Term: [Double]] {
    let zeros = [Double](repeating: 0, count: itemCount)
    var history = zeros
    var transitions = [[Double]](repeating: zeros, count: itemCount)
    var sequences: [Int: [Int]] = [:]
    var trend = zeros
    for (index, event) in events.enumerated() {
      if event.user == user { history[event.item] = 1 }
      if let previous = sequences[event.user]?.last { transitions[previous][event.item] += 1 }
      sequences[event.user, default: []].append(event.item)
      let age = Double(events.count - index) / options.trendHalfLife
      trend[event.item] += exponential(-age * 0.6931471805599453)
    }
    let isDistribution = options.reconstruction == .crossEntropy
    let userEmbedding = encoded(history)
    let users = decoded(userEmbedding, collaborative)
    var terms: [AutoSeqRec.Term: [Double]] = [
      .longTerm: isDistribution ? softmax(users) : users.map { 1 / (1 + exponential(-$0)) },
      .trend: shares(trend),
    ]
    let targets = (0..<itemCount).map { item in encoded(transitions.map { $0[item] }) }
    func hop(_ query: [Double]) -> [Double] {
      targets.map { target in zip(query, target).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    func twoHop(_ query: [Double]) -> [Double] {
      isDistribution ? shares(hop(query)) : hop(query)
    }
    if options.twoHopFactors == .user { terms[.twoHop] = twoHop(userEmbedding) }
    let last = sequences[user, default: []].suffix(options.recentItems).reversed()
    guard !last.isEmpty else { return terms }
    func age(_ count: Int) -> [Double] {
      let powers = (0..<count).map { age in
        (0..<age).reduce(1.0) { power, _ in power * options.memory }
      }
      return powers.map { $0 / powers.reduce(0, +) }
    }
    var state = [Double](repeating: 0, count: bias.count)
    for (item, weight) in zip(last, age(last.count)) {
      for (column, value) in encoded(transitions[item]).enumerated() {
        state[column] += weight * value
      }
    }
    let oneHop = decoded(state, source)
    terms[.oneHop] = isDistribution ? softmax(oneHop) : oneHop.map { max($0, 0) }
    let both = zip(state, userEmbedding).map { $0 * $1 }
    switch options.twoHopFactors {
    case .both: terms[.twoHop] = twoHop(both)
    case .sum: terms[.twoHop] = twoHop(zip(state, userEmbedding).map { $0 + $1 })
    case .state: terms[.twoHop] = twoHop(state)
    case .user: break
    }
    let sources = transitions.map { encoded($0) }
    var reached = hop(both)
    for _ in 2..<options.hops {
      let places = shares(reached)
      reached = hop(
        bias.indices.map { column in
          (0..<itemCount).reduce(0) { $0 + places[$1] * sources[$1][column] }
        })
    }
    terms[.multiHop] = isDistribution ? shares(reached) : reached
    var counted = zeros
    for (item, weight) in zip(last, age(options.recentItems)) {
      let total = transitions[item].reduce(0, +)
      for next in 0..<itemCount { counted[next] += weight * transitions[item][next] / (total + 5) }
    }
    terms[.transitions] = counted
    return terms
  }

  func scores(of user: Int, after events: [Interaction]) -> [Double] {
    var scores = [Double](repeating: 0, count: itemCount)
    for (term, values) in terms(of: user, after: events) {
      for item in 0..<itemCount { scores[item] += options.weight(of: term) * values[item] }
    }
    return scores
  }

  private func softmax(_ logits: [Double]) -> [Double] {
    shares(logits.map { exponential($0 - (logits.max() ?? 0)) })
  }

  private func shares(_ values: [Double]) -> [Double] {
    let sum = values.reduce(0, +)
    return values.map { sum > 0 ? $0 / sum : 0 }
  }

  private func encoded(_ row: [Double]) -> [Double] {
    // What the model does not know has no row in its table, and no part in the total.
    let total = row.prefix(known).reduce(0, +)
    let power = total > 0 ? exponential(-options.countExponent * logarithm(total)) : 1
    return bias.indices.map { j in
      max(0, row.indices.reduce(bias[j]) { $0 + power * row[$1] * table[$1][j] })
    }
  }

  private func decoded(
    _ embedding: [Double], _ decoder: (weight: [[Double]], bias: [Double])
  ) -> [Double] {
    decoder.bias.indices.map { item in
      embedding.indices.reduce(decoder.bias[item]) {
        $0 + embedding[$1] * decoder.weight[$1][item]
      }
    }
  }
}
