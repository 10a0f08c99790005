import SeqRec

// How the variants are composed, for each of their alternatives.
extension VariantRecipe {
  func fit(_ request: FitRequest) throws -> FittedModel {
    // A file of weights decides about tables and users, and these about types.
    let recipe = try withWeights(of: request).recipe
    recipe.noteIdleKeys(to: request.progress)
    return try recipe.fit(request, minimising: recipe.parts.objective)
  }

  private func fit(
    _ request: FitRequest, minimising objective: some Objective
  ) throws -> FittedModel {
    switch parts.tables {
    case .warmStart: try fit(request, minimising: objective) { WarmItems($1.table(of: $0)) }
    case .shared:
      try fit(request, minimising: objective) { _, embeddings in WarmItems(embeddings.mean) }
    case .frozen: try fit(request, minimising: objective) { LiveItems($0, of: $1) }
    case .summed:
      try fit(request, minimising: objective) { side, embeddings in
        let items = LiveItems(side, of: embeddings)
        return SummedItems(LearnedItems(count: items.itemCount, width: items.width), items)
      }
    case .joint: try fitJointly(request, minimising: objective)
    }
  }

  private func fit<Items: ItemEncoder>(
    _ request: FitRequest, minimising objective: some Objective,
    items: @escaping (TransitionItems.Side, AutoSeqRecEmbeddings) -> Items
  ) throws -> FittedModel {
    switch parts.users {
    case .none:
      try fit(request, minimising: objective, items: items) { _, _ in
        Never?.none
      }
    case .prefix:
      try fit(request, minimising: objective, items: items) { embeddings, _ in
        embeddings.collaborative
      }
    case .static, .trained:
      try fit(request, minimising: objective, items: items) { embeddings, users in
        IDUserEncoder(
          count: users, width: embeddings.source.width,
          initializer: .values(embeddings.collaborative.rows(of: request.histories(of: users))),
          isFrozen: parts.users == .static)
      }
    }
  }

  private func fit<Items: ItemEncoder, User: UserEncoder>(
    _ request: FitRequest, minimising objective: some Objective,
    items: @escaping (TransitionItems.Side, AutoSeqRecEmbeddings) -> Items,
    user: @escaping (AutoSeqRecEmbeddings, Int) -> User?
  ) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      let embeddings = try recipe.parts.embeddings(for: request, items: sizes.items)
      return try SASRec(
        items: items(.source, embeddings), options: recipe.parts.stack,
        score: recipe.parts.score(to: items(.target, embeddings)),
        user: user(embeddings, sizes.users),
        objective: objective)
    } tables: {
      $0.weights
    } live: {
      $0.live(after: $1, following: $0.model.followed, workers: $2)
    }
  }

  private func fitJointly(
    _ request: FitRequest, minimising objective: some Objective
  ) throws -> FittedModel {
    switch parts.users {
    case .prefix:
      try fitJointly(request, minimising: objective) {
        CollaborativeUserEncoder(sharing: $0.encoder, countExponent: $0.options.countExponent)
      } served: {
        $0.collaborative
      }
    case .none, .static, .trained:
      try fitJointly(request, minimising: objective) { _ in
        Never?.none
      } served: { _ in
        Never?.none
      }
    }
  }

  private func fitJointly<User: UserEncoder>(
    _ request: FitRequest, minimising objective: some Objective,
    user: @escaping (AutoSeqRec) -> User?,
    served: @escaping (AutoSeqRecEmbeddings) -> User?
  ) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      let autoencoder = recipe.parts.model(items: sizes.items)
      func items(_ side: TransitionItems.Side) -> TransitionItems {
        TransitionItems(
          side, of: request.beginsAnew ? request.log : InteractionLog([]),
          encoder: autoencoder.encoder)
      }
      let sasRec = try SASRec(
        items: items(.source), options: recipe.parts.stack,
        score: recipe.parts.score(to: items(.target)),
        user: user(autoencoder),
        objective: objective)
      return try JointModel(sasRec, autoencoder)
    } tables: {
      $0.weights
    } live: { trained, log, workers in
      // A session counts the transitions of its log itself, also of one with items that training did not know.
      let embeddings = trained.second().embeddings(of: InteractionLog([]))
      // Sizes fitted when the model was made, and these are the same.
      guard
        let model = try? SASRec(
          items: LiveItems(.source, of: embeddings), sequence: trained.model.first.sequence,
          score: parts.score(to: LiveItems(.target, of: embeddings)),
          user: served(embeddings),
          objective: trained.model.first.objective)
      else { preconditionFailure("a model that cannot be served") }
      var weights = Weights<Float>(model.parameters, seed: Seed(0))
      for parameter in model.sequence.parameters { weights[parameter] = trained.weights[parameter] }
      return Trained(model, weights: weights)
        .live(after: log, following: model.followed, workers: workers)
    }
  }
}

extension VariantParts {
  fileprivate var objective: any Objective { loss.objective(negatives: trainNegatives) }

  fileprivate func score(to items: some ItemEncoder) -> TwoHopScore {
    TwoHopScore(to: items, factors: factors, userShare: userShare)
  }

  /// SASRec's blocks as they read the tables.
  fileprivate var stack: CausalSelfAttention.Options {
    var stack = options
    stack.inputScale = multipliesInputs ? nil : 1
    return stack
  }

  fileprivate func model(items: Int) -> AutoSeqRec {
    AutoSeqRec(itemCount: items, width: autoencoder.width, options: autoencoder.options)
  }

  /// The embeddings of an autoencoder that is trained on the request's log. Where the numbers come from a file they are
  /// only placeholders of the right shapes.
  fileprivate func embeddings(
    for request: FitRequest, items: Int
  ) throws -> AutoSeqRecEmbeddings {
    let model = model(items: items)
    guard request.beginsAnew else {
      return Trained(model, weights: .zeros(model.parameters)).embeddings(of: InteractionLog([]))
    }
    let embeddings = try autoencoder.trainer(for: request, as: "autoencoder")
      .fit(model, on: request.log).embeddings(of: request.log, workers: request.workers)
    let scaled =
      scales == .raw
      ? embeddings
      : embeddings.inScaleOfLearnedItems(
        after: request.log,
        inputScale: multipliesInputs ? 1 : Double(autoencoder.width).squareRoot())
    guard usesOneTable else { return scaled }
    return scaled.scaled(source: embeddingScale, target: embeddingScale)
  }

  var usesOneTable: Bool { [.shared, .summed].contains(tables) }

  /// What is read and predicted by one table is multiplied, as in SASRec, and so is what it is added to.
  private var multipliesInputs: Bool { scalesInputs || usesOneTable }
}

extension AutoSeqRecEmbeddings {
  /// `(Es + Et) / 2`, where `Es` stands.
  fileprivate var mean: FixedItems {
    var sum = source.values
    sum.add(target.values)
    return FixedItems(sum, name: source.name).scaled(by: 0.5)
  }
}

extension SequentialRecommender where Score == TwoHopScore {
  /// The tables of items that follow a stream.
  fileprivate var followed: [any FollowedPiece] {
    [items, score.items].compactMap { $0 as? any FollowedPiece }
  }
}

extension FitRequest {
  /// What users did in training; nothing where the numbers come from a file.
  fileprivate func histories(of users: Int) -> UserHistories {
    beginsAnew
      ? UserHistories(after: log)
      : UserHistories(userCount: users, itemCount: log.itemCount)
  }
}
