import Gradients
import Tensors
import Testing

@Suite struct CausalAttentionTests {
  @Test func aRowAloneGivesItsValue() {
    let inputs = rows(1, 6)
    let (out, gradients) = attend(inputs, starts: [0, 1], heads: 2)
    #expect(out == inputs[2])
    // The weight is one whatever query and key are.
    #expect(gradients[0].elements.allSatisfy { $0 == 0 })
    #expect(gradients[1].elements.allSatisfy { $0 == 0 })
    #expect(gradients[2].elements.allSatisfy { $0 == 1 })
  }

  @Test func equalKeysGiveRunningMeans() {
    let (length, width) = (40, 3)
    var inputs = rows(length, width)
    inputs[1] = Tensor(repeating: 0.5, shape: [length, width])
    let out = attend(inputs, starts: [0, length]).out
    var sum = [Double](repeating: 0, count: width)
    for i in 0..<length {
      for c in 0..<width {
        sum[c] += Double(inputs[2][i, c])
        #expect(abs(Double(out[i, c]) - sum[c] / Double(i + 1)) < 1e-6)
      }
    }
  }

  /// Two keys, logits 0 and ln 3: the weights are 1/4 and 3/4.
  @Test func closedForm() {
    let inputs: [Tensor<Float>] = [
      Tensor([0, 1], shape: [2, 1]), Tensor([0, 1.0986123], shape: [2, 1]),
      Tensor([4, 8], shape: [2, 1]),
    ]
    let (out, gradients) = attend(inputs, starts: [0, 2])
    #expect(close(out, [4, 7]))
    // sBar = 3/4 (8 - 7) for the second key, and the opposite for the first.
    #expect(close(gradients[0], [0, 0.75 * 1.0986123]))
    #expect(close(gradients[1], [-0.75, 0.75]))
    #expect(close(gradients[2], [1.25, 0.75]))
  }

  @Test(arguments: [1, 15, 16, 17, 40, 99]) func laterRowsChangeNoEarlierBit(_ length: Int) {
    let inputs = rows(100, 10)
    let all = attend(inputs, starts: [0, 100], heads: 2, rate: 0.2, seed: Seed(4)).out
    let other = rows(100, 10, seed: 9)
    let changed = zip(inputs, other).map { old, new in
      Tensor(
        Array(old.elements.prefix(length * 10) + new.elements.dropFirst(length * 10)),
        shape: old.shape)
    }
    let after = attend(changed, starts: [0, 100], heads: 2, rate: 0.2, seed: Seed(4)).out
    let first = inputs.map { Tensor(Array($0.elements.prefix(length * 10)), shape: [length, 10]) }
    let alone = attend(first, starts: [0, length], heads: 2, rate: 0.2, seed: Seed(4)).out
    #expect(after.elements.prefix(length * 10) == all.elements.prefix(length * 10))
    #expect(after.elements.dropFirst(length * 10) != all.elements.dropFirst(length * 10))
    // As if the later rows were not there.
    #expect(alone.elements[...] == all.elements.prefix(length * 10))
  }

  @Test func otherSequencesHaveNoInfluence() {
    let inputs = rows(90, 8)
    let together = attend(inputs, starts: [0, 20, 20, 70, 90], heads: 2)
    for range in [0..<20, 20..<70, 70..<90] {
      func part(_ x: Tensor<Float>) -> Tensor<Float> {
        Tensor(
          Array(x.elements[range.lowerBound * 8..<range.upperBound * 8]), shape: [range.count, 8])
      }
      let alone = attend(inputs.map(part), starts: [0, range.count], heads: 2)
      #expect(alone.out == part(together.out))
      #expect(alone.gradients == together.gradients.map(part))
    }
  }

  @Test func headsAreColumns() {
    let inputs = rows(30, 8)
    let together = attend(inputs, starts: [0, 30], heads: 2)
    for head in 0..<2 {
      func part(_ x: Tensor<Float>) -> Tensor<Float> {
        Tensor((0..<30).flatMap { row in (0..<4).map { x[row, 4 * head + $0] } }, shape: [30, 4])
      }
      let alone = attend(inputs.map(part), starts: [0, 30])
      #expect(alone.out == part(together.out))
      #expect(alone.gradients == together.gradients.map(part))
    }
  }

  @Test(arguments: [1e4, -1e4] as [Float]) func largeLogits(_ size: Float) {
    var inputs = rows(40, 4)
    inputs[0] = Tensor(repeating: size, shape: [40, 4])
    let (out, gradients) = attend(inputs, starts: [0, 40])
    #expect(out.elements.allSatisfy { abs($0) <= 1.5001 })
    #expect(gradients.allSatisfy { $0.elements.allSatisfy(\.isFinite) })
  }

