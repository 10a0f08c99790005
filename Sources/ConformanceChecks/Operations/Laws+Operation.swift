public import SeqRec

extension Laws {
  /// The laws of an operation on the tape.
  ///
  /// - Parameters:
  ///   - shapes: the shapes of its inputs, several times. The first case should be small, at most about
  ///     64 elements: its Jacobian is compared element by element. Further ones should be odd, and some
  ///     large enough that the work is cut among threads.
  public static func ofOperation(
    _ operation: some DifferentiableOperation, shapes: [[Shape]]
  ) -> [Law] {
    let subject = "\(type(of: operation))"
    return lawsOfComputation(subject, operation, shapes: shapes) + [
      Law("the Jacobian is that of five-point differences", of: subject) { findings in
        guard let first = shapes.first else { return }
        for number in 0..<4 {
          operation.checkJacobian(at: operation.point(first, Seed(8).child(number)), &findings)
        }
      },
      Law("an input that is used twice gets the sum", of: subject) { findings in
        for (number, shapes) in shapes.enumerated() {
          operation.checkAccumulation(
            at: operation.point(shapes, Seed(9).child(number)), &findings)
        }
      },
    ]
  }
}

extension DifferentiableOperation {
  /// Each adjoint adds its share to what is there, whichever comes first.
  fileprivate func checkAccumulation(at point: Point<Double>, _ findings: inout Findings) {
    let shape = value(at: point).shape
    let bars: [Tensor<Double>] = (0..<2).map { Sample.tensor(shape, Seed(10).child($0)) }
    func gradients(_ chosen: [Int]) -> [Tensor<Double>] {
      let both = UsedTwice(operation: self, bars: bars, chosen: chosen)
      return both.gradients(at: point, adjoint: Tensor(repeating: 1, shape: []))
    }
    let (one, other) = (gradients([0]), gradients([1]))
    for (index, found) in gradients([0, 1]).enumerated() {
      var sum = one[index]
      sum.add(other[index])
      findings.expectClose(
        found, sum, Tolerance.sameInDouble, "the gradient of \(point.name(index)), used twice")
    }
  }
}

/// Two results of the same inputs, of which the chosen ones have the given adjoints.
private struct UsedTwice<Operation: DifferentiableOperation>: DifferentiableOperation {
  let operation: Operation
  let bars: [Tensor<Double>]
  let chosen: [Int]

  var parameters: [Parameter] { operation.parameters }

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    let results = (0..<2).map { _ in operation(inputs, on: &tape) }
    let (bars, chosen) = (bars, chosen)
    return tape.record(Tensor([0], shape: []), from: results) { _, adjoints in
      for one in chosen { adjoints.add(to: results[one]) { $0.add(bars[one].converted()) } }
    }
  }
}
