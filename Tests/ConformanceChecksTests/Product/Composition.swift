import ConformanceChecks
import SeqRec

/// A composition of one option for each of the four pieces.
struct Composition: Sendable, CustomStringConvertible {
  let items: Option<any ItemEncoder>
  let sequence: Option<any SequenceModel>
  let score: Option<any ScoreFunction>
  let objective: Option<any Objective>

  /// A composition by the numbers of its options.
  init(_ choice: [Int]) {
    items = itemOptions[choice[0]]
    sequence = sequenceOptions[choice[1]]
    score = scoreOptions[choice[2]]
    objective = objectiveOptions[choice[3]]
  }

  static let optionCounts = [
    itemOptions.count, sequenceOptions.count, scoreOptions.count, objectiveOptions.count,
  ]

  var description: String { "\(items.name) / \(sequence.name) / \(score.name) / \(objective.name)" }

  var laws: [Law] {
    get throws {
      let world = try World(InteractionLog([(user: "user", item: "item", timestamp: 0.0)]))
      let (items, sequence) = (items.make(world), sequence.make(world))
      let (score, objective) = (score.make(world), objective.make(world))
      return laws(items, sequence, score, objective)
    }
  }

  /// Called with `any` pieces, which become the types of the composition.
  private func laws<Items: ItemEncoder, States: SequenceModel, Score: ScoreFunction, Loss: Objective>(
    _: Items, _: States, _: Score, _: Loss
  ) -> [Law] {
    Laws.ofModel(name: description) { log in
      let world = try World(log)
      guard
        let items = items.make(world) as? Items, let states = sequence.make(world) as? States,
        let score = score.make(world) as? Score, let loss = objective.make(world) as? Loss
      else { throw OptionError.anotherType }
      return try SequentialRecommender(
        items: items, sequence: states, score: score, objective: loss, maxLength: 5)
    }
  }
}

enum OptionError: Error {
  /// An option gives another type of piece for another log.
  case anotherType
}
