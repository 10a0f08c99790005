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
      Law("a history alone is answered as its user is", of: subject, recommendsAfterHistories),
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

  /// A history alone is answered as its user is.
  @Sendable func recommendsAfterHistories(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try make(log)
    guard let inductive = model as? any InductiveModel else { return }
    let trained = try trainer.fit(model, on: log)
    let session = try live(trained, log)
    func recommend(_ count: Int, _ history: History, _ seen: SeenItems) -> [Recommendation] {
      inductive.recommendations(count, after: history, seen: seen, with: trained.weights, on: .one)
    }
    for user in 0..<log.userCount {
      let events = log.events.filter { $0.user == user }
      guard !events.isEmpty else { continue }
      var history = History(
        items: events.map { Int32($0.item) }, timestamps: events.map(\.timestamp))
      for seen in SeenItems.allCases {
        for count in [0, 1, log.itemCount + 2] {
          findings.expectEqual(
            recommend(count, history, seen), session.recommend(count, for: user, seen: seen),
            "the best \(count) after the history of user \(user), seen items \(seen.rawValue)")
        }
      }
      let before = recommend(3, history, .kept)
      history.items.append(Int32(log.itemCount + 3))
      history.timestamps.append(history.next)
      findings.expectEqual(
        recommend(3, history, .kept), before, "the best 3 after an item that training did not know")
    }
    findings.expectEqual(recommend(3, History([]), .kept), [], "the best 3 after nothing")
  }
}
