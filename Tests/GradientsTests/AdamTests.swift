import Gradients
import Tensors
import Testing

@Suite struct AdamTests {
  /// Parameters that are trained in turns, by the definition, each with its own count of steps.
  @Test(arguments: [0, 0.01]) func equalsTheDefinition(_ decay: Double) {
    let recipe = OptimizerRecipe.adam(
      rate: 0.01, rates: ["b": 0.1], beta1: 0.8, beta2: 0.99, epsilon: 1e-6, decay: decay)
    var weights = Weights<Double>([("a", sample([3, 4], Seed(1))), ("b", sample([5], Seed(2)))])
    let parameters = [parameter("a", [3, 4]), parameter("b", [5])]
    var expected = parameters.map { weights[$0].elements }
    var means = expected.map { $0.map { _ in 0.0 } }
    var squares = means
    var steps = [0, 0]
    var optimizer = Optimizer<Double>(recipe)
    for number in 0..<30 {
      let turns = [[0], [1], [0, 1], []][number % 4]
      let given = turns.map { ($0, sample(parameters[$0].shape, Seed(9).child(number).child($0))) }
      optimizer.step(&weights, gradients(given.map { (parameters[$0.0], $0.1) }, of: weights))
      for (which, gradient) in given {
        steps[which] += 1
        let t = steps[which]
        for i in expected[which].indices {
          let g = gradient[i] + decay * expected[which][i]
          means[which][i] = 0.8 * means[which][i] + 0.2 * g
          squares[which][i] = 0.99 * squares[which][i] + 0.01 * g * g
          let m = means[which][i] / (1 - (0..<t).reduce(1.0) { p, _ in p * 0.8 })
          let v = squares[which][i] / (1 - (0..<t).reduce(1.0) { p, _ in p * 0.99 })
          expected[which][i] -= [0.01, 0.1][which] * m / (v.squareRoot() + 1e-6)
        }
      }
      for (which, parameter) in parameters.enumerated() {
        let reference = Tensor(expected[which], shape: parameter.shape)
        #expect(largestDifference(weights[parameter], reference) < 1e-12, "step \(number)")
      }
    }
  }

  /// The first step is the rate against the gradient's sign, whatever the gradient's size.
  @Test func theFirstStepIsTheRate() {
    for size in [1e-3, 1, 1e6] {
      var weights = Weights<Double>([("a", Tensor([1, 1, 1], shape: [3]))])
      let gradient = Tensor([size, -size, 0], shape: [3])
      var optimizer = Optimizer<Double>(.adam(rate: 0.5))
      optimizer.step(&weights, gradients([(parameter("a", [3]), gradient)], of: weights))
      let moved = weights["a"]?.elements ?? []
      #expect(zip(moved, [0.5, 1.5, 1]).allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(moved.last == 1)
    }
  }

  @Test func aParameterWithoutGradientIsLeftAlone() {
    var weights = Weights<Float>([("a", Tensor(zeros: [2])), ("b", Tensor(zeros: [2]))])
    let before = weights["b"]
    var optimizer = Optimizer<Float>(.adam(rate: 1))
    let gradient = Tensor<Float>([1, 1], shape: [2])
    optimizer.step(&weights, gradients([(parameter("a", [2]), gradient)], of: weights))
    #expect(weights["b"] == before && weights["a"] != before)
  }

  @Test func theLongestGroupGivesTheRate() {
    let recipe = OptimizerRecipe.adam(
      rate: 1,
      rates: ["encoder": 2, "decoders": 3, "decoders.source": 4, "decoders.source.bias": 5])
    #expect(recipe.rate(for: "encoder") == 2)
    #expect(recipe.rate(for: "encoder.weight") == 2)
    #expect(recipe.rate(for: "encoders.weight") == 1)
    #expect(recipe.rate(for: "decoders.target.weight") == 3)
    #expect(recipe.rate(for: "decoders.source.weight") == 4)
    #expect(recipe.rate(for: "decoders.source.bias") == 5)
    #expect(recipe.rate(for: "decoders.sources.bias") == 3)
    #expect(recipe.rate(for: "other") == 1)
  }

  @Test func stepsCopyNeitherParametersNorMoments() {
    let parameters = [parameter("a", [300, 200]), parameter("b", [7])]
    var weights = Weights<Float>(parameters, seed: Seed(1))
    let before = weights.paths.map { weights[$0]?.address }
    var optimizer = Optimizer<Float>(.adam(rate: 1e-3))
    var moments: Set<UInt> = []
    for step in 0..<5 {
      let given = parameters.map { ($0, Tensor<Float>(repeating: 1, shape: $0.shape)) }
      optimizer.step(&weights, gradients(given, of: weights), on: Workers(2))
      #expect(weights.paths.map { weights[$0]?.address } == before)
      if step == 0 { moments = optimizer.addresses }
      #expect(moments.count == 4 && optimizer.addresses == moments)
    }
  }

