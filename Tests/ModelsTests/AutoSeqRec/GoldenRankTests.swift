import Foundation
import SeqRec
import Testing

/// The whole evaluation against `Tests/Scripts/autoseqrec_ranks.py`, which shares no code with it.
@Suite struct GoldenRankTests {
  @Test func defaults() throws {
    try expectRanks("stream-ranks.csv", AutoSeqRec.Options())
  }

  @Test func theReleasedCodesCountsAndColdUsers() throws {
    var options = AutoSeqRec.Options()
    options.liveTransitionCount = 2
    options.scoresColdUsers = false
    try expectRanks("stream-ranks-double.csv", options)
  }

  private func expectRanks(_ name: String, _ options: AutoSeqRec.Options) throws {
    let log = try InteractionLog(contentsOf: goldenPath("stream.csv"))
    let split = log.split(.byTime(train: 0.8, validation: 0.1))
    let model = AutoSeqRec(itemCount: log.itemCount, width: 16, options: options)
    let weights = try Weights(
      contentsOf: goldenPath("stream-weights.safetensors"), for: model.parameters)
    let trained = Trained(model, weights: weights)
    let (validation, test) = try FutureInteraction.evaluate(split) { trained.live(after: $0) }
    let ranks = (validation.ranks(seen: .filtered) + test.ranks(seen: .filtered))
      .map(\.pessimistic)
    var lines = ["index,user,item,rank"]
    for (offset, rank) in ranks.enumerated() {
      let index = split.train.count + offset
      let event = log.events[index]
      lines.append("\(index),\(log.users[event.user]),\(log.items[event.item]),\(rank)")
    }
    let expected = try String(contentsOfFile: goldenPath(name), encoding: .utf8)
    #expect(lines.joined(separator: "\n") + "\n" == expected)
  }
}
