import SeqRec

/// What tables say of the setting of their runs.
extension EvaluationSetting {
  /// Data, protocol and what else is the same for all, on two lines; presets may repeat.
  func heading(presets: [String], seeds: [UInt64]) -> String {
    let log = dataset.log
    let seeds =
      (seeds.count > 1 ? "seeds " : "seed ") + seeds.map(String.init).joined(separator: ",")
    let distinct = presets.indices.filter { presets.firstIndex(of: presets[$0]) == $0 }
    return """
      \(dataset.name): \(log.userCount.counted("user")), \(log.itemCount.counted("item")), \
      \(log.count.counted("interaction"))
      \(evaluationProtocol.rawValue), \(candidates), preset \
      \(distinct.map { presets[$0] }.joined(separator: ",")), \(seeds), threads \(threads), kernels \
      \(Float.kernels.name)

      """
  }

  /// What targets were ranked among.
  var candidates: String {
    guard let negatives = heldOut.negatives else { return heldOut.seen.phrase }
    switch negatives.rule {
    case .distinct: return negatives.phrase
    case .paperCode: return negatives.phrase + " by paper-code"
    }
  }

  /// What is ranked, one rank each.
  var unitName: String {
    switch evaluationProtocol {
    case .futureInteraction: "events"
    case .leaveOneOut: "users"
    }
  }

  /// That a model owes much to the order of equal scores, where one of its runs does: how much higher the
  /// MRR of the test is if ties count for it.
  func noteOnTies(of model: String, _ gaps: [Double]) -> String {
    guard let gap = gaps.max(), gap > 1e-3 else { return "" }
    return "\(model): many equal scores; test MRR is \(gap.fixed(4)) higher if ties count for it\n"
  }

  /// That not everybody was ranked.
  var drawnUsers: String {
    guard let users = heldOut.drawnUsers else { return "" }
    return "\(users.count.grouped) of \(users.all.grouped) users were drawn for each period\n"
  }

  /// That so many users had fewer items left than negatives were asked for.
  func noteOnShortUsers(_ users: Int) -> String {
    guard let count = heldOut.negatives?.count, users > 0 else { return "" }
    return "\(users.grouped) users have fewer than \(count) items left; all of them were taken\n"
  }

  /// What was measured, and what the figures mean.
  var legend: String {
    guard let negatives = heldOut.negatives else {
      return """
        The first 80% of the interactions train; validation (the next 10%) and test (the last 10%) are
        ranked one by one in time order among \(allItems), with all that came before, then
        revealed. MRR: mean of 1/rank. Recall@10: share of ranks up to 10. NDCG@10: the same, early ranks
        counting more. Higher is better; equal scores count against a model.

        """ + attainableLegend
    }
    let among =
      negatives.count.map {
        """
        \(negatives.phrase): it is ranked against \($0) drawn items, the same for every model and seed;
        figures compare with no other number of them. full: it is ranked among \(allItems).
        """
      } ?? "full ranking: it is ranked among \(allItems)."
    return """
      The last interaction of each user is the test, the last but one validation; the others train.
      \(among)
      HR@10: share of ranks up to 10. NDCG@10: the same, early ranks counting more. MRR: mean of 1/rank.
      Higher is better; equal scores count against a model.

      """
  }

  /// Whether the true probabilities of what was ranked are known.
  var isAttainableKnown: Bool { heldOut.oracle != nil }

  private var attainableLegend: String {
    guard isAttainableKnown else { return "" }
    return """
      of attainable: test MRR as a share of what a ranking by the true probabilities expects, which knows
      each user's taste of the moment. No recommender sees that.

      """
  }

  private var allItems: String {
    switch heldOut.seen {
    case .filtered: "all items new to the user"
    case .kept: "all items"
    }
  }
}
