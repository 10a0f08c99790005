import Gradients
import Layers
import Tensors
import Testing

@Suite struct InitializerTests {
  private func elements(_ initializer: Initializer, _ shape: Shape, seed: UInt64 = 1) -> [Double] {
    let parameter = Parameter("p", shape: shape, initializer: initializer)
    return Weights<Double>([parameter], seed: Seed(seed))[parameter].elements
  }

  @Test func constants() {
    #expect(elements(.zeros, [2, 3]) == [0, 0, 0, 0, 0, 0])
    #expect(elements(.constant(-1.5), [3]) == [-1.5, -1.5, -1.5])
    #expect(elements(.constant(1), [0, 3]).isEmpty)
  }

  /// Mean, variance, skew and kurtosis within five standard deviations of their estimates, and the share
  /// within one deviation.
  @Test func normalNumbersHaveTheMomentsOfANormalDistribution() {
    let n = 100_000.0
    let x = elements(.normal(deviation: 0.5), [1000, 100]).map { $0 / 0.5 }
    func moment(_ power: Int) -> Double {
      x.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } } / n
    }
    #expect(abs(moment(1)) < 5 * (1 / n).squareRoot())
    #expect(abs(moment(2) - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(moment(3)) < 5 * (15 / n).squareRoot())
    #expect(abs(moment(4) - 3) < 5 * (96 / n).squareRoot())
    let share = Double(x.filter { abs($0) < 1 }.count) / n
    #expect(abs(share - 0.682689) < 5 * (0.2166 / n).squareRoot())
    #expect((x.max() ?? 0) > 4 && (x.min() ?? 0) < -4)
  }

  /// Numbers of a program that computes the same formula with a math library's log.
  @Test func normalNumbersAreLaidDownForGood() {
    var generator = Seed(42).generator()
    let x = (0..<4).map { _ in generator.normal() }
    for (value, expected) in zip(
      x, [0.34527510571138226, 0.7602303549304151, -0.5674699849391569, -0.8378112878377593])
    {
      #expect(abs(value - expected) < 1e-14)
    }
  }

  @Test func xavierHasTheVarianceOfBothSides() {
    #expect(Initializer.xavierUniform(inputs: 10, outputs: 14) == .uniform(bound: 0.5))
    #expect(Initializer.xavierNormal(inputs: 20, outputs: 12) == .normal(deviation: 0.25))
  }

  @Test func givenValuesAreTaken() {
    let values = Tensor<Float>([1, -2, 0.1], shape: [3, 1])
    #expect(elements(.values(values), [3, 1]) == values.elements.map(Double.init))
    let parameter = Parameter("p", shape: [3, 1], initializer: .values(values))
    #expect(Weights<Float>([parameter], seed: Seed(1))[parameter] == values)
  }

  @Test func equalityComparesBitsAndHashingAgrees() {
    let nan = Tensor<Float>([.nan, 1], shape: [2])
    let other = Tensor<Float>([.nan, 2], shape: [2])
    #expect(Initializer.values(nan) == .values(nan))
    #expect(Initializer.values(nan) != .values(other))
    #expect(Initializer.values(nan) != .values(nan.reshaped(to: [2, 1])))
    let all: [Initializer] = [
      .zeros, .constant(1), .constant(2), .uniform(bound: 1), .normal(deviation: 1), .values(nan),
      .values(other),
    ]
    #expect(Set(all + all).count == all.count)
    #expect(Initializer.values(nan).hashValue == Initializer.values(other).hashValue)
  }

  @Test func layersNameTheirParameters() {
    let norm = LayerNorm("block.norm", width: 3)
    #expect(norm.parameters.map(\.path) == ["block.norm.scale", "block.norm.shift"])
    let table = Embedding("items", count: 4, width: 2, initializer: .constant(7))
    #expect(table.parameters.map(\.path) == ["items.weight"])
    let linear = Linear("out", inputs: 2, outputs: 3, weight: .constant(1), bias: .constant(0.5))
    let weights = Weights<Double>(
      norm.parameters + table.parameters + linear.parameters, seed: Seed(1))
    #expect(weights[norm.scale] == Tensor(repeating: 1, shape: [3]))
    #expect(weights[norm.shift] == Tensor(zeros: [3]))

    var tape = Tape(weights)
    let rows = table([3, 0], on: &tape)
    #expect(tape[rows] == Tensor(repeating: 7, shape: [2, 2]))
    let y = linear(rows, on: &tape)
    #expect(tape[y] == Tensor(repeating: 14.5, shape: [2, 3]))
    let z = norm(y, on: &tape)
    #expect(tape[z] == Tensor(zeros: [2, 3]))
  }

  #if os(macOS) || os(Linux)
    @Test func mistakesEndTheProcess() async {
      await #expect(processExitsWith: .failure) {
        _ = Parameter("p", shape: [3], initializer: .values(Tensor(zeros: [2])))
      }
      await #expect(processExitsWith: .failure) { _ = LayerNorm("n", width: 0) }
      await #expect(processExitsWith: .failure) {
        _ = Embedding("e", count: 3, width: 0, initializer: .zeros)
      }
    }
  #endif
}
