import Gradients
import Tensors
import Testing

@Suite struct DropoutTests {
  @Test func withoutASeedOrARateTheResultIsTheInput() {
    for (seed, rate) in [(nil, 0.5), (Seed(1), 0)] as [(Seed?, Double)] {
      var tape = Tape(Weights<Float>([]), seed: seed)
      let x = tape.input(Tensor([1, 2], shape: [1, 2]))
      let y = tape.dropout(x, rate: rate)
      #expect(y == x)
    }
  }

  @Test(arguments: [0.1, 0.3, 0.5, 0.99])
  func survivorsAreScaledAndAsManyAsExpected(_ rate: Double) {
    let ones = Tensor<Double>(repeating: 1, shape: [200, 500])
    let y = dropped(ones, rate: rate, seed: Seed(3)).y.elements
    #expect(y.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
    // Five standard deviations of a binomial.
    let share = Double(y.filter { $0 == 0 }.count) / 1e5
    #expect(abs(share - rate) < 5 * (rate * (1 - rate) / 1e5).squareRoot())
  }

  @Test func theAdjointHasTheSameMask() {
    let x = sample([20, 30], Seed(1))
    let (y, xBar) = dropped(x, rate: 0.4, seed: Seed(8))
    for index in 0..<x.count { #expect(y[index] == x[index] * xBar[index]) }
  }

  @Test func theSeedAndTheCallDecideTheMask() {
    let ones = Tensor<Double>(repeating: 1, shape: [5, 40])
    #expect(dropped(ones, rate: 0.5, seed: Seed(1)).y == dropped(ones, rate: 0.5, seed: Seed(1)).y)
    #expect(dropped(ones, rate: 0.5, seed: Seed(1)).y != dropped(ones, rate: 0.5, seed: Seed(2)).y)
    var tape = Tape(Weights<Double>([]), seed: Seed(1))
    let x = tape.constant(ones)
    let (first, second) = (tape.dropout(x, rate: 0.5), tape.dropout(x, rate: 0.5))
    #expect(tape[first] != tape[second])
    // Rows differ too.
    let rows = (0..<5).map { row in (0..<40).map { tape[first][row, $0] } }
    #expect(Set(rows).count == 5)
  }

  @Test func edgeShapesAndLargeValues() {
    #expect(dropped(Tensor(zeros: [0, 3]), rate: 0.5, seed: Seed(1)).y.shape == [0, 3])
    #expect(dropped(Tensor(zeros: [3, 0]), rate: 0.5, seed: Seed(1)).xBar.shape == [3, 0])
    let column = dropped(Tensor(repeating: 1e300, shape: [64, 1]), rate: 0.5, seed: Seed(1)).y
    #expect(Set(column.elements) == [0, 2e300])
  }

  #if os(macOS) || os(Linux)
    @Test func theRateIsAProbabilityBelowOne() async {
      await #expect(processExitsWith: .failure) { drop(rate: 1, seed: Seed(0)) }
      await #expect(processExitsWith: .failure) { drop(rate: -0.1, seed: Seed(0)) }
      await #expect(processExitsWith: .failure) { drop(rate: .nan, seed: Seed(0)) }
      await #expect(processExitsWith: .failure) { drop(rate: 1, seed: nil) }
    }
  #endif

  private func dropped(
    _ x: Tensor<Double>, rate: Double, seed: Seed
  ) -> (y: Tensor<Double>, xBar: Tensor<Double>) {
    var tape = Tape(Weights<Double>([]), seed: seed)
    let input = tape.input(x)
    let result = tape.dropout(input, rate: rate)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(repeating: 1, shape: x.shape))
    return (y, gradients.gradient(of: input) ?? Tensor(zeros: []))
  }
}

private func drop(rate: Double, seed: Seed?) {
  var tape = Tape(Weights<Float>([]), seed: seed)
  let x = tape.constant(Tensor(zeros: [1]))
  _ = tape.dropout(x, rate: rate)
}
