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

extension AdamRecipe {
  /// `adam.rate` and so on; `adam.rates/encoder` is the rate of that group.
  var namedValues: [String: Double] {
    var values = [
      "adam.rate": rate, "adam.beta1": beta1, "adam.beta2": beta2, "adam.epsilon": epsilon,
      "adam.decay": decay,
    ]
    for (group, rate) in rates { values[Self.groupPrefix + group] = rate }
    return values
  }

  static var groupPrefix: String { "adam.rates/" }

  /// The recipe of those values, or `nil` where one is missing or has no meaning here.
  init?(namedValues: [String: Double]) {
    guard let rate = namedValues["adam.rate"], let beta1 = namedValues["adam.beta1"],
      let beta2 = namedValues["adam.beta2"], let epsilon = namedValues["adam.epsilon"],
      let decay = namedValues["adam.decay"]
    else { return nil }
    var rates: [String: Double] = [:]
    for (name, value) in namedValues where name.hasPrefix(Self.groupPrefix) {
      rates[String(name.dropFirst(Self.groupPrefix.count))] = value
    }
    self = .adam(
      rate: rate, rates: rates, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay)
    guard self.namedValues == namedValues else { return nil }
  }
}

extension Weights<Float> {
  /// The digest of one of them.
  fileprivate func digest(of path: String) -> String? {
    self[path].map { Weights([(path: path, tensor: $0)]).digest }
  }
}
