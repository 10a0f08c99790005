import Gradients
import Layers
import Tensors
import Testing

@Suite struct TapeTests {
  private let a = Parameter("a", shape: [2], initializer: .zeros)
  private let b = Parameter("b", shape: [2], initializer: .zeros)
  private var weights: Weights<Double> {
    Weights([("a", Tensor([3, 4], shape: [2])), ("b", Tensor([5, 6], shape: [2]))])
  }

  @Test func aParameterIsOneVariable() {
    var tape = Tape(weights)
    #expect(tape.parameter(a) == tape.parameter(a))
    #expect(tape.parameter(a) != tape.parameter(b))
    #expect(tape[tape.parameter(b)].elements == [5, 6])
  }

  @Test func whatTheLossDoesNotDependOnHasNoGradient() {
    var tape = Tape(weights)
    let x = tape.parameter(a)
    _ = tape.squareSum(tape.parameter(b))
    let loss = tape.squareSum(x)
    let gradients = tape.backward(from: loss)
    #expect(gradients.gradient(of: a, in: weights)?.elements == [6, 8])
    #expect(gradients.gradient(of: b, in: weights) == nil)
  }

  @Test func whatComesAfterTheLossHasNoPartInIt() {
    var tape = Tape(weights)
    let loss = tape.squareSum(tape.parameter(a))
    _ = tape.squareSum(tape.parameter(a))
    #expect(tape.backward(from: loss).gradient(of: a, in: weights)?.elements == [6, 8])
  }

  /// Once directly and once through another operation: `f = |relu(a)|^2 + |a|^2`.
  @Test func usesAddUp() {
    for order in [[0, 1], [1, 0]] {
      var tape = Tape(weights)
      let x = tape.parameter(a)
      let y = tape.relu(x)
      let parts = order.map { $0 == 0 ? tape.squareSum(x) : tape.squareSum(y) }
      let loss = tape.sum(parts[0], parts[1])
      #expect(tape[loss].scalar == 50)
      #expect(tape.backward(from: loss).gradient(of: a, in: weights)?.elements == [12, 16])
    }
  }

  @Test func theSameInputTwiceInOneOperationAddsUp() {
    var tape = Tape(weights)
    let x = tape.squareSum(tape.parameter(a))
    let loss = tape.sum(x, x)
    #expect(tape.backward(from: loss).gradient(of: a, in: weights)?.elements == [12, 16])
  }

  @Test func constantsAreNotDifferentiated() {
    var tape = Tape(weights)
    let x = tape.constant(Tensor([1, 2], shape: [2]))
    var calls = 0
    let loss = tape.record(Tensor([1], shape: []), from: [x]) { _, _ in calls += 1 }
    let gradients = tape.backward(from: loss)
    #expect(calls == 0)
    #expect(gradients.gradient(of: x) == nil)
    #expect(gradients.gradient(of: a, in: weights) == nil)
  }

  /// An adjoint may offer a share to every input; those that need none are not asked to compute it.
  @Test func sharesOfConstantsAreNotComputed() {
    var tape = Tape(weights)
    let (x, c) = (tape.parameter(a), tape.constant(Tensor([1, 2], shape: [2])))
    var asked: [String] = []
    let loss = tape.record(Tensor([1], shape: []), from: [x, c]) { _, adjoints in
      adjoints.add(to: x) { _ in asked.append("x") }
      adjoints.update(c) { _, _ in asked.append("c") }
    }
    _ = tape.backward(from: loss)
    #expect(asked == ["x"])
  }

  /// What an operation keeps is not the adjoint's memory: others add to that.
  @Test func aGivenShareStaysWhatItIs() {
    let share = Tensor<Double>([1, 2], shape: [2])
    var tape = Tape(weights)
    let (x, y) = (tape.parameter(a), tape.parameter(b))
    let loss = tape.record(Tensor([1], shape: []), from: [x, y]) { _, adjoints in
      adjoints.give(share, to: x, on: .one)
      adjoints.give(share, to: y, times: 10, on: .one)
      adjoints.give(share, to: y, times: -1, on: .one)
    }
    let gradients = tape.backward(from: loss)
    #expect(gradients.gradient(of: a, in: weights) == share)
    #expect(gradients.gradient(of: a, in: weights)?.address != share.address)
    #expect(gradients.gradient(of: b, in: weights)?.elements == [9, 18])
    #expect(share.elements == [1, 2])
  }

  @Test func theLossMayBeAParameter() {
    let scalar = Parameter("s", shape: [], initializer: .zeros)
    let weights = Weights<Double>([("s", Tensor([7], shape: []))])
    var tape = Tape(weights)
    let loss = tape.parameter(scalar)
    #expect(tape.backward(from: loss).gradient(of: scalar, in: weights) == Tensor([1], shape: []))
  }

  /// The tape is gone when the gradients are there, so that the weights are nobody else's.
  @Test func afterwardsTheWeightsChangeInPlace() {
    var weights = weights
    let addresses = weights.paths.map { weights[$0]?.address }
    var tape = Tape(weights)
    let (x, y) = (tape.parameter(a), tape.parameter(b))
    let rectified = tape.relu(y)
    let (left, right) = (tape.squareSum(x), tape.squareSum(rectified))
    let loss = tape.sum(left, right)
    let gradients = tape.backward(from: loss)
    weights.update(a) { $0[0] = 1 }
    weights.update(b) { $0[1] = 1 }
    #expect(weights.paths.map { weights[$0]?.address } == addresses)
    #expect(gradients.gradient(of: a, in: weights)?.elements == [6, 8])
    #expect(gradients.gradient(of: b, in: weights)?.elements == [10, 12])
  }

  #if os(macOS) || os(Linux)
    @Test func mistakesEndTheProcess() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Double>([]))
        let x = tape.input(Tensor([1, 2], shape: [2]))
        _ = tape.backward(from: x)
      }
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Double>([]))
        _ = tape.parameter(Parameter("a", shape: [1], initializer: .zeros))
      }
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Double>([("a", Tensor(zeros: [2]))]))
        _ = tape.parameter(Parameter("a", shape: [3], initializer: .zeros))
      }
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Double>([]))
        let x = tape.input(Tensor([1, 2], shape: [2]))
        _ = tape.backward(from: x, adjoint: Tensor(zeros: [3]))
      }
    }
  #endif
}

extension Tape {
  /// `sum x^2`
  fileprivate mutating func squareSum(_ x: Variable) -> Variable {
    let value = self[x]
    return record(Tensor([value.elements.reduce(0) { $0 + $1 * $1 }], shape: []), from: [x]) {
      bar, adjoints in
      adjoints.add(to: x) { $0.add(value, times: 2 * bar.scalar) }
    }
  }

  fileprivate mutating func sum(_ x: Variable, _ y: Variable) -> Variable {
    let value = self[x].scalar + self[y].scalar
    return record(Tensor([value], shape: []), from: [x, y]) { bar, adjoints in
      adjoints.add(to: x) { $0.add(bar) }
      adjoints.add(to: y) { $0.add(bar) }
    }
  }
}
