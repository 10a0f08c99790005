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
  @Test func equalTheDefinitions() {
    for number in 0..<200 {
      var generator = generator(number)
      let ranks = (0..<1 + generator.int(below: 40)).map { _ in 1 + generator.int(below: 30) }
      let cutoffs = [1, 5, 10, 20]
      let metrics = RankingMetrics(ranks: ranks, cutoffs: cutoffs)
      let n = Double(ranks.count)
      #expect(metrics.count == ranks.count)
      #expect(isClose(metrics.mrr, ranks.map { 1 / Double($0) }.reduce(0, +) / n))
      for k in cutoffs {
        let hits = ranks.filter { $0 <= k }
        #expect(isClose(metrics.recall(at: k), Double(hits.count) / n))
        #expect(metrics.hitRate(at: k) == metrics.recall(at: k))
        #expect(
          isClose(metrics.ndcg(at: k), hits.map { log(2) / log(Double($0) + 1) }.reduce(0, +) / n))
      }
    }
  }

  @Test func growWithTheCutoff() {
    for number in 0..<200 {
      var generator = generator(number)
      let ranks = (0..<20).map { _ in 1 + generator.int(below: 60) }
      let metrics = RankingMetrics(ranks: ranks, cutoffs: Array(1...60))
      for k in 2...60 {
        #expect(metrics.recall(at: k) ?? -1 >= metrics.recall(at: k - 1) ?? 2)
        #expect(metrics.ndcg(at: k) ?? -1 >= metrics.ndcg(at: k - 1) ?? 2)
        #expect(metrics.ndcg(at: k) ?? 2 <= metrics.recall(at: k) ?? -1)
      }
      #expect(metrics.recall(at: 60) == 1)
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
