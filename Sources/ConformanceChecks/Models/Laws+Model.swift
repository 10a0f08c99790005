public import SeqRec

extension Laws {
  /// The laws of a model that is trained and goes live.
  ///
  /// ```swift
  /// Laws.ofModel { AutoSeqRec(itemCount: $0.itemCount, width: 4) } live: { $0.live(after: $1) }
  /// ```
  ///
  /// - Parameters:
  ///   - name: what it is called; its type unless told otherwise.
  ///   - trainer: how it is trained on logs of a dozen users and items.
  ///   - traits: what not every model does.
  ///   - make: a model for a log. Narrow ones keep this short.
  ///   - live: how a session begins.
  public static func ofModel<
    Model: TrainableModel, Session: LiveRecommender & SendableMetatype & ~Copyable
  >(
    name: String? = nil, trainer: Trainer = .ofLaws, traits: ModelTraits = [],
    _ make: @escaping @Sendable (InteractionLog) throws -> Model,
    live: @escaping @Sendable (Trained<Model>, InteractionLog) throws -> Session
  ) -> [Law] {
    let subject = name ?? "\(Model.self)"
    let training = TrainingCheck(make: make, trainer: trainer)
    let session = LiveCheck<Session> { log in
      let model = try make(log)
      let trained: Trained<Model>
      do {
        trained = try trainer.fit(model, on: log)
      } catch TrainingError.nothingToLearn {
        // A session answers with the numbers that a training begins with, too.
        trained = try trainer.with { $0.epochs = 0 }.fit(model, on: log)
      }
      return { try live(trained, $0) }
    }
    let files = WeightsCheck(make: make, trainer: trainer, live: live)
    return training.laws(subject) + session.laws(subject, traits) + files.laws(subject)
  }

  /// The laws of a composition.
  ///
  /// ```swift
  /// Laws.ofModel { try SASRec(items: LearnedItems(count: $0.itemCount, width: 4), score: DotScore()) }
  /// ```
  ///
  /// - Parameter traits: what not every model does; unless told otherwise, who has an encoder of users that
  ///   is not inductive knows users by their ids.
  public static func ofModel<Items, States, Score, User, Loss>(
    name: String? = nil, trainer: Trainer = .ofLaws, traits: ModelTraits? = nil,
    _ make:
      @escaping @Sendable (InteractionLog) throws -> SequentialRecommender<
        Items, States, Score, User, Loss
      >
  ) -> [Law] {
    ofModel(
      name: name, trainer: trainer,
      traits: traits ?? (User.self is any InductiveUserEncoder.Type ? [] : .knowsUsersByID), make
    ) { $0.live(after: $1) }
  }
}

extension Trainer {
  /// Two epochs of batches of four, fast enough for small logs to be learned from.
  public static var ofLaws: Trainer { Trainer(.adam(rate: 1e-2), epochs: 2, batchSize: 4, seed: 1) }

  func with(_ change: (inout Trainer) -> Void) -> Trainer {
    var changed = self
    change(&changed)
    return changed
  }
}
