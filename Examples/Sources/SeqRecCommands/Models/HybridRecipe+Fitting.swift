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
      let sasRec = try SASRec(
        items: LearnedItems(count: sizes.items, width: recipe.width), options: recipe.options,
        score: DotScore(), objective: objective)
      let others = try recipe.companions(for: request, items: sizes.items)
      return try Accompanied(
        sasRec, by: ["autoseqrec": others.autoencoder, "ease": others.ease])
    } embeddings: {
      $0["items.weight"].map { [Embedding(of: .items, "weight", $0)] } ?? []
    } live: { trained, log, workers in
      // Its numbers were looked at, or come from EASE.
      guard let ease = try? itemItemModel(in: trained.weights) else {
        preconditionFailure("an EASE that cannot be served")
      }
      let autoencoder = Trained(
        model(items: trained.model.base.itemCount), weights: trained.companion("autoseqrec"))
      return LiveBlend(
        trained.base().live(after: log, workers: workers), as: "sasrec", weight: sequenceShare,
        scores: .centered,
        LiveBlend(
          autoencoder.live(after: log, workers: workers), as: "autoseqrec",
          weight: autoencoderShare,
          ease.live(after: log, workers: workers), as: "ease", weight: 1 - autoencoderShare),
        as: "", weight: 1 - sequenceShare)
    }
  }

  /// The numbers of AutoSeqRec and of EASE. Where they come from a file they are only placeholders of the right shapes.
  private func companions(
    for request: FitRequest, items: Int
  ) throws -> (autoencoder: Weights<Float>, ease: Weights<Float>) {
    let model = model(items: items)
    guard request.beginsAnew else {
      return (.zeros(model.parameters), .zeros(ease.estimator.parameters(itemCount: items)))
    }
    let trained = try autoencoder.trainer(for: request, as: "autoseqrec")
      .fit(model, on: request.log)
    let fitted = try ease.estimator.fit(on: request.log, workers: request.workers)
    return (trained.weights, fitted.weights)
  }

  private func model(items: Int) -> AutoSeqRec {
    AutoSeqRec(itemCount: items, width: autoencoder.width, options: autoencoder.options)
  }

  private func itemItemModel(in weights: Weights<Float>) throws -> ItemItemModel {
    let paths = ["items.weight", "items.count"]
    return try ItemItemModel(
      weights: Weights(paths.compactMap { path in weights["ease.\(path)"].map { (path, $0) } }),
      halfLife: ease.estimator.halfLife)
  }
}
