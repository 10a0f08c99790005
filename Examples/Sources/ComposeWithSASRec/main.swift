import SeqRec

// SASRec with AutoSeqRec's embeddings in the place of its tables (AutoSeqRec, figure 5), and what else the pieces allow:
//     swift run -c release --package-path Examples ComposeWithSASRec [ratings.csv [epochs]]

let arguments = CommandLine.arguments.dropFirst()
let log =
  try arguments.first.map { try InteractionLog(contentsOf: $0).keepingCore(users: 5, items: 5) }
  ?? SyntheticLog().log(seed: Seed(1))
let epochs = arguments.dropFirst().first.flatMap { Int($0) } ?? 20
let split = log.split(.leaveOneOut)
let protocolB = LeaveOneOut(split, negatives: [50])
let (n, width, workers) = (log.itemCount, 64, Workers(2))

// The autoencoder sees the training part alone: a transition into a test item would give it away.
let autoencoder = try Trainer(.autoSeqRec, epochs: 50, workers: workers)
  .fit(AutoSeqRec(itemCount: n, width: width), on: split.train)
let raw = autoencoder.embeddings(of: split.train)
let e = raw.inScaleOfLearnedItems(after: split.train, inputScale: Double(width).squareRoot())

var options = CausalSelfAttention.Options.movieLens
let asLearned = options
options.inputScale = 1
let score = TwoHopScore(to: WarmItems(e.target))
let frozen = (source: LiveItems(.source, of: e), target: LiveItems(.target, of: e))
let everyone = e.collaborative.rows(of: UserHistories(after: split.train))
let whole = IDUserEncoder(
  count: log.userCount, width: width, initializer: .values(everyone), isFrozen: true)

var baseline: [Int] = []
print(" NDCG@10   HR@10  of SASRec      p")
try report(
  "SASRec",
  SASRec(
    items: LearnedItems(count: n, width: width), options: asLearned, score: DotScore()))
try report(
  "Variant 1", SASRec(items: WarmItems(e.source), options: options, score: score))
try report(
  "Variant 2",
  SASRec(items: WarmItems(e.source), options: options, score: score, user: e.collaborative))
try report(
  "Variant 1, frozen",
  SASRec(items: frozen.source, options: options, score: TwoHopScore(to: frozen.target)),
  following: [frozen.source, frozen.target])
try report(
  "Variant 2, users by all of training",
  SASRec(items: WarmItems(e.source), options: options, score: score, user: whole))
try report(
  "Variant 1, embeddings in their own scale",
  SASRec(
    items: WarmItems(raw.source), options: options, score: TwoHopScore(to: WarmItems(raw.target))))
try report(
  "a recurrence in the place of attention",
  SequentialRecommender(
    items: WarmItems(e.source), sequence: GatedRecurrence(inputWidth: width, width: width),
    score: score, user: e.collaborative, objective: BinaryCrossEntropy()))

/// Trains a model, and prints how it ranks each user's last item among 50 others.
@MainActor func report<Items, States, Score, User, Loss>(
  _ name: String, _ model: SequentialRecommender<Items, States, Score, User, Loss>,
  following pieces: [any FollowedPiece] = []
) throws {
  let trained = try Trainer(.sasRec, epochs: epochs, batchSize: 128, workers: workers)
    .fit(model, on: split.train)
  let live = trained.live(after: split.trainAndValidation, following: pieces, workers: workers)
  let ranks = try protocolB.test(live).ranks(.sampled(50)).map(\.pessimistic)
  if baseline.isEmpty { baseline = ranks }
  let change = PairedDifferences(of: .gain(at: 10), [ranks], against: [baseline])
  let (metrics, base) = (RankingMetrics(ranks: ranks), RankingMetrics(ranks: baseline))
  print(
    text(metrics.ndcg(at: 10) ?? 0, 8), text(metrics.recall(at: 10) ?? 0, 7),
    text(100 * change.mean / (base.ndcg(at: 10) ?? 1), 9) + "%",
    text(try change.bootstrap(seed: Seed(0)).pValue, 6), name)
}

func text(_ value: Double, _ width: Int) -> String {
  let digits = String((value * 1e4).rounded() / 1e4)
  return String(repeating: " ", count: max(0, width - digits.count)) + digits
}
