import Tensors

/// An event of a synthetic log, with the weights that its item was drawn by.
package struct SyntheticStep {
  package typealias Record = (user: String, item: String, timestamp: Double)

  package let item: Int
  package let weights: [Int]
  let time: Int

  func record(of user: Int, in world: SyntheticWorld) -> Record {
    (user: SyntheticLog.id(ofUser: user), item: world.names[item], timestamp: Double(time))
  }
}

/// The events of one user of a synthetic log, at ascending times.
package struct SyntheticWalk: Sequence, IteratorProtocol {
  private let world: SyntheticWorld
  private let longestGap: Int
  private var generator: SplitMix64
  private var user: SyntheticUser
  private var time: Int
  private var left: Int

  init(in world: SyntheticWorld, eventsPerUser: Int, generator: SplitMix64) {
    self.world = world
    self.generator = generator
    let least = (eventsPerUser + 1) / 2
    left = Swift.min(
      world.names.count,
      least + self.generator.index(below: 2 * (eventsPerUser - least) + 1))
    longestGap = Swift.max(1, Self.span / (4 * eventsPerUser))
    time = Self.start + self.generator.index(below: Self.span)
    user = SyntheticUser(in: world, &self.generator)
  }

  package mutating func next() -> SyntheticStep? {
    guard left > 0 else { return nil }
    user.drift(in: world, &generator)
    let weights = user.weights(in: world)
    let step = SyntheticStep(item: generator.index(weights: weights), weights: weights, time: time)
    user.observe(step.item)
    time += 1 + generator.index(below: longestGap)
    left -= 1
    return step
  }

  private static let start = 1_600_000_000
  private static let span = 120 * 86_400
}
