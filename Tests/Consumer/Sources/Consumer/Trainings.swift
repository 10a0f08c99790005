// The trainings of docs/checkpoints.md, word for word: a test compares them.
import SeqRec

func stopEarlyAndResume(_ split: Split) throws -> (whole: String, resumed: String, longer: Int) {
  let model = try SASRec(
    items: LearnedItems(count: split.train.itemCount, width: 16), score: DotScore())
  let evaluation = LeaveOneOut(split, negatives: [100], seed: 1)
  let stopping = EarlyStopping(of: model, every: 2, patience: 3) { trained in
    try evaluation.validate(trained.live(after: split.train))
      .metrics(.sampled(100)).ndcg(at: 10) ?? 0
  }
  let checkpoints = Checkpointing(every: 1) { state in
    try state.write(to: "training.safetensors", metadata: ["data": "ratings.csv"])
  }
  var trainer = Trainer(.sasRec, epochs: 4, batchSize: 128, seed: 1)
  let trained = try trainer.fit(
    model, on: split.train, stopping: stopping, checkpoints: checkpoints)
  print(trained.history.epochsRun, trained.history.bestEpoch ?? 0, trained.history.validations)

  let state = try TrainingState(contentsOf: "training.safetensors", for: model.parameters)
  trainer.epochs = 6
  let longer = try trainer.fit(
    model, on: split.train, stopping: stopping, resuming: state, checkpoints: checkpoints)

  let whole = try trainer.fit(model, on: split.train, stopping: stopping)
  return (whole.weights.digest, longer.weights.digest, longer.history.epochsRun)
}
