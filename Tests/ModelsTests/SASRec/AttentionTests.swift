import SeqRec
import Testing

/// What SASRec's blocks say that they attend to, against the formulas on plain arrays.
@Suite struct AttentionTests {
  private static let log = InteractionLog(
    (0..<60).map { (user: "\($0 % 4)", item: "\(($0 * $0 + $0 / 3) % 11)", timestamp: Double($0)) })
  private static let width = 6

  private typealias Model = SASRec<LearnedItems, DotScore, Never, BinaryCrossEntropy>

  private func model(
    _ norms: CausalSelfAttention.NormPlacement, heads: Int, projects: Bool
  ) throws -> Model {
    var options = CausalSelfAttention.Options()
    options.maxLength = 7
    options.norms = norms
    options.heads = heads
    options.outputProjection = projects
    return try SASRec(
      items: LearnedItems(count: Self.log.itemCount, width: Self.width), options: options,
      score: DotScore())
  }

  /// Numbers that are nowhere 0 or 1, also where a model begins with those.
  private func trained(_ model: Model) -> Trained<Model> {
    var generator = Seed(7).generator()
    return Trained(
      model,
      weights: Weights(
        model.parameters.map { parameter in
          let count = parameter.shape.elementCount
          let elements = (0..<count).map { _ in Float(generator.uniform() - 0.4) }
          return (parameter.path, Tensor(elements, shape: parameter.shape))
        }))
  }

  @Test(arguments: CausalSelfAttention.NormPlacement.allCases, [(1, false), (2, false), (3, true)])
  func equalsItsFormula(
    _ norms: CausalSelfAttention.NormPlacement, _ heads: (count: Int, project: Bool)
  ) throws {
    let trained = trained(try model(norms, heads: heads.count, projects: heads.project))
    let live = trained.live(after: Self.log)
    for user in 0..<Self.log.userCount {
      let attention = live.attention(for: Question(of: user))
      let found = try #require(attention)
      let items = Self.log.events.filter { $0.user == user }.map(\.item).suffix(7)
      #expect(found.items == Array(items))
      let plain = PlainBlocks(trained.weights, norms: norms, heads: heads.count, blocks: 2)
      let expected = plain.attention(after: Array(items), maxLength: 7)
      #expect(found.layers.count == 2)
      for (layer, other) in zip(found.layers, expected) {
        #expect(layer.count == heads.count)
        for (head, other) in zip(layer, other) {
          #expect(zip(head, other).allSatisfy { abs($0 - $1) <= 1e-5 }, "\(head) \(other)")
          #expect(abs(head.reduce(0, +) - 1) <= 1e-6)
        }
      }
      for (mean, heads) in zip(found.means, found.layers) {
        #expect(zip(mean, heads[0]).allSatisfy { heads.count > 1 || $0 == $1 })
        #expect(abs(mean.reduce(0, +) - 1) <= 1e-6)
      }
    }
  }

  @Test func itFollowsTheStream() throws {
    let trained = trained(try model(.original, heads: 1, projects: false))
    var live = trained.live(after: Self.log)
    let none = live.attention(for: Question(of: 999))
    #expect(none == nil)
    // A stranger's first item takes everything; items that training did not know are not read.
    live.observe(Interaction(user: 999, item: 3, timestamp: 1e3))
    live.observe(Interaction(user: 999, item: 40, timestamp: 1e3))
    let first = live.attention(for: Question(of: 999))
    #expect(first == Attention(items: [3], layers: [[[1]], [[1]]]))
    let before = live.attention(for: Question(of: 1))
    live.observe(Interaction(user: 1, item: 0, timestamp: 1e3))
    let after = live.attention(for: Question(of: 1))
    #expect(after != before && after?.items.last == 0 && after?.items.count == 7)
  }

  @Test func whoDoesNotAttendSaysNothing() throws {
    let model = try SequentialRecommender(
      items: LearnedItems(count: Self.log.itemCount, width: 4), sequence: MeanOfItems(width: 4),
      score: DotScore(), objective: SoftmaxCrossEntropy())
    let trained = try Trainer(.adam(rate: 1e-2), epochs: 1, seed: 1).fit(model, on: Self.log)
    let means = trained.live(after: Self.log).attention(for: Question(of: 0))
    let counts = Popularity(after: Self.log).attention(for: Question(of: 0))
    #expect(means == nil && counts == nil)
  }
}

