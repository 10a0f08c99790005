import Foundation
import SeqRec
import Testing

/// Replays `stream.csv` and compares every rank with those of a committed file.
func expectRanks<Live: LiveRecommender & ~Copyable>(
  _ name: String, _ fit: (Split) throws -> (InteractionLog) -> Live
) throws {
  let log = try InteractionLog(contentsOf: goldenPath("stream.csv"))
  let split = log.split(.byTime(train: 0.8, validation: 0.1))
  let (validation, test) = try FutureInteraction.evaluate(split, scorer: fit(split))
  let ranks = (validation.ranks(seen: .filtered) + test.ranks(seen: .filtered)).map(\.pessimistic)
  var lines = ["index,user,item,rank"]
  for (offset, rank) in ranks.enumerated() {
    let index = split.train.count + offset
    let event = log.events[index]
    lines.append("\(index),\(log.users[event.user]),\(log.items[event.item]),\(rank)")
  }
  let expected = try String(contentsOfFile: goldenPath(name), encoding: .utf8)
  #expect(lines.joined(separator: "\n") + "\n" == expected)
}
