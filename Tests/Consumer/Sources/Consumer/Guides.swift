// The programs of docs/getting-started.md and docs/evaluate-honestly.md, word for word: a test compares them.
import SeqRec

func firstFit(_ path: String) throws -> [String] {
  let log = try InteractionLog(contentsOf: path).keepingCore(users: 5, items: 5)
  let split = log.split(.byTime(train: 0.8, validation: 0.1))
  let model = AutoSeqRec(itemCount: log.itemCount, width: 64, options: .tuned)
  let trained = try Trainer(.adam(rate: 1e-3), epochs: 60, seed: 1).fit(model, on: split.train)

  let (validation, test) = try FutureInteraction.evaluate(split) { trained.live(after: $0) }
  print(validation.metrics(seen: .filtered).mrr, test.metrics(seen: .filtered).mrr)

  var session = trained.live(after: log)
  session.observe(Interaction(user: 0, item: 3, timestamp: 0))
  let list = session.recommend(10, for: 0).map { log.items[$0.item] }
  print(list)
  return list
}

func compareHonestly() throws -> PairedDifferences {
  let (log, oracle) = SyntheticLog().logWithOracle(seed: Seed(1))
  let split = log.split(.byTime(train: 0.8, validation: 0.1))
  let model = AutoSeqRec(itemCount: log.itemCount, width: 16, options: .tuned)
  let ranks = try [UInt64(1), 2].map { seed in
    let trained = try Trainer(.adam(rate: 1e-3), epochs: 20, seed: seed).fit(model, on: split.train)
    let (_, test) = try FutureInteraction.evaluate(split) { trained.live(after: $0) }
    return test.ranks(seen: .filtered).map(\.pessimistic)
  }
  let (_, popular) = try FutureInteraction.evaluate(split) { Popularity(after: $0) }
  let baseline = [popular.ranks(seen: .filtered).map(\.pessimistic)]

  let differences = PairedDifferences(of: .reciprocalRank, ranks, against: baseline)
  let bootstrap = try differences.bootstrap(seed: Seed(0))
  print(differences.mean, bootstrap.interval, bootstrap.pValue, differences.wilcoxon.pValue)

  let attainable = AttainableMetrics(meanOf: oracle.attainable.suffix(split.test.count))
  print(RankingMetrics(ranks: ranks[0]).mrr / attainable.reciprocalRank)
  return differences
}
