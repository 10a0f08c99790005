import SeqRec

extension TrainingHistory {
  /// `epochsRun`, `bestEpoch` and the learning curves as members of an object; `criterion` names what was
  /// measured.
  func members(criterion: String) -> [(key: String, value: JSON)] {
    [
      ("epochsRun", .integer(epochsRun)), ("bestEpoch", bestEpoch.map { .integer($0) } ?? .null),
      ("losses", .array(losses.map { .number($0) })),
      (
        "validations",
        .array(
          validations.map { ["epoch": .integer($0.epoch), criterion: .number($0.value)] })
      ),
    ]
  }
}
