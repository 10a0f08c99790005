// The program of README.md and the files of docs/checkpoints.md, word for word: a test compares them.
import SeqRec

func firstProgram() throws -> Double {
  let log = try InteractionLog(contentsOf: "ratings.csv").keepingCore(users: 5, items: 5)
  let split = log.split(.byTime(train: 0.8, validation: 0.1))
  let model = AutoSeqRec(itemCount: log.itemCount, width: 128)
  let trainer = Trainer(.autoSeqRec, seed: 42, workers: Workers(2))
  let trained = try trainer.fit(model, on: split.train)

  // Recommend while the stream goes on: no parameter changes, O(width) an event.
  var live = trained.live(after: split.train)
  for event in split.validation.events.prefix(5) {
    print(live.recommend(10, for: event.user).map { log.items[$0.item] })
    live.observe(event)
  }

  // What is it worth? Score each held-out event, then reveal it.
  let (validation, test) = try FutureInteraction.evaluate(split) { trained.live(after: $0) }
  print(validation.metrics(seen: .filtered).mrr, test.metrics(seen: .filtered).mrr)
  return test.metrics(seen: .filtered).mrr
}

func otherModels(_ log: InteractionLog) throws -> [Int] {
  let items = LearnedItems(count: log.itemCount, width: 64)
  let sasRec = try SASRec(items: items, score: DotScore(), maxLength: 200, dropout: 0.2)
  let recurrent = try SequentialRecommender(
    items: items, sequence: GatedRecurrence(inputWidth: 64, width: 64), score: DotScore(),
    objective: SoftmaxCrossEntropy())
  return [sasRec.parameters.count, recurrent.parameters.count]
}

func copyWeights() throws {
  let file = try SafetensorsFile(contentsOf: "autoseqrec.safetensors")
  let weight: Tensor<Float> = try file.tensor("encoder.weight")

  try SafetensorsFile.write(
    [("encoder.weight", weight)], metadata: ["model": "autoseqrec"], to: "copy.safetensors")
}
