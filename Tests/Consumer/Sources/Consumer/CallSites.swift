// The call sites of docs/architecture.md, word for word: a test compares the two.
import SeqRec

func trainAndGoLive(_ path: String) throws -> Tally {
  var tally = Tally()
  let log = try InteractionLog(contentsOf: path).keepingCore(users: 5, items: 5)
  let split = log.split(.byTime(train: 0.8, validation: 0.1))
  let model = AutoSeqRec(itemCount: log.itemCount, width: 128)
  let trained = try Trainer(.autoSeqRec, epochs: 20, seed: 42).fit(model, on: split.train)
  var live = trained.live(after: split.train)
  for event in split.test.events {
    tally.record(live.recommend(10, for: event.user), truth: event.item)
    live.observe(event)
  }
  return tally
}

func composeWithSASRec(
  _ autoSeqRec: Trained<AutoSeqRec>, _ log: InteractionLog, _ trainer: Trainer
) throws -> [Int] {
  let n = log.itemCount
  let split = log.split(.leaveOneOut)
  let newcomer = [4, 1, 7]
  var lists: [[Recommendation]] = []

  let e = autoSeqRec.embeddings(of: split.train)
  let plain = try SASRec(
    items: LearnedItems(count: n, width: 64), score: DotScore(), blocks: 2, maxLength: 200)
  let variant1 = try SASRec(
    items: WarmItems(e.source), score: TwoHopScore(to: e.target), blocks: 2, maxLength: 200)
  let variant2 = try SASRec(
    items: WarmItems(e.source),
    score: TwoHopScore(to: e.target), user: e.collaborative, blocks: 2, maxLength: 200)

  lists.append(try trainer.fit(plain, on: split.train).recommend(10, afterHistory: newcomer))
  lists.append(try trainer.fit(variant1, on: split.train).recommend(10, afterHistory: newcomer))
  lists.append(try trainer.fit(variant2, on: split.train).recommend(10, afterHistory: newcomer))
  return lists.map(\.count)
}

func swapTheUser(
  _ e: AutoSeqRecEmbeddings, _ log: InteractionLog, _ trainer: Trainer
) throws -> Int {
  let items = LearnedItems(count: log.itemCount, width: 64)
  let newcomer = [4, 1, 7]

  let byID = try SASRec(
    items: items, score: TwoHopScore(), user: IDUserEncoder(count: log.userCount, width: 64))
  let byHistory = try SASRec(items: items, score: TwoHopScore(), user: e.collaborative)
  let list = try trainer.fit(byHistory, on: log).recommend(10, afterHistory: newcomer)
  // trainer.fit(byID, on: log).recommend(10, afterHistory: newcomer) does not compile.

  let known = try trainer.fit(byID, on: log).live(after: log).recommend(10, for: 0)
  return list.count + known.count
}