  /// With values of one a row is the share of its weights that survives, scaled: one on average.
  @Test func dropoutKeepsTheMean() {
    let (length, rate) = (400, 0.3)
    let zeros = Tensor<Float>(zeros: [length, 2])
    let ones = Tensor<Float>(repeating: 1, shape: [length, 2])
    let out = attend(
      [zeros, zeros, ones], starts: [0, length], heads: 2, rate: rate, seed: Seed(1)
    ).out
    // Row i averages i + 1 draws for each head; five standard deviations of the last 300 rows' mean.
    let last = out.elements.dropFirst(200).map(Double.init)
    let mean = last.reduce(0, +) / Double(last.count)
    #expect(abs(mean - 1) < 5 * (rate / (1 - rate) / 100 / 600).squareRoot())
    #expect((0..<length).contains { out[$0, 0] != out[$0, 1] }, "heads drop the same weights")
    let other = attend(
      [zeros, zeros, ones], starts: [0, length], heads: 2, rate: rate, seed: Seed(2)
    ).out
    #expect(other != out)
    let none = attend([zeros, zeros, ones], starts: [0, length], heads: 2, rate: rate).out
    #expect(none.elements.allSatisfy { abs($0 - 1) < 1e-6 })
  }

  @Test func oneVariableInAllPlaces() {
    let x = rows(20, 6)[0]
    let apart = attend([x, x, x], starts: [0, 7, 20], heads: 2)
    var tape = Tape(Weights<Float>([]))
    let variable = tape.input(x)
    let out = tape.causalAttention(
      query: variable, key: variable, value: variable, starts: [0, 7, 20], heads: 2)
    let gradient = tape.backward(from: out, adjoint: Tensor(repeating: 1, shape: x.shape))
      .gradient(of: variable)
    var sum = apart.gradients[0]
    sum.add(apart.gradients[1])
    sum.add(apart.gradients[2])
    #expect(gradient == sum)
  }

  @Test func noSequencesAndNoColumns() {
    #expect(attend(rows(0, 4), starts: [0]).out.shape == [0, 4])
    #expect(attend(rows(0, 4), starts: [0, 0, 0]).gradients.allSatisfy { $0.shape == [0, 4] })
    #expect(attend(rows(3, 0), starts: [0, 3]).out.shape == [3, 0])
  }

  #if os(macOS) || os(Linux)
    @Test func startsAndHeadsFitTheRows() async {
      await #expect(processExitsWith: .failure) { run(rows: 4, starts: [0, 3], heads: 1) }
      await #expect(processExitsWith: .failure) { run(rows: 4, starts: [1, 4], heads: 1) }
      await #expect(processExitsWith: .failure) { run(rows: 4, starts: [0, 3, 2, 4], heads: 1) }
      await #expect(processExitsWith: .failure) { run(rows: 4, starts: [], heads: 1) }
      await #expect(processExitsWith: .failure) { run(rows: 4, starts: [0, 4], heads: 3) }
      await #expect(processExitsWith: .failure) { run(rows: 4, starts: [0, 4], heads: 0) }
    }
  #endif

  // MARK: Running

  private func rows(_ count: Int, _ width: Int, seed: Int = 1) -> [Tensor<Float>] {
    (0..<3).map { sample([count, width], Seed(3).child(seed).child($0)).converted() }
  }

  /// The value, and the gradients for an adjoint of ones.
  private func attend(
    _ inputs: [Tensor<Float>], starts: [Int], heads: Int = 1, rate: Double = 0, seed: Seed? = nil
  ) -> (out: Tensor<Float>, gradients: [Tensor<Float>]) {
    var tape = Tape(Weights<Float>([]), seed: seed)
    let variables = inputs.map { tape.input($0) }
    let result = tape.causalAttention(
      query: variables[0], key: variables[1], value: variables[2], starts: starts, heads: heads,
      dropout: rate)
    let out = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(repeating: 1, shape: out.shape))
    return (out, variables.map { gradients.gradient(of: $0) ?? Tensor(zeros: []) })
  }

  private func close(_ x: Tensor<Float>, _ expected: [Float]) -> Bool {
    zip(x.elements, expected).allSatisfy { abs($0 - $1) <= 2e-6 }
  }
}

private func run(rows: Int, starts: [Int], heads: Int) {
  var tape = Tape(Weights<Float>([]))
  let x = tape.constant(Tensor(zeros: [rows, 4]))
  _ = tape.causalAttention(query: x, key: x, value: x, starts: starts, heads: heads)
}
