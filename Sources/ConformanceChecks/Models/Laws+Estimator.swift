public import SeqRec

extension Laws {
  /// The laws of a recipe whose item-item matrix is computed without gradients.
  ///
  /// ```swift
  /// Laws.ofEstimator(ItemKNN(neighbours: 5))
  /// ```
  public static func ofEstimator(_ estimator: some ItemItemEstimator) -> [Law] {
    let subject = "\(type(of: estimator))"
    let session = LiveCheck<LiveItemItemModel> { log in
      let model = try estimator.fit(on: log)
      return { model.live(after: $0) }
    }
    return EstimatorCheck(estimator: estimator).laws(subject) + session.laws(subject, [])
  }
}

/// The laws of a recipe's numbers.
struct EstimatorCheck<Estimator: ItemItemEstimator>: Sendable {
  let estimator: Estimator

  func laws(_ subject: String) -> [Law] {
    [
      Law("a second fit and any number of threads give the same bits", of: subject, isDetermined),
      Law("weights have the paths and shapes of the parameters", of: subject, saysWhatItMakes),
      Law("saved weights come back bit by bit", of: subject, areSaved),
      Law("a history alone is answered as its user is", of: subject, recommendsAfterHistories),
    ]
  }

  @Sendable func isDetermined(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let digest = try estimator.fit(on: log).weights.digest
    for count in [1, 2, 8] {
      findings.expectEqual(
        try estimator.fit(on: log, workers: Workers(count)).weights.digest, digest,
        "weights on \(count) threads")
    }
  }

  @Sendable func saysWhatItMakes(_ findings: inout Findings) throws {
    for (users, items) in [(9, 12), (1, 1), (1, 6), (6, 1), (0, 0)] {
      let log = users == 0 ? InteractionLog([]) : LawLog(users: users, items: items).log()
      let weights = try estimator.fit(on: log).weights
      let parameters = estimator.parameters(itemCount: log.itemCount)
      findings.expectEqual(weights.paths, parameters.map(\.path), "paths for \(items) items")
      for parameter in parameters {
        findings.expectEqual(
          weights[parameter.path]?.shape, parameter.shape,
          "the shape of \(parameter.path) for \(items) items")
      }
    }
  }

  @Sendable func areSaved(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let fitted = try estimator.fit(on: log)
    let tensors = fitted.weights.paths.compactMap { path in
      fitted.weights[path].map { (name: path, tensor: $0) }
    }
    let file = try SafetensorsFile(
      bytes: SafetensorsFile.serialized(tensors), name: "weights in memory")
    let loaded = try ItemItemModel(
      weights: Weights(file, for: estimator.parameters(itemCount: log.itemCount)),
      halfLife: estimator.halfLife)
    findings.expectEqual(loaded.weights.digest, fitted.weights.digest, "weights that were saved")
    let users = Array(0..<log.userCount)
    findings.expectSameBits(
      LiveCheck.scores(loaded.live(after: log), users),
      LiveCheck.scores(fitted.live(after: log), users), "scores of saved weights")
  }

  @Sendable func recommendsAfterHistories(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let model = try estimator.fit(on: log)
    let session = model.live(after: log)
    for user in 0...log.userCount {
      let history = log.events.filter { $0.user == user }.map(\.item)
      for seen in SeenItems.allCases {
        for count in [0, 1, log.itemCount + 2] {
          findings.expectEqual(
            model.recommend(count, afterHistory: history, seen: seen),
            session.recommend(count, for: user, seen: seen),
            "the best \(count) after the history of user \(user), seen items \(seen.rawValue)")
        }
      }
    }
  }
}
