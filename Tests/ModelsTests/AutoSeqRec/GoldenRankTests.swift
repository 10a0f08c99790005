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
    try ModelsTests.expectRanks(name) { split in
      let model = AutoSeqRec(itemCount: split.train.itemCount, width: 16, options: options)
      let weights = try Weights(
        contentsOf: goldenPath("stream-weights.safetensors"), for: model.parameters)
      let trained = Trained(model, weights: weights)
      return { trained.live(after: $0) }
    }
  }
}
