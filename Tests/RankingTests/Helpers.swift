import Interactions
import Ranking
import Tensors

func generator(_ number: Int) -> SplitMix64 { Seed(3).child(number).generator() }

extension SplitMix64 {
  mutating func int(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

func row(_ scores: [Float]) -> Tensor<Float> { Tensor(scores, shape: [1, scores.count]) }

/// A log with repeats and equal times.
func randomLog(
  _ number: Int, events: Int = 60, users: Int = 6, items: Int = 9
) -> InteractionLog {
  var generator = generator(number)
  return InteractionLog(
    (0..<events).map {
      ("u\(generator.int(below: users))", "i\(generator.int(below: items))", Double($0 / 3))
    })
}
