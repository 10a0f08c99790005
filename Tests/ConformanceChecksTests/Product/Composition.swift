import ConformanceChecks
import SeqRec

/// A composition of one option for each piece.
struct Composition: Sendable, CustomStringConvertible {
  let items: Option<any ItemEncoder>
  let sequence: Option<any SequenceModel>
  let score: Option<any ScoreFunction>
  let user: Option<(any UserEncoder)?>
  let objective: Option<any Objective>

  /// A composition by the numbers of its options.
  init(_ choice: [Int]) {
    items = itemOptions[choice[0]]
    sequence = sequenceOptions[choice[1]]
    score = scoreOptions[choice[2]]
    user = userOptions[choice[3]]
    objective = objectiveOptions[choice[4]]
  }

  static let optionCounts = [
    itemOptions.count, sequenceOptions.count, scoreOptions.count, userOptions.count,
    objectiveOptions.count,
  ]

  var description: String {
    "\(items.name) / \(sequence.name) / \(score.name) / \(user.name) / \(objective.name)"
  }

  /// Whether a choice, of which nil is still open, is or can become a composition: a user that somebody
  /// reads, and one where somebody has to.
  static func isAllowed(_ choice: [Int?]) -> Bool {
    let isRead =
      choice[1].map { sequenceOptions[$0].name == readsUser } ?? true
      || choice[2].map { scoreOptions[$0].name.contains("two-hop") } ?? true
    let isRequired = choice[1].map { sequenceOptions[$0].name == readsUser } ?? false
    guard let user = choice[3] else { return true }
    return userOptions[user].name == "nobody" ? !isRequired : isRead
  }

  var laws: [Law] {
    get throws {
      let world = try World(InteractionLog([(user: "user", item: "item", timestamp: 0.0)]))
      let (items, sequence) = (items.make(world), sequence.make(world))
      let (score, objective) = (score.make(world), objective.make(world))
      guard let user = user.make(world) else {
        return laws(items, sequence, score, Never?.none, objective)
      }
      return laws(items, sequence, score, user, objective)
    }
  }

  /// Called with `any` pieces, which become the types of the composition.
  private func laws<
    Items: ItemEncoder, States: SequenceModel, Score: ScoreFunction, User: UserEncoder,
    Loss: Objective
  >(
    _: Items, _: States, _: Score, _: User?, _: Loss
  ) -> [Law] {
    Laws.ofModel(name: description) { log in
      let world = try World(log)
      guard
        let items = items.make(world) as? Items, let states = sequence.make(world) as? States,
        let score = score.make(world) as? Score, let loss = objective.make(world) as? Loss
      else { throw OptionError.anotherType }
      return try SequentialRecommender(
        items: items, sequence: states, score: score, user: user.make(world) as? User,
        objective: loss, maxLength: 5)
    }
  }
}

enum OptionError: Error {
  /// An option gives another type of piece for another log.
  case anotherType
}
