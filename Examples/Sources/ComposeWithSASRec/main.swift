import PairingTable
import SeqRec

// SASRec with AutoSeqRec's embeddings in the place of its tables (AutoSeqRec, figure 5), and what else the pieces allow:
//     swift run -c release --package-path Examples ComposeWithSASRec [ratings.csv [epochs]]

let arguments = CommandLine.arguments.dropFirst()
let log = try PairingTable.log(arguments.first)
let epochs = arguments.dropFirst().first.flatMap { Int($0) } ?? 20
var table = PairingTable(of: log)
let (n, width, train) = (log.itemCount, 64, table.split.train)

// The autoencoder sees the training part alone: a transition into a test item would give it away.
let autoencoder = try Trainer(.autoSeqRec, epochs: 50, workers: table.workers)
  .fit(AutoSeqRec(itemCount: n, width: width), on: train)
let raw = autoencoder.embeddings(of: train)
let e = raw.inScaleOfLearnedItems(after: train, inputScale: Double(width).squareRoot())

var options = CausalSelfAttention.Options.movieLens
let asLearned = options
options.inputScale = 1
let score = TwoHopScore(to: WarmItems(e.target))
let frozen = (source: LiveItems(.source, of: e), target: LiveItems(.target, of: e))
let everyone = e.collaborative.rows(of: UserHistories(after: train))
let whole = IDUserEncoder(
  count: log.userCount, width: width, initializer: .values(everyone), isFrozen: true)

let learned = LearnedItems(count: n, width: width)
try report("SASRec", SASRec(items: learned, options: asLearned, score: DotScore()))
try report("Variant 1", SASRec(items: WarmItems(e.source), options: options, score: score))
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

/// Trains a model and adds its row.
@MainActor func report<Items, States, Score, User, Loss>(
  _ name: String, _ model: SequentialRecommender<Items, States, Score, User, Loss>,
  following pieces: [any FollowedPiece] = []
) throws {
  let trained = try table.trained(model, epochs: epochs)
  let workers = table.workers
  try table.add(name) { trained.live(after: $0, following: pieces, workers: workers) }
}