  /// At every step, also while a parameter has had none; the state that is kept does not change.
  @Test(arguments: [
    OptimizerRecipe.adam(rate: 0.01, rates: ["b": 0.1], beta2: 0.98),
    .adagrad(rate: 0.01, rates: ["b": 0.1], momentum: 0.4),
  ])
  func continuingFromAStateIsTheSameTraining(_ recipe: OptimizerRecipe) throws {
    let parameters = [parameter("a", [3, 4]), parameter("b", [5]), parameter("c", [2])]
    func run(
      _ steps: Range<Int>, _ weights: inout Weights<Double>, _ optimizer: inout Optimizer<Double>
    ) {
      for number in steps {
        let given = [[0], [0, 1], [1]][number % 3].map {
          (parameters[$0], sample(parameters[$0].shape, Seed(9).child(number).child($0)))
        }
        optimizer.step(&weights, gradients(given, of: weights))
      }
    }
    let first = Weights<Double>(parameters, seed: Seed(1))
    var whole = first
    var optimizer = Optimizer<Double>(recipe)
    run(0..<9, &whole, &optimizer)
    let end = optimizer.state(of: whole)
    #expect(end.mean.paths == ["a", "b"] && end.steps == ["a": 6, "b": 6])
    for stop in 0...9 {
      var weights = first
      var before = Optimizer<Double>(recipe)
      run(0..<stop, &weights, &before)
      let state = before.state(of: weights)
      let digests = (state.mean.digest, state.square.digest)
      var after = Optimizer<Double>(recipe, continuing: state, of: weights)
      run(stop..<9, &weights, &after)
      #expect(weights == whole && after.state(of: weights) == end)
      #expect(digests == (state.mean.digest, state.square.digest))
    }
  }

  /// A state that is not kept costs the next step nothing.
  @Test func handingOutAStateCopiesNothing() {
    let a = parameter("a", [300, 200])
    var weights = Weights<Float>([a], seed: Seed(1))
    var optimizer = Optimizer<Float>(.adam(rate: 1e-3))
    var addresses: [Set<UInt>] = []
    for _ in 0..<3 {
      let gradient = Tensor<Float>(repeating: 1, shape: a.shape)
      optimizer.step(&weights, gradients([(a, gradient)], of: weights))
      addresses.append(optimizer.addresses)
      #expect(optimizer.state(of: weights).steps["a"] == addresses.count)
    }
    #expect(addresses[0].count == 2 && Set(addresses).count == 1)
  }

  @Test func theConstantsOfARecipe() {
    let recipe = OptimizerRecipe.adam(rate: 1e-3)
    #expect(recipe.rule == .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8) && recipe.decay == 0)
    #expect(recipe != .adam(rate: 1e-3, beta2: 0.98) && recipe != .adagrad(rate: 1e-3))
    #expect(OptimizerRecipe.adagrad(rate: 1).rule == .adagrad(momentum: 0, epsilon: 1e-6))
  }

  #if os(macOS) || os(Linux)
    @Test func momentsOfOtherWeightsEndTheProcess() async {
      await #expect(processExitsWith: .failure) {
        let moment = Weights<Float>([("b", Tensor(zeros: [2]))])
        let state = OptimizerState(mean: moment, square: moment, steps: ["b": 1])
        _ = Optimizer(
          .adam(rate: 1), continuing: state, of: Weights<Float>([("a", Tensor(zeros: [2]))]))
      }
      await #expect(processExitsWith: .failure) {
        let moment = Weights<Float>([("a", Tensor(zeros: [3]))])
        let state = OptimizerState(mean: moment, square: moment, steps: ["a": 1])
        _ = Optimizer(
          .adam(rate: 1), continuing: state, of: Weights<Float>([("a", Tensor(zeros: [2]))]))
      }
      await #expect(processExitsWith: .failure) {
        let moment = Weights<Float>([("a", Tensor(zeros: [3]))])
        _ = OptimizerState(mean: moment, square: moment, steps: ["a": 0])
      }
    }
  #endif

  /// 60,000 elements are several pieces of work.
  @Test func threadsDoNotChangeABit() {
    let a = parameter("a", [300, 200])
    let results = [1, 2, 8].map { workers in
      var weights = Weights<Float>([a], seed: Seed(1))
      var optimizer = Optimizer<Float>(.adam(rate: 1e-3))
      for step in 0..<3 {
        let gradient = sample(a.shape, Seed(step == 0 ? 1 : 2)).converted(to: Float.self)
        optimizer.step(&weights, gradients([(a, gradient)], of: weights), on: Workers(workers))
      }
      return weights
    }
    #expect(results[1] == results[0] && results[2] == results[0])
  }

  private func parameter(_ path: String, _ shape: Shape) -> Parameter {
    Parameter(path, shape: shape, initializer: .uniform(bound: 1))
  }

  /// A loss with exactly these gradients.
  private func gradients<S: Scalar>(
    _ given: [(Parameter, Tensor<S>)], of weights: Weights<S>
  ) -> Gradients<S> {
    var tape = Tape(weights)
    let variables = given.map { tape.parameter($0.0) }
    let loss = tape.record(Tensor([0], shape: []), from: variables) { _, adjoints in
      for (variable, (_, gradient)) in zip(variables, given) {
        adjoints.add(to: variable) { $0.add(gradient) }
      }
    }
    return tape.backward(from: loss)
  }
}
