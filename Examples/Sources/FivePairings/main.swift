import PairingTable
import SeqRec

// Five compositions that nobody published, beside SASRec:
//     swift run -c release --package-path Examples FivePairings [ratings.csv [epochs]]

let arguments = CommandLine.arguments.dropFirst()
let log = try PairingTable.log(arguments.first)
let epochs = arguments.dropFirst().first.flatMap { Int($0) } ?? 20
var table = PairingTable(of: log)
let (n, width, train, workers) = (log.itemCount, 64, table.split.train, table.workers)

let autoSeqRec = try Trainer(.adam(rate: 1e-3), epochs: 30, workers: workers)
  .fit(AutoSeqRec(itemCount: n, width: width, options: .tuned), on: train)
let e = autoSeqRec.embeddings(of: train).inScaleOfLearnedItems(after: train, inputScale: 1)
let (source, target) = (LiveItems(.source, of: e), LiveItems(.target, of: e))
let learned = LearnedItems(count: n, width: width)

let sasRec = try table.trained(
  SASRec(items: learned, options: .movieLens, score: DotScore()), epochs: epochs)
try table.add("SASRec") { sasRec.live(after: $0, workers: workers) }

// 1. One learned table, and what AutoSeqRec counted added to it: Es where items are read, Et where they are predicted.
let summed = try table.trained(
  SASRec(
    items: SummedItems(learned, source), options: .movieLens,
    score: DotScore(to: SummedItems(learned, target))), epochs: epochs)
try table.add("SASRec, tables of AutoSeqRec added to its own") {
  summed.live(after: $0, following: [source, target], workers: workers)
}

// 2. A recurrence reads the sources and predicts the targets, weighed by what the user has.
let recurrence = try table.trained(
  SequentialRecommender(
    items: WarmItems(e.source), sequence: GatedRecurrence(inputWidth: width, width: width),
    score: TwoHopScore(to: WarmItems(e.target)), user: e.collaborative,
    objective: SoftmaxCrossEntropy(), maxLength: 200), epochs: epochs)
try table.add("GRU4Rec between AutoSeqRec's embeddings, weighed by its users") {
  recurrence.live(after: $0, workers: workers)
}

// 3. No sequence at all: the mean of the last items beside AutoSeqRec's user.
let mean = try table.trained(
  SequentialRecommender(
    items: learned, sequence: MeanOfItems(width: width),
    score: WeightedSum([
      .init("state", weight: 0.5, TwoHopScore(factors: .state)),
      .init("user", weight: 0.5, TwoHopScore(to: learned, factors: .user)),
    ]), user: e.collaborative, objective: SoftmaxCrossEntropy(), maxLength: 10),
  epochs: epochs)
try table.add("the mean of ten items, and AutoSeqRec's user") {
  mean.live(after: $0, workers: workers)
}

// 4. Attention and the encoder of transitions trained together, each by its own loss.
let autoencoder = AutoSeqRec(itemCount: n, width: width)
let joint = try Trainer(.sasRec, epochs: epochs, batchSize: 128, workers: workers).fit(
  JointModel(
    SASRec(
      items: SummedItems(
        learned, TransitionItems(.source, of: train, encoder: autoencoder.encoder)),
      options: .movieLens, score: DotScore(to: learned)), autoencoder), on: train)
try table.add("SASRec and AutoSeqRec trained together") {
  joint.first().live(after: $0, workers: workers)
}

// 5. Three that know different things, blended.
let ease = try EASE(halfLife: 10).fit(on: train, workers: workers)
try table.add("SASRec, AutoSeqRec and EASE blended") { log in
  LiveBlend(
    sasRec.live(after: log, workers: workers), as: "sasrec", weight: 0.7,
    LiveBlend(
      autoSeqRec.live(after: log, workers: workers), as: "autoseqrec", weight: 0.5,
      ease.live(after: log, workers: workers), as: "ease", weight: 0.5), as: "", weight: 0.3)
}
