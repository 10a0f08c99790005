import SeqRec

/// What a report shows of a run beside its metrics. It stands in the run's line of `--json`, so that a
/// continued comparison has it as well.
struct RunInsight {
  /// What a loss is counted in.
  let lossUnit: String
  /// How good mixtures of the model's terms are on validation; nil where it has none to mix.
  let mixtures: MixtureMap?
  /// What is recommended to users at the beginning of the test.
  let views: [UserView]

  /// - Parameter users: whose recommendations are kept.
  /// - Throws: what measuring on validation throws.
  init(of run: EvaluationRun, in setting: EvaluationSetting, users: [Int], _ progress: Progress)
    throws
  {
    lossUnit = run.recipe.lossUnit
    progress.begin("\(run.model), seed \(run.seed): report", of: 1)
    // A selection's part of what is held out: there is nothing of the test in it.
    mixtures = try MixtureMap(
      of: run.recipe, fitted: run.fitted, on: setting.heldOut.withoutTest,
      workers: setting.workers)
    let log = setting.dataset.log
    let session = users.isEmpty ? nil : run.fitted.session(setting.heldOut.split.trainAndValidation)
    views = users.compactMap { user in
      session.map { UserView(of: user, in: log, $0, seen: setting.heldOut.seen) }
    }
  }

  var members: [(key: String, value: JSON)] {
    [
      ("lossUnit", .string(lossUnit)), ("mixtures", mixtures?.json ?? .null),
      ("users", .array(views.map(\.json))),
    ]
  }

  /// What a line holds of it; parts that are none are left out.
  init(_ json: JSON) {
    lossUnit = json["lossUnit"]?.string ?? "unit of the objective"
    mixtures = json["mixtures"].flatMap(MixtureMap.init)
    views = (json["users"]?.elements ?? []).compactMap(UserView.init)
  }
}
