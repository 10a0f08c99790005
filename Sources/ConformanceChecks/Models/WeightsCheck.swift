import SeqRec

/// The laws that take the numbers of a model from one place to another.
struct WeightsCheck<Model: TrainableModel, Session: LiveRecommender & SendableMetatype & ~Copyable>:
  Sendable
{
  let make: @Sendable (InteractionLog) throws -> Model
  let trainer: Trainer
  let live: @Sendable (Trained<Model>, InteractionLog) throws -> Session

  func laws(_ subject: String) -> [Law] {
    [
      Law("saved weights come back bit by bit", of: subject, areSaved),
      Law("a history alone is scored as its user is", of: subject, scoresHistories),
      Law("recommendations after a history are in order", of: subject, recommendsAfterHistories),
    ]
  }

  @Sendable func areSaved(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    let trained = try trainer.fit(model, on: log)
    let weights = trained.weights
    let tensors = weights.paths.compactMap { path in weights[path].map { (name: path, tensor: $0) }
    }
    let file = try SafetensorsFile(
      bytes: SafetensorsFile.serialized(tensors), name: "weights in memory")
    let loaded = Trained(model, weights: try Weights(file, for: model.parameters))
    findings.expectEqual(loaded.weights.digest, weights.digest, "weights that were saved")
    let users = Array(0..<log.userCount)
    let before = try live(trained, log)
    let after = try live(loaded, log)
    findings.expectSameBits(
      LiveCheck.scores(after, users), LiveCheck.scores(before, users), "scores of saved weights")
  }

  @Sendable func scoresHistories(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    guard let inductive = model as? any InductiveModel else { return }
    let trained = try trainer.fit(model, on: log)
    let session = try live(trained, log)
    for user in 0..<log.userCount {
      let history = log.events.filter { $0.user == user }.map(\.item)
      func scores(_ items: [Int]) -> Tensor<Float> {
        inductive.scores(afterHistory: items, with: trained.weights, on: .one)
      }
      findings.expectClose(
        scores(history), LiveCheck.scores(session, [user]), Tolerance.sameInFloat,
        "scores after the history of user \(user)")
      findings.expectSameBits(
        scores(history + [log.itemCount + 3]), scores(history),
        "scores after an item that training did not know")
    }
    findings.expectFinite(
      inductive.scores(afterHistory: [], with: trained.weights, on: .one), "scores after nothing")
  }

  @Sendable func recommendsAfterHistories(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    guard let inductive = model as? any InductiveModel else { return }
    let weights = try trainer.fit(model, on: log).weights
    Self.expectOrder(inductive, weights, &findings)
  }

  private static func expectOrder<Inductive: InductiveModel>(
    _ model: Inductive, _ weights: Weights<Float>, _ findings: inout Findings
  ) {
    let trained = Trained(model, weights: weights)
    for history in [[], [0], [3, 1, 3], [1, model.itemCount + 4], Array(0..<model.itemCount)] {
      let scores = model.scores(afterHistory: history, with: weights, on: .one)
      for (filter, left) in [
        (SeenItems.filtered, (0..<model.itemCount).filter { !history.contains($0) }),
        (.kept, Array(0..<model.itemCount)),
      ] {
        let ranked = left.sorted { a, b in
          scores[0, a] == scores[0, b] ? a < b : scores[0, a] > scores[0, b]
        }
        for count in [0, 1, model.itemCount + 2] {
          findings.expectEqual(
            trained.recommend(count, afterHistory: history, seen: filter).map(\.item),
            Array(ranked.prefix(count)),
            "the best \(count) after \(history), seen items \(filter.rawValue)")
        }
      }
    }
  }
}