/// SASRec's blocks in `Double`, one element after another.
private struct PlainBlocks {
  private typealias Rows = [[Double]]

  private let weights: Weights<Float>
  private let norms: CausalSelfAttention.NormPlacement
  private let heads, blocks: Int

  init(
    _ weights: Weights<Float>, norms: CausalSelfAttention.NormPlacement, heads: Int, blocks: Int
  ) {
    self.weights = weights
    self.norms = norms
    self.heads = heads
    self.blocks = blocks
  }

  /// For each block and head the last row of `softmax(Q K^T / sqrt(d / heads))`.
  func attention(after items: [Int], maxLength: Int) -> [[[Double]]] {
    let (table, positions) = (rows("items.weight"), rows("positions.weight"))
    let scale = Double(table[0].count).squareRoot()
    var x = items.enumerated().map { place, item in
      zip(table[item], positions[maxLength - items.count + place]).map { scale * $0 + $1 }
    }
    return (0..<blocks).map { number in
      let path = "blocks.\(number)"
      let normed = norm(x, "\(path).attentionNorm")
      let query = norms == .postNorm ? x : normed
      let keys = norms == .preNorm ? normed : x
      let q = linear(query, "\(path).attention.query")
      let k = linear(keys, "\(path).attention.key")
      let v = linear(keys, "\(path).attention.value")
      let last = (0..<heads).map { weightsOfRow(x.count - 1, q, k, head: $0) }
      var attended = q
      for row in x.indices {
        for head in 0..<heads {
          let parts = weightsOfRow(row, q, k, head: head)
          for c in columns(of: head, q) {
            attended[row][c] = parts.indices.reduce(0) { $0 + parts[$1] * v[$1][c] }
          }
        }
      }
      if weights["\(path).attention.output.weight"] != nil {
        attended = linear(attended, "\(path).attention.output")
      }
      switch norms {
      case .original:
        let z = norm(sum(attended, query), "\(path).feedForwardNorm")
        x = sum(feedForward(z, path), z)
      case .preNorm:
        let y = sum(x, attended)
        x = sum(y, feedForward(norm(y, "\(path).feedForwardNorm"), path))
      case .postNorm:
        let y = norm(sum(x, attended), "\(path).attentionNorm")
        x = norm(sum(y, feedForward(y, path)), "\(path).feedForwardNorm")
      }
      return last
    }
  }

  private func columns(of head: Int, _ x: Rows) -> Range<Int> {
    let width = x[0].count / heads
    return head * width..<(head + 1) * width
  }

  private func weightsOfRow(_ row: Int, _ q: Rows, _ k: Rows, head: Int) -> [Double] {
    let own = columns(of: head, q)
    let powers = (0...row).map { other in
      exponential(
        own.reduce(0) { $0 + q[row][$1] * k[other][$1] } / Double(own.count).squareRoot())
    }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  private func feedForward(_ z: Rows, _ path: String) -> Rows {
    let hidden = linear(z, "\(path).feedForward.inner").map { $0.map { max(0, $0) } }
    return linear(hidden, "\(path).feedForward.outer")
  }

  private func linear(_ x: Rows, _ path: String) -> Rows {
    let (w, b) = (rows("\(path).weight"), vector("\(path).bias"))
    return x.map { row in
      b.indices.map { c in row.indices.reduce(b[c]) { $0 + row[$1] * w[$1][c] } }
    }
  }

  private func norm(_ x: Rows, _ path: String) -> Rows {
    let (scale, shift) = (vector("\(path).scale"), vector("\(path).shift"))
    return x.map { row in
      let mean = row.reduce(0, +) / Double(row.count)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
      return row.indices.map {
        (row[$0] - mean) / (variance + 1e-8).squareRoot() * scale[$0] + shift[$0]
      }
    }
  }

  private func sum(_ a: Rows, _ b: Rows) -> Rows { zip(a, b).map { zip($0, $1).map(+) } }

  private func vector(_ path: String) -> [Double] {
    weights[path]?.elements.map(Double.init) ?? []
  }

  private func rows(_ path: String) -> Rows {
    guard let table = weights[path] else { return [] }
    return (0..<table.rows).map { row in (0..<table.columns).map { Double(table[row, $0]) } }
  }
}
