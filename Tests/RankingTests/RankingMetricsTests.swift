import Ranking
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct RankingMetricsTests {
  /// From scores with many ties to metrics, by sorted lists of what is relevant: the reciprocal of the first
  /// relevant place, whether one of the first k is, and their discounted gain by that of the best order.
  @Test func equalTheDefinitionsOnAThousandCases() throws {
    for number in 0..<1_000 {
      var generator = generator(number)
      let (itemCount, levels) = (1 + generator.int(below: 30), 1 + generator.int(below: 12))
      let cutoffs = [1, 1 + generator.int(below: 30), 10, 40]
      var (pessimistic, optimistic): ([Int], [Int]) = ([], [])
      var (lists, hopefulLists): ([[Bool]], [[Bool]]) = ([], [])
      for _ in 0..<1 + generator.int(below: 20) {
        let scores = (0..<itemCount).map { _ in Float(generator.int(below: levels)) }
        let target = generator.int(below: itemCount)
        let rank = try Rank(of: target, in: row(scores), excluding: [])
        pessimistic.append(rank.pessimistic)
        optimistic.append(rank.optimistic)
        // The target goes behind, or before, all that it ties with.
        func list(_ own: Float) -> [Bool] {
          (0..<itemCount).map { (score: scores[$0] + ($0 == target ? own : 0), $0 == target) }
            .sorted { $0.score > $1.score }.map(\.1)
        }
        lists.append(list(-0.5))
        hopefulLists.append(list(0.5))
      }
      for (ranks, lists) in [(pessimistic, lists), (optimistic, hopefulLists)] {
        let metrics = RankingMetrics(ranks: ranks, cutoffs: cutoffs)
        func mean(_ value: ([Bool]) -> Double) -> Double {
          lists.map(value).reduce(0, +) / Double(lists.count)
        }
        #expect(metrics.count == lists.count)
        #expect(
          isClose(metrics.mrr, mean { list in 1 / Double((list.firstIndex(of: true) ?? -1) + 1) }))
        for k in cutoffs {
          let hitRate = mean { $0.prefix(k).contains(true) ? 1 : 0 }
          #expect(isClose(metrics.recall(at: k), hitRate), "\(number)")
          #expect(metrics.hitRate(at: k) == metrics.recall(at: k))
          let ndcg = mean { Self.gain($0.prefix(k)) / Self.gain([true]) }
          #expect(isClose(metrics.ndcg(at: k), ndcg), "\(number)")
        }
      }
    }
  }

  private static func gain(_ isRelevant: some Sequence<Bool>) -> Double {
    isRelevant.enumerated().reduce(0) { $0 + ($1.1 ? log(2) / log(Double($1.0) + 2) : 0) }
  }

  @Test func growWithTheCutoff() {
    for number in 0..<1_000 {
      var generator = generator(number)
      let ranks = (0..<20).map { _ in 1 + generator.int(below: 60) }
      let metrics = RankingMetrics(ranks: ranks, cutoffs: Array(1...60))
      let recalls = (1...60).map { metrics.recall(at: $0) ?? .nan }
      let gains = (1...60).map { metrics.ndcg(at: $0) ?? .nan }
      for values in [recalls, gains] {
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }, "\(number)")
      }
      #expect(zip(gains, recalls).allSatisfy { $0 <= $1 })
      #expect(recalls.first == gains.first && recalls.last == 1)
    }
  }

  @Test func perfectRanksGiveOne() {
    let metrics = RankingMetrics(ranks: [1, 1, 1], cutoffs: [1, 10])
    #expect(metrics.named.map(\.value) == [Double](repeating: 1, count: 7))
    #expect(
      metrics.named.map(\.name)
        == ["MRR", "Recall@1", "HR@1", "NDCG@1", "Recall@10", "HR@10", "NDCG@10"])
  }

  @Test func noEventsGiveZero() {
    let metrics = RankingMetrics(ranks: [])
    #expect(metrics.count == 0)
    #expect(metrics.named.map(\.value) == [0, 0, 0, 0])
  }

  @Test func aCutoffThatWasNotAskedForIsUnknown() {
    let metrics = RankingMetrics(ranks: [1, 2], cutoffs: [10])
    #expect(metrics.hitRate(at: 5) == nil && metrics.recall(at: 5) == nil)
    #expect(metrics.ndcg(at: 5) == nil)
  }

  /// Every place once is what a uniformly random scorer expects: MRR = H_n / n, HR@k = k / n.
  @Test(arguments: [(1_349, 0.0058), (3_416, 0.0026), (100, 0.0519), (51, 0.0886)])
  func uniformlyRandomScores(n: Int, mrr: Double) {
    let metrics = RankingMetrics(ranks: 1...n)
    let harmonic = (1...n).reversed().reduce(0) { $0 + 1 / Double($1) }
    #expect(isClose(metrics.mrr, harmonic / Double(n)))
    #expect(abs(metrics.mrr - mrr) < 5e-5)
    #expect(isClose(metrics.recall(at: 10), 10 / Double(n)))
  }

  /// NDCG@10 among 51, 100 and 101 candidates, as the literature's protocols have them.
  @Test(arguments: [(51, 0.0891), (100, 0.0454), (101, 0.0450)])
  func uniformlyRandomGain(n: Int, ndcg: Double) {
    #expect(abs((RankingMetrics(ranks: 1...n).ndcg(at: 10) ?? 0) - ndcg) < 5e-5)
  }

  private func isClose(_ a: Double?, _ b: Double) -> Bool { abs((a ?? .nan) - b) <= 1e-14 }
}
