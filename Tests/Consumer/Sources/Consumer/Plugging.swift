// The call sites of docs/plug-embeddings.md, word for word: a test compares the two.
import SeqRec

func plugItems(_ autoSeqRec: Trained<AutoSeqRec>, _ split: Split, _ trainer: Trainer) throws -> Int
{
  let n = split.train.itemCount
  let e = autoSeqRec.embeddings(of: split.train)

  // As they are: the tables are frozen parameters, saved with the model and not trained.
  let fixed = try SASRec(items: e.source, score: TwoHopScore(to: e.target))

  // As a beginning: `source.weight` starts with Es and is trained.
  let warm = try SASRec(items: WarmItems(e.source), score: TwoHopScore(to: e.target))

  // Trained along: one encoder makes both tables at every step, and its `We` and `be` move.
  let encoder = MultiInformationEncoder(columns: n, width: 64)
  let joint = try SASRec(
    items: TransitionItems(.source, of: split.train, encoder: encoder),
    score: TwoHopScore(to: TransitionItems(.target, of: split.train, encoder: encoder)))

  return try trainer.fit(fixed, on: split.train).recommend(10, afterHistory: [4]).count
    + trainer.fit(warm, on: split.train).recommend(10, afterHistory: [4]).count
    + trainer.fit(joint, on: split.train).recommend(10, afterHistory: [4]).count
}

func follow(
  _ e: AutoSeqRecEmbeddings, _ split: Split, _ trainer: Trainer, _ n: Int
) throws -> Int {
  let (source, target) = (LiveItems(.source, of: e), LiveItems(.target, of: e))
  let following = try trainer.fit(
    SASRec(items: source, score: TwoHopScore(to: target)), on: split.train)
  var live = following.live(after: split.train, following: [source, target])

  let autoencoder = AutoSeqRec(itemCount: n, width: 64)
  let sum = try JointModel(
    SASRec(
      items: TransitionItems(.source, of: split.train, encoder: autoencoder.encoder),
      score: TwoHopScore(
        to: TransitionItems(.target, of: split.train, encoder: autoencoder.encoder))),
    autoencoder)

  for event in split.validation.events { live.observe(event) }
  let scaled = e.inScaleOfLearnedItems(after: split.train, inputScale: 8)
  return live.recommend(10, for: 0).count + sum.parameters.count + scaled.source.width
}

func sum(
  _ autoSeqRec: Trained<AutoSeqRec>, _ e: AutoSeqRecEmbeddings, _ split: Split, _ trainer: Trainer
) throws -> Int {
  let n = split.train.itemCount
  let (source, target) = (LiveItems(.source, of: e), LiveItems(.target, of: e))

  let learned = LearnedItems(count: n, width: 64)
  let summed = try SASRec(
    items: SummedItems(learned, source), score: DotScore(to: SummedItems(learned, target)))

  let both = try trainer.fit(
    Accompanied(summed, by: ["autoseqrec": autoSeqRec.weights]), on: split.train)
  var blend = LiveBlend(
    both.base().live(after: split.train, following: [source, target]), as: "sasrec", weight: 0.6,
    Trained(autoSeqRec.model, weights: both.companion("autoseqrec")).live(after: split.train),
    as: "autoseqrec", weight: 0.4)

  let weights = [0, 0.25, 0.5, 0.75, 1]
  var variants = BlendVariants(
    OnlyVariant(both.base().live(after: split.train, following: [source, target])),
    weights: weights,
    OnlyVariant(autoSeqRec.live(after: split.train)), weights: weights.map { 1 - $0 })
  let metrics = try FutureInteraction.metrics(
    of: &variants, on: split.validation, after: split.train, seen: .filtered)

  precondition(metrics.count == weights.count)
  for event in split.validation.events { blend.observe(event) }
  return blend.recommend(10, for: 0).count
}

func plugUsers(_ e: AutoSeqRecEmbeddings, _ log: InteractionLog, _ trainer: Trainer) throws -> Int {
  let newcomer = [4, 1, 7]

  let items = WarmItems(e.source)
  let byID = try SASRec(
    items: items, score: TwoHopScore(to: e.target),
    user: IDUserEncoder(count: log.userCount, width: 64))
  let byHistory = try SASRec(
    items: items, score: TwoHopScore(to: e.target), user: e.collaborative)

  let list = try trainer.fit(byHistory, on: log).recommend(10, afterHistory: newcomer)
  return try trainer.fit(byID, on: log).live(after: log).recommend(10, for: 0).count + list.count
}

func plugElsewhere(_ e: AutoSeqRecEmbeddings, _ log: InteractionLog) throws -> [Parameter] {
  let recurrent = try SequentialRecommender(
    items: WarmItems(e.source.scaled(by: 0.1)),
    sequence: GatedRecurrence(inputWidth: 64, width: 64),
    score: WeightedSum([
      .init("dot", weight: 0.5, DotScore(to: e.target)),
      .init("two-hop", weight: 0.5, TwoHopScore(to: e.target)),
    ]), user: e.collaborative, objective: SoftmaxCrossEntropy())
  return recurrent.parameters
}

func tie(_ n: Int) throws -> [[String]] {
  let items = LearnedItems(count: n, width: 64)
  let tied = try SASRec(items: items, score: DotScore())
  let alsoTied = try SASRec(items: items, score: DotScore(to: items))
  let untied = try SASRec(
    items: items, score: DotScore(to: LearnedItems(count: n, width: 64, path: "targets")))
  return [tied, alsoTied, untied].map { $0.parameters.map(\.path) }
}

func refuse(_ e: AutoSeqRecEmbeddings, _ n: Int) -> String {
  do {
    _ = try SASRec(items: LearnedItems(count: n, width: 32), score: TwoHopScore(to: e.target))
  } catch {
    // the targets of TwoHopScore: expected a width of 32, found 64
    return error.description
  }
  return ""
}
