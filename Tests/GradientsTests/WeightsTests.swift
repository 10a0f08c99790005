import Gradients
import Layers
import Tensors
import Testing

@Suite struct WeightsTests {
  private let parameters = [
    Parameter("table", shape: [40, 25], initializer: .uniform(bound: 0.5)),
    Parameter("zero", shape: [3], initializer: .zeros),
    Parameter("other", shape: [40, 25], initializer: .uniform(bound: 0.5)),
  ]

  @Test func initialValues() throws {
    let weights = Weights<Double>(parameters, seed: Seed(1))
    #expect(weights.paths == ["table", "zero", "other"])
    #expect(weights["zero"] == Tensor(zeros: [3]))
    let table = try #require(weights["table"]).elements
    #expect(table.allSatisfy { (-0.5..<0.5).contains($0) })
    // Five standard deviations: of the mean 0.5 / sqrt(3 n), of the mean square 0.0745 / sqrt(n).
    let n = 1000.0
    let mean = table.reduce(0, +) / n
    #expect(abs(mean) < 5 * 0.5 / (3 * n).squareRoot())
    let square = table.reduce(0) { $0 + $1 * $1 } / n
    #expect(abs(square - 0.25 / 3) < 5 * 0.0745 / n.squareRoot())
    #expect(weights["table"] != weights["other"])
  }

  @Test func aLinearLayerBeginsAsPyTorchs() {
    let layer = Linear("l", inputs: 16, outputs: 300)
    #expect(layer.parameters.map(\.path) == ["l.weight", "l.bias"])
    #expect(layer.parameters.map(\.shape) == [[16, 300], [300]])
    let weights = Weights<Float>(layer.parameters, seed: Seed(2))
    for parameter in layer.parameters {
      let elements = weights[parameter].elements.map(abs)
      #expect(elements.allSatisfy { $0 <= 0.25 })
      #expect(elements.contains { $0 > 0.24 })
    }
  }

  /// What else the model has, and in which order, does not matter.
  @Test func aFirstValueDependsOnSeedAndPathAlone() {
    let all = Weights<Float>(parameters, seed: Seed(1))
    let alone = Weights<Float>([parameters[2]], seed: Seed(1))
    #expect(all["other"] == alone["other"])
    #expect(Weights<Float>([parameters[2]], seed: Seed(2))["other"] != alone["other"])
    let doubles = Weights<Double>(parameters, seed: Seed(1))["table"]?.elements.map(Float.init)
    #expect(doubles == all["table"]?.elements)
  }

  @Test func aCopyIsASnapshot() {
    var weights = Weights<Float>(parameters, seed: Seed(1))
    let snapshot = weights
    weights.update(parameters[1]) { $0[0] = 1 }
    #expect(weights != snapshot)
    #expect(snapshot[parameters[1]][0] == 0 && weights[parameters[1]][0] == 1)
    #expect(weights["table"]?.address == snapshot["table"]?.address)
    weights[parameters[1]] = Tensor(zeros: [3])
    #expect(weights == snapshot)
  }

  /// Every bit, into memory that stays where it is and is nobody else's.
  @Test func copyingElementsSharesNothing() {
    var weights = Weights<Float>(parameters, seed: Seed(1))
    weights.update(parameters[1]) {
      $0[0] = -0.0
      $0[1] = .leastNonzeroMagnitude
    }
    var copy = Weights<Float>(parameters, seed: Seed(2))
    let addresses = copy.paths.map { copy[$0]?.address }
    copy.copyElements(of: weights)
    #expect(copy == weights)
    #expect(copy.paths.map { copy[$0]?.address } == addresses)
    #expect(weights.paths.allSatisfy { !addresses.contains(weights[$0]?.address) })
  }

  @Test func lookUps() {
    let weights = Weights<Float>(parameters, seed: Seed(1))
    #expect(weights["nothing"] == nil)
    #expect(weights[parameters[0]] == weights["table"])
  }

  @Test func equalityAndDigestSeeEveryBit() {
    func weights(_ path: String, _ elements: [Float], _ shape: Shape) -> Weights<Float> {
      Weights([(path, Tensor(elements, shape: shape))])
    }
    let zero = weights("a", [0, 0], [2])
    let others = [
      weights("b", [0, 0], [2]), weights("a", [0, 0], [2, 1]), weights("a", [0, 0], [1, 2]),
      weights("a", [0, -0.0], [2]), weights("a", [-0.0, 0], [2]),
      weights("a", [0, .leastNonzeroMagnitude], [2]), weights("a", [0], [1]), Weights([]),
    ]
    let all = [zero] + others
    #expect(Set(all.map(\.digest)).count == all.count)
    for (i, a) in all.enumerated() {
      for (j, b) in all.enumerated() { #expect((a == b) == (i == j)) }
      #expect(a.digest.count == 16)
      #expect(a.digest.allSatisfy { "0123456789abcdef".contains($0) })
    }
    let nan = weights("a", [.nan, 0], [2])
    #expect(nan == weights("a", [.nan, 0], [2]))
  }

  /// Two parameters' numbers exchanged are other weights.
  @Test func theOrderCounts() {
    let (x, y) = (Tensor<Float>([1], shape: [1]), Tensor<Float>([2], shape: [1]))
    let weights = Weights([("a", x), ("b", y)])
    #expect(weights != Weights([("a", y), ("b", x)]))
    #expect(weights.digest != Weights([("a", y), ("b", x)]).digest)
    #expect(weights != Weights([("b", y), ("a", x)]))
  }

  /// Laid down for good, so that digests in reports can be compared.
  @Test func theDigestIsTheSameOnEveryPlatform() {
    let weights = Weights<Float>([("a", Tensor([1, -2.5, 0], shape: [3]))])
    #expect(weights.digest == "67d7e090e69917b8")
    #expect(Weights<Float>(parameters, seed: Seed(1)).digest == "ae7ce18937ab056d")
  }

  #if os(macOS) || os(Linux)
    @Test func mistakesEndTheProcess() async {
      await #expect(processExitsWith: .failure) {
        _ = Weights<Float>([("a", Tensor(zeros: [1])), ("a", Tensor(zeros: [1]))])
      }
      await #expect(processExitsWith: .failure) {
        let parameter = Parameter("a", shape: [1], initializer: .zeros)
        var weights = Weights<Float>([parameter], seed: Seed(0))
        weights[parameter] = Tensor(zeros: [2])
      }
      await #expect(processExitsWith: .failure) {
        _ = Weights<Float>([])[Parameter("a", shape: [1], initializer: .zeros)]
      }
      await #expect(processExitsWith: .failure) { _ = Linear("l", inputs: 0, outputs: 1) }
    }
  #endif
}
