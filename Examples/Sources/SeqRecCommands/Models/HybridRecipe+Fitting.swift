import SeqRec

// How the three are trained, kept as one model, and blended.
extension HybridRecipe {
  func fit(_ request: FitRequest) throws -> FittedModel {
    // A file of weights decides about what sessions are made of.
    let recipe = try withWeights(of: request).recipe
    let fitted = try recipe.fit(
      request, minimising: recipe.loss.objective(negatives: recipe.trainNegatives))
    // What a file says of EASE may be no numbers of EASE.
    if let weights = fitted.weights { _ = try recipe.itemItemModel(in: weights) }
    return fitted
  }

  private func fit(
    _ request: FitRequest, minimising objective: some Objective
  ) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      try recipe.model(
        items: sizes.items, minimising: objective,
        beside: recipe.companions(for: request, items: sizes.items))
    } live: { trained, log, workers in
      let (sasRec, autoSeqRec, ease) = parts(of: trained)
      return LiveBlend(
        sasRec.live(after: log, workers: workers), as: "sasrec", weight: sequenceShare,
        scores: .centered,
        LiveBlend(
          autoSeqRec.live(after: log, workers: workers), as: "autoseqrec",
          weight: autoencoderShare,
          ease.live(after: log, workers: workers), as: "ease", weight: 1 - autoencoderShare),
        as: "", weight: 1 - sequenceShare)
    }
  }

  static func measure(
    _ variants: [Self], with fitted: FittedModel, on heldOut: HeldOut, workers: Workers
  ) throws -> [Double] {
    guard let recipe = variants.first, let weights = fitted.weights else { return [] }
    let log = heldOut.split.train
    let model = try recipe.model(
      items: log.itemCount, minimising: SoftmaxCrossEntropy(),
      beside: recipe.placeholders(items: log.itemCount))
    let (sasRec, autoSeqRec, ease) = recipe.parts(of: Trained(model, weights: weights))
    return try heldOut.measure(
      BlendVariants(
        OnlyVariant(sasRec.live(after: log, workers: workers)),
        weights: variants.map(\.sequenceShare), scores: .centered,
        BlendVariants(
          OnlyVariant(autoSeqRec.live(after: log, workers: workers)),
          weights: variants.map(\.autoencoderShare),
          OnlyVariant(ease.live(after: log, workers: workers)),
          weights: variants.map { 1 - $0.autoencoderShare }),
        weights: variants.map { 1 - $0.sequenceShare }))
  }

  private typealias Base<Loss: Objective> = SASRec<LearnedItems, DotScore, Never, Loss>
  private typealias Companions = (autoencoder: Weights<Float>, ease: Weights<Float>)

  private func model<Loss: Objective>(
    items: Int, minimising objective: Loss, beside companions: Companions
  ) throws -> Accompanied<Base<Loss>> {
    try Accompanied(
      SASRec(
        items: LearnedItems(count: items, width: width), options: options, score: DotScore(),
        objective: objective),
      by: ["autoseqrec": companions.autoencoder, "ease": companions.ease])
  }

  /// The three by themselves.
  private func parts<Loss: Objective>(
    of trained: Trained<Accompanied<Base<Loss>>>
  ) -> (sasRec: Trained<Base<Loss>>, autoSeqRec: Trained<AutoSeqRec>, ease: ItemItemModel) {
    // Its numbers were looked at, or come from EASE.
    guard let ease = try? itemItemModel(in: trained.weights) else {
      preconditionFailure("an EASE that cannot be served")
    }
    let autoencoder = autoSeqRec(items: trained.model.base.itemCount)
    return (
      trained.base(), Trained(autoencoder, weights: trained.companion("autoseqrec")), ease
    )
  }

  /// The numbers of AutoSeqRec and of EASE, found before SASRec is trained.
  private func companions(for request: FitRequest, items: Int) throws -> Companions {
    guard request.beginsAnew else { return placeholders(items: items) }
    let trained = try autoencoder.trainer(for: request, as: "autoseqrec")
      .fit(autoSeqRec(items: items), on: request.log)
    let fitted = try ease.estimator.fit(on: request.log, workers: request.workers)
    return (trained.weights, fitted.weights)
  }

  /// Numbers of the right shapes, in the place of those that come from elsewhere.
  private func placeholders(items: Int) -> Companions {
    (
      .zeros(autoSeqRec(items: items).parameters),
      .zeros(ease.estimator.parameters(itemCount: items))
    )
  }

  private func autoSeqRec(items: Int) -> AutoSeqRec {
    AutoSeqRec(itemCount: items, width: autoencoder.width, options: autoencoder.options)
  }

  private func itemItemModel(in weights: Weights<Float>) throws -> ItemItemModel {
    let paths = ["items.weight", "items.count"]
    return try ItemItemModel(
      weights: Weights(paths.compactMap { path in weights["ease.\(path)"].map { (path, $0) } }),
      halfLife: ease.estimator.halfLife)
  }
}
