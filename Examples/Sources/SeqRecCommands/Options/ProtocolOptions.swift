import ArgumentParser
import SeqRec

/// How a model is measured.
enum EvaluationProtocol: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// Every event of a period is scored in time order and then revealed.
  case futureInteraction = "future-interaction"
  /// The last event of each user is scored.
  case leaveOneOut = "leave-one-out"
}

/// How many negatives the target of a user meets.
enum NegativeCount: String, CaseIterable, ExpressibleByArgument, Sendable {
  case fifty = "50"
  case ninetyNine = "99"
  case hundred = "100"
  case all
}

/// What the target of a user is ranked among.
struct NegativesSetting: Sendable {
  /// Nil for all items.
  let count: Int?
  let seed: UInt64
  let rule: NegativesRule

  func candidates(_ seen: SeenItems) -> CandidateSet {
    count.map(CandidateSet.sampled) ?? (seen == .filtered ? .full : .unfiltered)
  }

  /// How a split is ranked: the report under number 0, a validation on the way under its epoch.
  func evaluation(of split: Split, number: Int) -> LeaveOneOut {
    LeaveOneOut(
      split, negatives: count.map { [$0] } ?? [], seed: seed, rule: rule,
      users: rule.users(seed: seed), draw: rule.draw(number))
  }

  /// `sampled(100)` or `all items`.
  var phrase: String { count.map { "sampled(\($0))" } ?? "full ranking" }
}

/// What leave-one-out leaves to choose.
struct NegativesOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "leave-one-out: how many items a user's target is ranked against. (default: 100)"))
  var negatives: NegativeCount?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "leave-one-out: what they are drawn from, whatever seed trains. (default: 0)",
      valueName: "n"))
  var negativesSeed: UInt64?

  @Option(
    help: ArgumentHelp(
      "leave-one-out: all different and none of the user's, or the loose draw of SASRec's code, anew at "
        + "each evaluation and for 10000 users at most. (default: distinct)"))
  var negativesRule: NegativesRule?

  /// That the protocol reads what was said.
  ///
  /// - Throws: `ToolError` with status 64.
  func check(_ evaluationProtocol: EvaluationProtocol?, seen: SeenItems) throws(ToolError) {
    let isSampled = negatives != .all
    if evaluationProtocol == .leaveOneOut {
      guard isSampled || (negativesSeed == nil && negativesRule == nil) else {
        throw ToolError(
          .usage,
          "--negatives all: nothing is drawn, so --negatives-seed and --negatives-rule "
            + "mean nothing")
      }
      guard seen == .filtered || !isSampled else {
        throw ToolError(
          .usage, "--seen keep: sampled negatives are never seen items",
          hint: "--negatives all ranks among all items")
      }
    } else if negatives != nil || negativesSeed != nil || negativesRule != nil {
      throw ToolError(
        .usage, "--negatives, --negatives-seed and --negatives-rule belong to leave-one-out",
        hint: "name it with --protocol")
    }
  }

  /// The same, with what was not said as for the training of a checkpoint.
  func completed(by manifest: CheckpointManifest) -> NegativesOptions {
    let heldOut = manifest.data.heldOut
    var copy = self
    if negatives == nil {
      copy.negatives = heldOut["negatives"].flatMap { NegativeCount(rawValue: "\($0)") }
    }
    guard copy.negatives != .all else { return copy }
    if negativesSeed == nil {
      copy.negativesSeed = heldOut["negativesSeed"].flatMap { UInt64("\($0)") }
    }
    if negativesRule == nil {
      copy.negativesRule = heldOut["negativesRule"].flatMap { NegativesRule(rawValue: "\($0)") }
    }
    return copy
  }

  /// Says what the preset of a model leaves to these options, where they were not used.
  func note(preset: String, of recipes: [any ShippedModel], to progress: Progress) {
    guard negativesRule != .paperCode else { return }
    for recipe in recipes {
      let model = type(of: recipe)
      guard let note = model.note(onPreset: preset) else { continue }
      progress.note("the preset \(preset) of \(model.name) \(note)")
    }
  }

  /// What a protocol holds out of a log.
  ///
  /// - Throws: `ToolError` with status 65 where a part is empty.
  func heldOut(
    of dataset: Dataset, by evaluationProtocol: EvaluationProtocol, seen: SeenItems
  ) throws(ToolError) -> HeldOut {
    switch evaluationProtocol {
    case .futureInteraction:
      try HeldOut.future(of: dataset, seen: seen)
    case .leaveOneOut:
      try HeldOut.lastItems(
        of: dataset,
        negatives: NegativesSetting(
          count: Int((negatives ?? .hundred).rawValue), seed: negativesSeed ?? 0,
          rule: negativesRule ?? .distinct),
        seen: seen)
    }
  }
}
