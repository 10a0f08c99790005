import SeqRec

/// What a recurrence over sessions minimises, in which batches, and by which optimizer.
struct SessionTraining: Sendable {
  var loss = Loss.softmax
  var batching = Batching.histories
  var samples = 0
  var sampleExponent = 0.5
  var logQ = 0.0
  var regularization = 0.0
  var elu = 0.0
  var optimizer = Rule.adam
  var momentum = 0.0

  /// By the names that `--set loss` takes.
  enum Loss: String, CaseIterable, Sendable {
    /// Among all items.
    case softmax
    /// Against a batch's other targets, and drawn items.
    case sampledSoftmax, bprMax, top1Max, bpr, top1
  }

  /// By the names that `--set batching` takes.
  enum Batching: String, CaseIterable, Sendable {
    /// Whole histories, shuffled.
    case histories
    /// One event of each of some histories a step.
    case parallel

    var ofUsers: UserBatching {
      switch self {
      case .histories: .shuffled
      case .parallel: .sideBySide
      }
    }
  }

  /// By the names that `--set optimizer` takes.
  enum Rule: String, CaseIterable, Sendable {
    case adam, adagrad
  }

  static let keys: [HyperparameterKey<Self>] = [
    .init("loss", \.loss, "what is minimised; all but softmax are of a batch's other targets"),
    .init("batching", \.batching, "whole histories, or an event of each a step"),
    .init("samples", \.samples, in: 0...1_000_000, "items drawn against a batch's targets"),
    .init(
      "sampleExponent", \.sampleExponent, "a number from 0",
      "the power of their counts that items are drawn by"
    ) { $0 >= 0 },
    .init("logQ", \.logQ, "a number", "how far sampledSoftmax allows for those counts") { _ in true
    },
    .init("lambda", \.regularization, "a number from 0", "what bprMax lets squares cost") {
      $0 >= 0
    },
    .init("elu", \.elu, "a number from 0", "what scores below 0 are bent to; 0 leaves them") {
      $0 >= 0
    },
    .init("optimizer", \.optimizer, "what moves the weights"),
    .init(
      "momentum", \.momentum, "a number from 0 to below 1", "what adagrad keeps of a step"
    ) { (0..<1).contains($0) },
  ]

  /// What a question is held against.
  private var drawing: NegativeSampling {
    .perBatch(samples, exponent: sampleExponent, withTargets: true)
  }

  var objective: any Objective {
    let elu = elu > 0 ? elu : nil
    return switch loss {
    case .softmax: SoftmaxCrossEntropy()
    case .sampledSoftmax: SampledSoftmaxCrossEntropy(drawing: drawing, logQ: logQ)
    case .bprMax: BPRMax(drawing: drawing, regularization: regularization, elu: elu)
    case .top1Max: TOP1(drawing: drawing, weighsBySoftmax: true, elu: elu)
    case .top1: TOP1(drawing: drawing, weighsBySoftmax: false, elu: elu)
    case .bpr: BayesianPersonalizedRanking(drawing: drawing, elu: elu)
    }
  }

  /// The optimizer's rule; nil for Adam's as it is.
  var rule: UpdateRule? {
    switch optimizer {
    case .adam: nil
    case .adagrad: .adagrad(momentum: momentum, epsilon: 1e-6)
    }
  }

  /// That what is set has a part in what is done.
  func check() throws(ToolError) {
    func refuse(_ isIdle: Bool, _ what: String, _ hint: String) throws(ToolError) {
      if isIdle { throw ToolError(.usage, "gru4rec: \(what)", hint: hint) }
    }
    try refuse(
      loss == .softmax && samples > 0,
      "loss=softmax is among all items and draws none, found samples=\(samples)",
      "loss=sampledSoftmax is among those that are drawn")
    try refuse(
      loss != .sampledSoftmax && logQ != 0, "only loss=sampledSoftmax has a logQ, found \(logQ)",
      "leave out logQ, or choose that loss")
    try refuse(
      loss != .bprMax && regularization > 0,
      "only loss=bprMax has a lambda, found \(regularization)",
      "leave out lambda, or choose that loss")
    try refuse(
      elu > 0 && (loss == .softmax || loss == .sampledSoftmax),
      "elu=\(elu) is for bprMax, top1Max, bpr and top1, found loss=\(loss.rawValue)",
      "leave out elu, or choose one of these")
    try refuse(
      optimizer == .adam && momentum > 0, "adam has no momentum, found \(momentum)",
      "optimizer=adagrad has one")
  }
}
