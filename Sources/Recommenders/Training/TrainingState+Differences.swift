import Gradients
import Tensors

extension TrainingState {
  /// What keeps a trainer of that recipe and patience from continuing this training of `parameters`.
  func differences(
    from recipe: TrainingRecipe, patience: Int?, parameters: [Parameter]
  ) -> [TrainingDifference] {
    var differences: [TrainingDifference] = []
    func compare(_ what: String, _ state: String?, _ training: String?) {
      guard state != training else { return }
      differences.append(
        TrainingDifference(what: what, state: state ?? "absent", training: training ?? "absent"))
    }
    let shapes = Dictionary(uniqueKeysWithValues: parameters.map { ($0.path, $0.shape) })
    for path in parameters.map(\.path) + weights.paths.filter({ shapes[$0] == nil }) {
      compare(
        "parameter \(path)", (weights[path]?.shape).map { "\($0)" }, shapes[path].map { "\($0)" })
    }
    if differences.isEmpty {
      compare("the order of parameters", "\(weights.paths)", "\(parameters.map(\.path))")
      let frozen = parameters.filter(\.isFrozen)
      let first = Weights<Float>(frozen, seed: recipe.seed.ofInitialization)
      for path in frozen.map(\.path) {
        compare("frozen numbers \(path)", weights.digest(of: path), first.digest(of: path))
      }
    }
    compare("seed", "\(self.recipe.seed.number)", "\(recipe.seed.number)")
    compare("batch size", "\(self.recipe.batchSize)", "\(recipe.batchSize)")
    let (old, new) = (self.recipe.optimizer.namedValues, recipe.optimizer.namedValues)
    for name in Set(old.keys).union(new.keys).sorted() {
      compare(name, old[name].map { "\($0)" }, new[name].map { "\($0)" })
    }
    compare(
      "epochs between validations", self.recipe.validationInterval.map { "\($0)" },
      recipe.validationInterval.map { "\($0)" })
    if let patience, patienceShown > patience {
      compare("patience", "at least \(patienceShown)", "\(patience)")
    }
    return differences
  }

  /// The least patience of a training that came so far: after how many measurements in vain it went on.
  private var patienceShown: Int {
    var (best, waited, shown) = (-Double.infinity, 0, 0)
    for validation in history.validations {
      (best, waited) = validation.value > best ? (validation.value, 0) : (best, waited + 1)
      if validation.epoch < epochsDone { shown = max(shown, waited + 1) }
    }
    return shown
  }
}

extension OptimizerRecipe {
  /// `adam.rate` and so on; `adam.rates/encoder` is the rate of that group. Of Adagrad `adagrad.rate` and so on.
  var namedValues: [String: Double] {
    var values = ["rate": rate, "decay": decay]
    switch rule {
    case .adam(let beta1, let beta2, let epsilon):
      (values["beta1"], values["beta2"], values["epsilon"]) = (beta1, beta2, epsilon)
    case .adagrad(let momentum, let epsilon):
      (values["momentum"], values["epsilon"]) = (momentum, epsilon)
    }
    for (group, rate) in rates { values["rates/" + group] = rate }
    return Dictionary(uniqueKeysWithValues: values.map { ("\(rule.name).\($0)", $1) })
  }

  /// The recipe of those values, or `nil` where one is missing or has no meaning here.
  init?(namedValues: [String: Double]) {
    for name in UpdateRule.names {
      func value(_ key: String) -> Double? { namedValues["\(name).\(key)"] }
      guard let rate = value("rate"), let decay = value("decay"), let epsilon = value("epsilon")
      else { continue }
      let prefix = "\(name).rates/"
      var rates: [String: Double] = [:]
      for (key, value) in namedValues where key.hasPrefix(prefix) {
        rates[String(key.dropFirst(prefix.count))] = value
      }
      if let beta1 = value("beta1"), let beta2 = value("beta2") {
        self = .adam(
          rate: rate, rates: rates, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay)
      } else if let momentum = value("momentum") {
        self = .adagrad(
          rate: rate, rates: rates, momentum: momentum, epsilon: epsilon, decay: decay)
      } else {
        return nil
      }
      guard self.namedValues == namedValues else { return nil }
      return
    }
    return nil
  }
}

extension UpdateRule {
  static let names = ["adam", "adagrad"]

  /// What the file of a state calls it.
  var name: String {
    switch self {
    case .adam: "adam"
    case .adagrad: "adagrad"
    }
  }

  /// What the file of a state calls an optimizer's ``OptimizerState/mean`` and ``OptimizerState/square``.
  var stateNames: (mean: String, square: String) {
    switch self {
    case .adam: ("adam.mean/", "adam.square/")
    case .adagrad: ("adagrad.velocity/", "adagrad.sum/")
    }
  }
}

extension Weights<Float> {
  /// The digest of one of them.
  fileprivate func digest(of path: String) -> String? {
    self[path].map { Weights([(path: path, tensor: $0)]).digest }
  }
}
