extension KernelSet {
  /// Plain loops, one statement a formula: what every other kernel is held against, and what `Double`
  /// computes with.
  package static var reference: KernelSet {
    KernelSet(
      name: "reference",
      leftRows: 1,
      packLeft: { m, k, a, row, column, packed in
        for i in 0..<m {
          for p in 0..<k { packed[i * k + p] = a[i * row + p * column] }
        }
      },
      multiplyPacked: { m, n, k, left, b, row, column, c, cRow, addend, addendRow in
        for i in 0..<m {
          for j in 0..<n {
            var sum: S = 0
            for p in 0..<k { sum += left[i * k + p] * b[p * row + j * column] }
            c[i * cRow + j] = addend.map { $0[i * addendRow + j] + sum } ?? sum
          }
        }
      },
      multiplyRow: { k, n, x, b, row, y, accumulate in
        for j in 0..<n {
          var sum: S = 0
          for p in 0..<k { sum += x[p] * b[p * row + j] }
          y[j] = accumulate ? y[j] + sum : sum
        }
      },
      multiplyRowsByVector: { n, k, b, row, x, y, accumulate in
        for j in 0..<n {
          var sum: S = 0
          for p in 0..<k { sum += b[j * row + p] * x[p] }
          y[j] = accumulate ? y[j] + sum : sum
        }
      },
      gatherRows: { count, indices, values, table, row, width, y in
        for e in 0..<count {
          for j in 0..<width { y[j] += values[e] * table[Int(indices[e]) * row + j] }
        }
      },
      scatterRows: { count, indices, values, x, table, row, width in
        for e in 0..<count {
          for j in 0..<width { table[Int(indices[e]) * row + j] += values[e] * x[j] }
        }
      },
      fill: { n, value, y in
        for i in 0..<n { y[i] = value }
      },
      scale: { n, factor, x, y, accumulate in
        for i in 0..<n { y[i] = accumulate ? y[i] + factor * x[i] : factor * x[i] }
      },
      addCompensated: { n, factor, x, y, rest in
        for i in 0..<n {
          let (before, added) = (y[i], factor * x[i] + rest[i])
          y[i] = before + added
          rest[i] = added - (y[i] - before)
        }
      },
      product: { n, a, b, y, accumulate in
        for i in 0..<n { y[i] = accumulate ? y[i] + a[i] * b[i] : a[i] * b[i] }
      },
      relu: { n, x, y in
        for i in 0..<n { y[i] = x[i] < 0 ? 0 : x[i] }
      },
      reluAdjoint: { n, y, yBar, xBar in
        for i in 0..<n where y[i] > 0 { xBar[i] += yBar[i] }
      },
      sigmoid: { n, x, y in
        for i in 0..<n { y[i] = logistic(x[i]) }
      },
      sigmoidAdjoint: { n, y, yBar, xBar in
        for i in 0..<n { xBar[i] += yBar[i] * y[i] * (1 - y[i]) }
      },
      elu: { n, alpha, x, y in
        for i in 0..<n { y[i] = x[i] < 0 ? alpha * (S(exponential(Double(x[i]))) - 1) : x[i] }
      },
      eluAdjoint: { n, alpha, y, yBar, xBar in
        for i in 0..<n { xBar[i] += yBar[i] * (y[i] < 0 ? y[i] + alpha : 1) }
      },
      dropout: { n, dropout, x, y, accumulate in
        for j in 0..<n {
          let kept = x[j] * S(dropout.factor(j))
          y[j] = accumulate ? y[j] + kept : kept
        }
      },
      reconstructRow: { n, activation, dropout, first, scale, bias, target, z in
        var sum = 0.0
        for j in 0..<n {
          let factor = S(dropout.factor(first + j))
          let (y, slope) = value(of: activation, at: z[j] + bias[j])
          let error = factor * y - target[j]
          sum += Double(error * error)
          z[j] = 2 * scale * error * slope * factor
        }
        return sum
      },
      adam: { n, a, gradient, parameter, mean, square in
        let (beta1, beta2) = (S(a.beta1), S(a.beta2))
        for i in 0..<n {
          let g = gradient[i] + S(a.decay) * parameter[i]
          let m = beta1 * mean[i] + S(1 - a.beta1) * g
          let v = beta2 * square[i] + S(1 - a.beta2) * g * g
          // Too small to move a parameter, and denormals are slow.
          mean[i] = abs(m) < 1e-30 ? 0 : m
          square[i] = v < 1e-36 ? 0 : v
          let root = square[i].squareRoot() * S(a.inverseRootCorrection)
          parameter[i] -= S(a.stepSize) * mean[i] / (root + S(a.epsilon))
        }
      },
      adagrad: { n, a, gradient, parameter, velocity, sum in
        for i in 0..<n where gradient[i] != 0 {
          let g = gradient[i] + S(a.decay) * parameter[i]
          sum[i] += g * g
          let v = S(a.momentum) * velocity[i] - S(a.rate) * g / (sum[i] + S(a.epsilon)).squareRoot()
          velocity[i] = abs(v) < 1e-30 ? 0 : v
          parameter[i] += velocity[i]
        }
      },
      countAgainst: { n, x, threshold in
        var counts = ThresholdCounts()
        for i in 0..<n {
          if x[i] > threshold { counts.greater += 1 }
          if x[i] == threshold { counts.equal += 1 }
          if x[i].isNaN { counts.notANumber += 1 }
        }
        return counts
      },
      attention: attend, attentionAdjoint: attendAdjoint,
      copyRows: { count, indices, table, row, width, y in
        for e in 0..<count {
          for j in 0..<width { y[e * width + j] = table[Int(indices[e]) * row + j] }
        }
      },
      addRows: { count, width, x, row, y in
        for r in 0..<count {
          for j in 0..<width { y[j] += x[r * row + j] }
        }
      },
      take: { count, indices, x, y in
        for e in 0..<count { y[e] = x[Int(indices[e])] }
      },
      put: { count, indices, x, y in
        for e in 0..<count { y[Int(indices[e])] += x[e] }
      },
      layerNorm: layerNormReference,
      layerNormAdjoint: layerNormAdjointReference,
      layerNormScaleAdjoint: { rows, n, x, mean, reciprocal, yBar, scaleBar in
        for r in 0..<rows {
          for j in 0..<n {
            scaleBar[j] += yBar[r * n + j] * (x[r * n + j] - mean[r]) * reciprocal[r]
          }
        }
      },
      candidateDots: { count, indices, table, row, width, bias, x, y in
        for e in 0..<count {
          let item = Int(indices[e])
          var dot = bias.map { $0[item] } ?? 0
          for j in 0..<width { dot += x[j] * table[item * row + j] }
          y[e] = dot
        }
      },
      binaryCrossEntropy: binaryCrossEntropyReference,
      pairwiseRanking: pairwiseRankingReference,
      softmaxCrossEntropy: softmaxCrossEntropyReference,
      top1: top1Reference, bprMax: bprMaxReference,
      rightColumns: 1,
      packRight: { k, n, b, row, column, packed in
        for j in 0..<n {
          for p in 0..<k { packed[j * k + p] = b[p * row + j * column] }
        }
      },
      multiplyPanels: { m, n, k, left, right, c, cRow, accumulate in
        for i in 0..<m {
          for j in 0..<n {
            var sum: S = 0
            for p in 0..<k { sum += left[i * k + p] * right[j * k + p] }
            c[i * cRow + j] = accumulate ? c[i * cRow + j] + sum : sum
          }
        }
      },
      gruGates: ReferenceGRU.gates,
      gruStates: ReferenceGRU.states,
      gruStatesAdjoint: ReferenceGRU.statesAdjoint,
      gruResetAdjoint: ReferenceGRU.resetAdjoint)
  }

  private static func value(of activation: Activation, at u: S) -> (y: S, slope: S) {
    switch activation {
    case .identity: return (u, 1)
    case .relu: return u < 0 ? (0, 0) : (u, u > 0 ? 1 : 0)
    case .sigmoid:
      let y = logistic(u)
      return (y, y * (1 - y))
    }
  }
}

/// `1 / (1 + exp(-x))`
func logistic<S: Scalar>(_ x: S) -> S {
  S(1 / (1 + exponential(-Double(x))))
}
