import SeqRec

/// Leave-one-out NDCG@10 among all items, of a recommender whose states are these.
func ndcg(of states: some SequenceModel, on log: InteractionLog) throws -> Double {
  let split = log.split(.leaveOneOut)
  let model = try SequentialRecommender(
    items: LearnedItems(count: log.itemCount, width: states.inputWidth), sequence: states,
    score: DotScore(), objective: SoftmaxCrossEntropy())
  let trainer = Trainer(.adam(rate: 1e-2), epochs: 20, batchSize: 32, seed: 42)
  let trained = try trainer.fit(model, on: split.train)
  let test = try LeaveOneOut.evaluate(split) { trained.live(after: $0) }.test
  return test.metrics(.full).ndcg(at: 10) ?? 0
}

let log = SyntheticLog().log(seed: Seed(1))
print("last item    ", try ndcg(of: LastItem(width: 32), on: log))
print("mean of items", try ndcg(of: MeanOfItems(width: 32), on: log))
print("fading memory", try ndcg(of: FadingMemory(width: 32), on: log))
