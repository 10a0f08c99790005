import ConformanceChecks
import SeqRec

/// `x^2` with an adjoint that is wrong in one way.
struct BrokenOperation: DifferentiableOperation {
  enum Fault: CaseIterable {
    case forgetsTheFactor, hasTheWrongSign, overwrites, cutsByThreads, roundsInDouble
  }

  let fault: Fault

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    let x = tape[inputs[0]]
    var y = x
    for index in 0..<x.count { y[index] = x[index] * x[index] }
    if fault == .cutsByThreads && tape.workers.count > 1 { y[0] += S(1e-3) }
    if fault == .roundsInDouble && S.self == Float.self { y[0] += S(0.01) }
    let factor: S = fault == .forgetsTheFactor ? 1 : fault == .hasTheWrongSign ? -2 : 2
    return tape.record(y, from: inputs) { yBar, adjoints in
      adjoints.update(inputs[0]) { xBar, accumulate in
        for index in 0..<x.count {
          let share = factor * x[index] * yBar[index]
          xBar[index] = accumulate && fault != .overwrites ? xBar[index] + share : share
        }
      }
    }
  }
}
