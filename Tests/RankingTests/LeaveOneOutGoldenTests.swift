import Foundation
import Interactions
import Ranking
import Testing

/// Split, negatives, ranks and metrics against `Tests/Scripts/leave_one_out.py`, which shares no code
/// with them.
@Suite struct LeaveOneOutGoldenTests {
  @Test func ranks() throws {
    let (log, results) = try evaluate()
    let names =
      ["full", "unfiltered"] + [5, 40].flatMap { ["sampled(\($0))", "paper-code(\($0))"] }
    var lines = ["period,user,item," + names.joined(separator: ",")]
    for (period, part, ranks) in results {
      let targets = Dictionary(uniqueKeysWithValues: part.events.map { ($0.user, $0.item) })
      for (place, user) in ranks.users.enumerated() {
        let item = try #require(targets[user])
        let cells = try names.map { name in
          let rank = try #require(ranks.byName[name])[place]
          return "\(rank.pessimistic):\(rank.optimistic)"
        }
        lines.append(([period, log.users[user], log.items[item]] + cells).joined(separator: ","))
      }
    }
    #expect(try lines == golden("ranks"))
  }

  @Test func metrics() throws {
    let results = try evaluate().results
    for line in try golden("metrics").dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      let result = try #require(results.first { $0.period == fields[0] })
      let ranks = try #require(result.ranks.byName[fields[1]])
      let metrics = RankingMetrics(
        ranks: ranks.map { fields[2] == "pessimistic" ? $0.pessimistic : $0.optimistic },
        cutoffs: [5, 10, 20, 50])
      let value = try #require(metrics.named.first { $0.name == fields[3] }).value
      let expected = try #require(Double(fields[4]))
      #expect(abs(value - expected) <= 1e-14, "\(line)")
    }
  }

  @Test func usersWhoComeShort() throws {
    let log = try log()
    let result = try LeaveOneOut(log.split(.leaveOneOut), negatives: [5, 40], seed: 1).test(
      TableScorer(itemCount: log.itemCount, levels: 23))
    #expect(result.shortUserCount(.sampled(5)) == 0)
    #expect(result.shortUserCount(.sampled(40)) == 25)
  }

  /// The users and what the script's columns are called.
  private struct Ranks {
    let users: [Int]
    let byName: [String: [Rank]]
  }

  private func evaluate() throws -> (
    log: InteractionLog, results: [(period: String, part: InteractionLog, ranks: Ranks)]
  ) {
    let log = try log()
    let split = log.split(.leaveOneOut)
    let scorer = TableScorer(itemCount: log.itemCount, levels: 23)
    let distinct = LeaveOneOut(split, negatives: [5, 40], seed: 1)
    let loose = LeaveOneOut(split, negatives: [5, 40], seed: 1, rule: .paperCode)
    func ranks(_ result: LeaveOneOutResult, _ paperCode: LeaveOneOutResult) -> Ranks {
      var byName: [String: [Rank]] = [:]
      for set in result.candidateSets { byName[set.description] = result.ranks(set) }
      for count in [5, 40] { byName["paper-code(\(count))"] = paperCode.ranks(.sampled(count)) }
      return Ranks(users: result.users, byName: byName)
    }
    return (
      log,
      [
        (
          "validation", split.validation,
          ranks(try distinct.validate(scorer), try loose.validate(scorer))
        ),
        ("test", split.test, ranks(try distinct.test(scorer), try loose.test(scorer))),
      ]
    )
  }

  private func log() throws -> InteractionLog { try InteractionLog(contentsOf: path("log")) }

  private func path(_ name: String) -> String {
    Bundle.module.bundleURL.appending(path: "Goldens").appending(path: "leave-one-out-\(name).csv")
      .path
  }

  private func golden(_ name: String) throws -> [String] {
    try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
