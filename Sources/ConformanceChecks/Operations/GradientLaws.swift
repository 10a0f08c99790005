import SeqRec

/// Tolerances, fixed by hand. Relative to the largest number in question, at least to 1.
enum Tolerance {
  /// Of a directional derivative in `Double`, by differences.
  static let direction = 1e-6
  /// Of an element of a Jacobian in `Double`, by five-point differences.
  static let jacobian = 1e-8
  /// Of what is the same but for the order of additions, in `Double`.
  static let sameInDouble = 1e-12
  /// The same in `Float`.
  static let sameInFloat = 1e-5
  /// Of `Float` against `Double`.
  static let precision = 1e-3
}

extension DifferentiableOperation {
  /// `<yBar, J x'> = <J^T yBar, x'>` for a few random directions, `J x'` by central differences.
  ///
  /// A step across a kink gives a wrong difference; a smaller one then hardly does it again.
  func checkAdjoint(at point: Point<Double>, seed: Seed? = nil, _ findings: inout Findings) {
    let value = value(at: point, seed: seed)
    findings.expectFinite(value, "the result")
    for number in 0..<3 {
      let draw = Seed(31).child(number)
      let yBar: Tensor<Double> = Sample.tensor(value.shape, draw.child("adjoint"))
      let directions: [Tensor<Double>] = point.tensors.enumerated().map {
        Sample.tensor($1.shape, draw.child("direction", $0))
      }
      let backward = zip(gradients(at: point, adjoint: yBar, seed: seed), directions)
        .reduce(0) { $0 + dot($1.0, $1.1) }
      let differences = [1e-5, 1e-7].map { h in
        let up = self.value(at: point.moved(along: directions, times: h), seed: seed)
        let down = self.value(at: point.moved(along: directions, times: -h), seed: seed)
        return (dot(yBar, up) - dot(yBar, down)) / (2 * h)
      }
      let allowed = Tolerance.direction * max(1, abs(differences[0]))
      findings.expect(
        differences.contains { abs($0 - backward) <= allowed },
        "direction \(number): differences give \(differences[0]), the adjoint \(backward), "
          + "allowed is \(allowed)")
    }
  }

  /// Every element of the Jacobian against five-point differences.
  func checkJacobian(at point: Point<Double>, _ findings: inout Findings) {
    let value = value(at: point)
    for output in 0..<value.count {
      var yBar = Tensor<Double>(zeros: value.shape)
      yBar[output] = 1
      let gradients = gradients(at: point, adjoint: yBar)
      for (position, gradient) in gradients.enumerated() {
        for element in 0..<gradient.count {
          func f(_ step: Double) -> Double {
            var moved = point
            moved.tensors[position][element] += step
            return self.value(at: moved)[output]
          }
          let h = 1e-4
          let difference = (f(-2 * h) - 8 * f(-h) + 8 * f(h) - f(2 * h)) / (12 * h)
          let allowed = Tolerance.jacobian * max(1, abs(difference))
          findings.expect(
            abs(gradient[element] - difference) <= allowed,
            "d result[\(output)] / d \(point.name(position))[\(element)]: differences give "
              + "\(difference), the adjoint \(gradient[element])")
        }
      }
    }
  }

  /// Value and gradients have the same bits on 1, 2 and 8 threads.
  func checkThreads(at point: Point<Double>, _ findings: inout Findings) {
    let (point, seed) = (point.converted(to: Float.self), Seed(5))
    let alone = value(at: point, seed: seed)
    let yBar: Tensor<Float> = Sample.tensor(alone.shape, Seed(6))
    let gradientsAlone = gradients(at: point, adjoint: yBar, seed: seed)
    for count in [2, 8] {
      let workers = Workers(count)
      findings.expectSameBits(
        value(at: point, seed: seed, on: workers), alone, "the result on \(count) threads")
      let gradients = gradients(at: point, adjoint: yBar, seed: seed, on: workers)
      for (index, gradient) in gradients.enumerated() {
        findings.expectSameBits(
          gradient, gradientsAlone[index],
          "the gradient of \(point.name(index)) on \(count) threads")
      }
    }
  }

  /// `Float` gives about what `Double` does.
  func checkPrecision(at point: Point<Double>, _ findings: inout Findings) {
    let exact = value(at: point)
    let yBar: Tensor<Double> = Sample.tensor(exact.shape, Seed(7))
    let rounded = point.converted(to: Float.self)
    findings.expectClose(
      value(at: rounded).converted(), exact, Tolerance.precision, "the result in Float")
    let gradients = gradients(at: rounded, adjoint: yBar.converted())
    for (index, gradient) in self.gradients(at: point, adjoint: yBar).enumerated() {
      findings.expectClose(
        gradients[index].converted(), gradient, Tolerance.precision,
        "the gradient of \(point.name(index)) in Float")
    }
  }

  /// Twice the same is the same; where a seed changes anything, the result is a function of it.
  func checkRandomness(at point: Point<Double>, _ findings: inout Findings) {
    let plain = value(at: point)
    findings.expectSameBits(value(at: point), plain, "the result of a second run")
    let one = value(at: point, seed: Seed(1))
    findings.expectSameBits(value(at: point, seed: Seed(1)), one, "a second run of the same seed")
    guard !one.hasSameBits(as: plain) else { return }
    let others = (2..<6).map { value(at: point, seed: Seed($0)) }
    findings.expect(
      others.contains { !$0.hasSameBits(as: one) },
      "a seed changes the result, but five seeds all in the same way")
  }
}

func dot(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
  zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
}

extension Findings {
  /// What has a path has it alone: two parameters of one path would share numbers.
  mutating func expectDistinctPaths(_ parameters: [Parameter]) {
    var known: [String: Parameter] = [:]
    for parameter in parameters {
      expect(!parameter.path.isEmpty, "a parameter of shape \(parameter.shape) has no path")
      let other = known.updateValue(parameter, forKey: parameter.path)
      expect(
        other == nil || other == parameter, "two different parameters are called \(parameter.path)")
    }
  }
}

/// The laws that every computation has to keep, whatever it is part of.
func lawsOfComputation(
  _ subject: String, _ operation: some DifferentiableOperation, shapes: [[Shape]]
) -> [Law] {
  func law(
    _ name: String,
    _ check: @escaping @Sendable (Point<Double>, inout Findings) -> Void
  ) -> Law {
    Law(name, of: subject) { findings in
      for (number, shapes) in shapes.enumerated() {
        check(operation.point(shapes, Seed(3).child(number)), &findings)
      }
    }
  }
  return [
    Law("paths of parameters are their own", of: subject) {
      $0.expectDistinctPaths(operation.parameters)
    },
    law("the gradient is that of differences") { operation.checkAdjoint(at: $0, &$1) },
    law("the gradient is that of differences in training") {
      operation.checkAdjoint(at: $0, seed: Seed(4), &$1)
    },
    law("the same bits on 1, 2 and 8 threads") { operation.checkThreads(at: $0, &$1) },
    law("Float agrees with Double") { operation.checkPrecision(at: $0, &$1) },
    law("random only with a seed, and by it alone") { operation.checkRandomness(at: $0, &$1) },
  ]
}
