import Foundation
import Gradients
import Tensors
import Testing

/// What every operation has to pass; see `OpCatalog.swift`.
@Suite struct OpChecks {
  @Test func everyOperationIsInTheCatalog() throws {
    let ops = URL(filePath: #filePath).appending(path: "../../../Sources/Gradients/Ops")
    let files = try FileManager.default.contentsOfDirectory(atPath: ops.standardized.path)
      .filter { $0.hasSuffix(".swift") }
      .map { String($0.dropLast(6)) }
    #expect(!files.isEmpty)
    #expect(Set(files) == Set(opCatalog.map(\.file)))
  }

  @Test(arguments: opCatalog.indices) func valueEqualsTheNaiveReference(_ index: Int) {
    let op = opCatalog[index]
    for (inputs, seed) in samples(op) {
      let value = run(op, inputs, seed).value
      let reference = op.reference(of: inputs, seed: seed)
      #expect(value.shape == reference.shape, "\(op)")
      #expect(largestDifference(value, reference) <= 1e-12 * max(1, magnitude(reference)), "\(op)")
    }
  }

  /// <yBar, J x'> = <J^T yBar, x'>, with J x' by central differences.
  @Test(arguments: opCatalog.indices) func adjointPassesTheDotProductTest(_ index: Int) {
    let op = opCatalog[index]
    for (inputs, seed) in samples(op) {
      let directions = inputs.enumerated().map { sample($1.shape, seed.child("direction", $0)) }
      let yBar = sample(run(op, inputs, seed).value.shape, seed.child("bar"))
      let h = 1e-6
      func moved(_ factor: Double) -> Tensor<Double> {
        let moved = zip(inputs, directions).map { x, direction in
          var y = x
          y.add(direction, times: factor * h)
          return y
        }
        return run(op, moved, seed).value
      }
      let (up, down) = (moved(1), moved(-1))
      let forward = (0..<yBar.count).reduce(0) { $0 + yBar[$1] * (up[$1] - down[$1]) / (2 * h) }
      let backward = zip(run(op, inputs, seed, yBar).gradients, directions)
        .reduce(0) { $0 + dot($1.0, $1.1) }
      #expect(abs(forward - backward) <= 1e-6 * max(1, abs(forward)), "\(op) \(inputs[0].shape)")
    }
  }

  @Test(arguments: opCatalog.indices) func jacobianEqualsFivePointDifferences(_ index: Int) {
    let op = opCatalog[index]
    for seed in (0..<8).map({ Seed(77).child($0) }) {
      let inputs = inputs(op.cases[0], seed)
      #expect(inputs.reduce(0) { $0 + $1.count } <= 64)
      let outputs = run(op, inputs, seed).value
      for output in 0..<outputs.count {
        var yBar = Tensor<Double>(zeros: outputs.shape)
        yBar[output] = 1
        let gradients = run(op, inputs, seed, yBar).gradients
        for (position, input) in inputs.enumerated() {
          for element in 0..<input.count {
            func f(_ step: Double) -> Double {
              var moved = inputs
              moved[position][element] += step
              return run(op, moved, seed).value[output]
            }
            let h = 1e-4
            let difference = (f(-2 * h) - 8 * f(-h) + 8 * f(h) - f(2 * h)) / (12 * h)
            #expect(
              abs(gradients[position][element] - difference) <= 1e-9, "\(op) input \(position)")
          }
        }
      }
    }
  }

