import SeqRec

// Train once, on the first 80% of a made-up log.
let log = SyntheticLog().log(seed: Seed(1))
let split = log.split(.byTime(train: 0.8, validation: 0.2))
let model = AutoSeqRec(itemCount: log.itemCount, width: 64, options: .tuned)
let trained = try Trainer(.adam(rate: 1e-3), epochs: 60, seed: 1).fit(model, on: split.train)

// From here on nothing trains: a session takes each event into its state, and that is all.
var session = trained.live(after: split.train)
func show(_ moment: String, _ list: [Recommendation]) {
  print("\(moment): \(list.map { log.items[$0.item] }.joined(separator: " "))")
}
let (events, newcomer, newItem) = (split.validation.events, log.userCount, log.itemCount)
show("A user of the training", session.recommend(8, for: events[0].user))
session.observe(events[0])
show("  takes \(log.items[events[0].item])", session.recommend(8, for: events[0].user))
show("A user nobody has heard of", session.recommend(8, for: newcomer))
for item in ["c3-0", "c3-2", "c3-1"].compactMap(log.items.index) {
  session.observe(Interaction(user: newcomer, item: item, timestamp: 0))
  show("  takes \(log.items[item])", session.recommend(8, for: newcomer))
}
print("An item nobody has heard of stands in the list of the user of the training at place")
for other in 1...5 {
  session.observe(Interaction(user: newcomer + other, item: events[0].item, timestamp: 0))
  session.observe(Interaction(user: newcomer + other, item: newItem, timestamp: 0))
  let place = session.recommend(newItem, for: events[0].user).firstIndex { $0.item == newItem }
  print(
    "  \(place.map { $0 + 1 } ?? newItem) when \(other) took it after \(log.items[events[0].item])")
}

// The rest of the stream: what an event costs.
let asked = ContinuousClock().measure { for e in events { _ = session.recommend(10, for: e.user) } }
let heard = ContinuousClock().measure { for e in events.dropFirst() { session.observe(e) } }
let each = [heard, asked].map { Int($0 / .microseconds(events.count)) }
print("Microseconds an event: observe \(each[0]), recommend \(each[1])")

// What it is worth to have heard the events before: the mean of 1 / rank, so far.
func replay(_ scorer: consuming some Scorer & ~Copyable) throws -> FutureInteractionResult {
  try FutureInteraction.replay(split.validation, after: split.train, scoring: &scorer)
}
let live = try replay(trained.live(after: split.train)).ranks(seen: .filtered)
let frozen = try replay(Frozen(trained.live(after: split.train))).ranks(seen: .filtered)
for count in stride(from: 2_000, through: live.count, by: 2_000) {
  let mrr = [live, frozen].map { RankingMetrics(ranks: $0.prefix(count).map(\.pessimistic)).mrr }
  print("MRR of \(count) events: live \(mrr[0]), frozen \(mrr[1])")
}
