import ArgumentParser
import SeqRec

/// `seqrec train`
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a model and writes a checkpoint.",
    discussion: """
      Without --protocol everything trains, for as many epochs as the model is told. With one, the part \
      that it holds out does not, and a model that stops early validates on it.

      The folder holds a manifest, the items' ids and the weights: --checkpoint of the other commands \
      takes it. --checkpoint-every leaves the state of the training there as well; after a stop, the same \
      command with --resume goes on from it to the same bits. --weights begins with weights that are there.

      EXAMPLE: seqrec train --model autoseqrec --output trained
      EXAMPLE: seqrec train --model sasrec --data ratings.csv --protocol leave-one-out --output trained
      EXAMPLE: seqrec train --model sasrec --data ratings.csv --output trained --checkpoint-every 10
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "name"))
  var model: String

  @OptionGroup var data: DataOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var weights: WeightsOptions

  @Option(
    name: .customLong("protocol"),
    help: "Whose validation and test are held out. (default: everything trains)")
  var evaluationProtocol: EvaluationProtocol?

  @OptionGroup var negatives: NegativesOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all randomness is drawn from.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Where the checkpoint and training.safetensors go; made if it is not there.",
      valueName: "folder"),
    completion: .directory)
  var output: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Write the training's state every so many epochs.", valueName: "n"))
  var checkpointEvery: Int?

  @Flag(help: "Go on with the training whose state the folder holds.")
  var resume = false

  @Flag(help: "A line of JSON instead of text.")
  var json = false

  mutating func validate() throws {
    if let checkpointEvery, checkpointEvery < 1 {
      throw ValidationError("--checkpoint-every \(checkpointEvery): expected 1 or more")
    }
  }

  func run() throws {
    let recipes = try common.recipes(of: [model])
    try weights.check(recipes)
    try checkEpochs(of: type(of: recipes[0]))
    try negatives.check(evaluationProtocol, seen: .filtered)
    let folder = try TrainingFolder(
      output, weights: weights.weights, inputs: data.inputs + common.configurations,
      resumes: resume)
    let progress = Progress(isQuiet: common.quiet)
    defer { progress.end() }
    if evaluationProtocol != nil {
      negatives.note(preset: common.preset, of: recipes, to: progress)
    }
    let dataset = try data.load(progress: progress, on: common.workers)
    let heldOut = try evaluationProtocol.map {
      try negatives.heldOut(of: dataset, by: $0, seen: .filtered)
    }
    var request = FitRequest(
      dataName: dataset.source, log: heldOut?.split.train ?? dataset.log, heldOut: heldOut,
      weightsPath: weights.weights, trainsWeights: true, seed: seed, workers: common.workers,
      progress: progress)
    let recipe = try recipes[0].withWeights(of: request).recipe
    let identity = TrainingIdentity(
      recipe, dataset: dataset, evaluationProtocol: evaluationProtocol, heldOut: heldOut,
      seed: seed, weightsDigest: try weights.digest())
    if resume {
      let state = try SafetensorsFile(contentsOf: folder.state)
      try identity.check(state, at: folder.state)
      request.state = state
    }
    request.checkpoints = checkpointEvery.map { every in
      Checkpointing(every: every) {
        try folder.make()
        try $0.write(to: folder.state, metadata: identity.metadata)
      }
    }
    let fitted = try recipe.fitted(by: request)
    try Task.checkCancellation()
    let manifest = try Checkpoint.write(
      CheckpointManifest(
        fitted, model: type(of: recipe), preset: common.preset, seed: seed, dataset: dataset,
        evaluationProtocol: evaluationProtocol, heldOut: heldOut),
      items: dataset.log.items.ids, weights: fitted.weights,
      metadata: fitted.metadata(of: model), to: folder.path)
    progress.end()
    let path = manifest.file(of: .weights).map { "\(folder.path)/\($0.name)" }
    try Console.output.write(
      json
        ? report(of: fitted, heldOut, at: path).text + "\n" : text(of: fitted, heldOut, at: path))
  }

  /// That nothing was said about epochs of a model that has none.
  private func checkEpochs(of model: any ShippedModel.Type) throws(ToolError) {
    let options = [
      ("--weights", weights.weights != nil), ("--checkpoint-every", checkpointEvery != nil),
      ("--resume", resume),
    ]
    guard !model.isTrainedByEpochs, let option = options.first(where: \.1)?.0 else { return }
    throw ToolError(
      .usage,
      "\(option): \(model.name) learns in one pass, with nothing to begin from or to go on with")
  }

  private func text(of fitted: FittedModel, _ heldOut: HeldOut?, at path: String?) -> String {
    let history = fitted.history
    let best =
      zip([heldOut].compactMap(\.self), [history.best].compactMap(\.self)).map {
        ", the best after \($1.epoch) with a validation \($0.criterion) of \($1.value.fixed(4))"
      }.first ?? ""
    let loss = history.losses.last.map { ", loss \($0.fixed(5))" } ?? ""
    return """
      \(model), seed \(seed): \(history.epochsRun) epochs\(best)\(loss)
      checkpoint in \(output)\(fitted.weights.map { ", weights \($0.digest)" } ?? "")

      """
  }

  private func report(of fitted: FittedModel, _ heldOut: HeldOut?, at path: String?) -> JSON {
    .object(
      [
        ("model", .string(model)), ("seed", .integer(seed)), ("checkpoint", .string(output)),
        ("weights", path.map { .string($0) } ?? .null),
        ("weightsDigest", (fitted.weights?.digest).map { .string($0) } ?? .null),
        ("hyperparameters", .object(fitted.hyperparameters)),
      ] + fitted.history.members(criterion: heldOut?.criterion ?? ""))
  }
}