  /// An input that is used twice gets the sum of both shares, whichever comes first.
  @Test(arguments: opCatalog.indices) func accumulatingEqualsAdding(_ index: Int) {
    let op = opCatalog[index]
    for (inputs, seed) in samples(op) {
      let shape = run(op, inputs, seed).value.shape
      let bars = [sample(shape, seed.child("bar", 0)), sample(shape, seed.child("bar", 1))]
      func gradients(_ choice: [Int]) -> [Tensor<Double>] {
        var tape = Tape(Weights<Double>([]), seed: seed)
        let variables = inputs.map { tape.input($0) }
        let results = (0..<2).map { _ in op.apply(to: variables, seed: seed, on: &tape) }
        let joined = tape.record(Tensor([0], shape: []), from: results) { _, adjoints in
          for one in choice { adjoints.add(to: results[one]) { $0.add(bars[one]) } }
        }
        let gradients = tape.backward(from: joined)
        return zip(variables, inputs).map { gradients.gradient(of: $0) ?? Tensor(zeros: $1.shape) }
      }
      for (both, (one, other)) in zip(gradients([0, 1]), zip(gradients([0]), gradients([1]))) {
        var sum = one
        sum.add(other)
        #expect(largestDifference(both, sum) <= 1e-12 * max(1, magnitude(sum)), "\(op)")
      }
    }
  }

  @Test(arguments: opCatalog.indices) func bitsDoNotDependOnTheNumberOfWorkers(_ index: Int) {
    let op = opCatalog[index]
    for (inputs, seed) in samples(op) {
      let inputs = inputs.map { $0.converted(to: Float.self) }
      let yBar = sample(run(op, inputs, seed).value.shape, seed.child("bar")).converted(
        to: Float.self)
      let alone = run(op, inputs, seed, yBar, workers: .one)
      for count in [2, 8] {
        let shared = run(op, inputs, seed, yBar, workers: Workers(count))
        #expect(shared.value.hasSameBits(as: alone.value), "\(op)")
        for (a, b) in zip(shared.gradients, alone.gradients) {
          #expect(a.hasSameBits(as: b), "\(op) \(a.shape)")
        }
      }
    }
  }

  @Test(arguments: opCatalog.indices) func floatAgreesWithDouble(_ index: Int) {
    let op = opCatalog[index]
    for (inputs, seed) in samples(op) {
      let yBar = sample(run(op, inputs, seed).value.shape, seed.child("bar"))
      let exact = run(op, inputs, seed, yBar)
      let rounded = run(
        op, inputs.map { $0.converted(to: Float.self) }, seed, yBar.converted(to: Float.self))
      expectClose(rounded.value, exact.value, op)
      for (a, b) in zip(rounded.gradients, exact.gradients) { expectClose(a, b, op) }
    }
  }

  private func expectClose(_ a: Tensor<Float>, _ b: Tensor<Double>, _ op: any CatalogedOp) {
    let unit = Double(Float(magnitude(b)).ulp)
    #expect(
      largestDifference(a.converted(to: Double.self), b) <= max(op.ulps, 0.5) * unit,
      "\(op) \(b.shape)")
  }

  // MARK: Running an entry

  private func inputs(_ shapes: [Shape], _ seed: Seed) -> [Tensor<Double>] {
    shapes.enumerated().map { sample($1, seed.child("input", $0)) }
  }

  private func samples(_ op: any CatalogedOp) -> [(inputs: [Tensor<Double>], seed: Seed)] {
    op.cases.flatMap { shapes in
      (0..<8).map { number in
        let seed = Seed(1).child(number)
        return (inputs(shapes, seed), seed)
      }
    }
  }

  private func run<S: Scalar>(
    _ op: any CatalogedOp, _ inputs: [Tensor<S>], _ seed: Seed, _ yBar: Tensor<S>? = nil,
    workers: Workers = .one
  ) -> (value: Tensor<S>, gradients: [Tensor<S>]) {
    var tape = Tape(Weights<S>([]), seed: seed, workers: workers)
    let variables = inputs.map { tape.input($0) }
    let result = op.apply(to: variables, seed: seed, on: &tape)
    let value = tape[result]
    guard let yBar else { return (value, []) }
    let gradients = tape.backward(from: result, adjoint: yBar)
    return (
      value,
      zip(variables, inputs).map { gradients.gradient(of: $0) ?? Tensor(zeros: $1.shape) }
    )
  }
}

func dot(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
  zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
}

func magnitude(_ x: Tensor<Double>) -> Double { x.elements.map(abs).max() ?? 0 }

func largestDifference(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
  guard a.shape == b.shape else { return .infinity }
  // A NaN compares with nothing: it would be lost in a maximum.
  return zip(a.elements, b.elements).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}
