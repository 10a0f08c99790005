import Foundation
import Ranking
import Testing

/// Ranks and metrics against what LensKit, RecBole, ranx and trec_eval say of the same scores: see
/// `Tests/Scripts/metrics_goldens.py`.
@Suite struct MetricsGoldenTests {
  private struct Case {
    let target: Int
    let seen, negatives: [Int32]
    let scores: [Float]
  }

  @Test(arguments: ["lenskit", "recbole", "ranx", "trec_eval"])
  func equalThoseOf(_ library: String) throws {
    let cases = try lines(of: "cases").map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      func numbers(_ field: Int) -> [Int32] {
        fields[field].split(separator: " ").compactMap { Int32($0) }
      }
      return Case(
        target: try #require(Int(fields[0])), seen: numbers(1), negatives: numbers(2),
        scores: numbers(3).map { Float($0) })
    }
    let expected = try lines(of: "values").map { $0.split(separator: ",").map(String.init) }
      .filter { $0[2] == library }
    #expect(cases.count == 30 && expected.count == 78)
    for fields in expected {
      let ranks = try cases.map { try rank(of: $0, among: fields[0]) }
      let metrics = RankingMetrics(
        ranks: ranks.map { fields[1] == "pessimistic" ? $0.pessimistic : $0.optimistic },
        cutoffs: [1, 5, 10, 20])
      let value = try #require(metrics.named.first { $0.name == fields[3] }).value
      #expect(abs(value - (try #require(Double(fields[4])))) <= 1e-14, "\(fields)")
    }
  }

  private func rank(of sample: Case, among candidates: String) throws -> Rank {
    let scores = row(sample.scores)
    switch candidates {
    case CandidateSet.unfiltered.description:
      return try Rank(of: sample.target, in: scores, excluding: [])
    case CandidateSet.full.description:
      return try Rank(of: sample.target, in: scores, excluding: sample.seen)
    default:
      #expect(candidates == CandidateSet.sampled(sample.negatives.count).description)
      return try Rank(of: sample.target, in: scores, among: sample.negatives)
    }
  }

  /// Those behind the header.
  private func lines(of name: String) throws -> [Substring] {
    let path = Bundle.module.bundleURL.appending(path: "Goldens/metrics-\(name).csv").path
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .dropFirst().map { $0 }
  }
}
