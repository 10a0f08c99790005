import SeqRec

/// AutoSeqRec's inference by its definition: R and T counted anew from a list of events, encoded and
/// decoded as dense matrices in double precision. New items are zero rows of `We` and zero columns
/// of the decoders, with the smallest trained bias in the collaborative one and 0 in the others.
struct NaiveAutoSeqRec {
  let options: AutoSeqRec.Options
  let itemCount: Int
  private let table: [[Double]]
  private let bias: [Double]
  private let collaborative, source: (weight: [[Double]], bias: [Double])

  /// - Parameter itemCount: the items of the model and those that came later.
  init(_ trained: Trained<AutoSeqRec>, itemCount: Int) {
    options = trained.model.options
    self.itemCount = itemCount
    let (width, known) = (trained.model.width, trained.model.itemCount)
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
    source = decoder("source") { _ in 0 }
  }

  /// The long-term, one-hop and two-hop score of every item.
  func terms(of user: Int, after events: [Interaction]) -> [[Double]] {
    let zeros = [Double](repeating: 0, count: itemCount)
    var history = zeros
    var transitions = [[Double]](repeating: zeros, count: itemCount)
    var last: [Int: Int] = [:]
    for event in events {
      if event.user == user { history[event.item] = 1 }
      if let previous = last[event.user] { transitions[previous][event.item] += 1 }
      last[event.user] = event.item
    }
    let userEmbedding = encoded(history)
    let longTerm = decoded(userEmbedding, collaborative).map { 1 / (1 + exponential(-$0)) }
    guard let j = last[user] else { return [longTerm, zeros, zeros] }
    let state = encoded(transitions[j])
    let twoHop = (0..<itemCount).map { item in
      let target = encoded(transitions.map { $0[item] })
      return (0..<bias.count).reduce(0) { $0 + state[$1] * userEmbedding[$1] * target[$1] }
    }
    return [longTerm, decoded(state, source).map { max($0, 0) }, twoHop]
  }

  func scores(of user: Int, after events: [Interaction]) -> [Double] {
    let terms = terms(of: user, after: events)
    let (l1, l2) = (options.lambda1, options.lambda2)
    return (0..<itemCount).map {
      l1 * terms[0][$0] + l2 * terms[1][$0] + (1 - l1 - l2) * terms[2][$0]
    }
  }

  private func encoded(_ row: [Double]) -> [Double] {
    bias.indices.map { j in
      max(0, row.indices.reduce(bias[j]) { $0 + row[$1] * table[$1][j] })
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
