/// The steps of a GRU as plain loops.
enum ReferenceGRU<S: Scalar> {
  typealias In = UnsafePointer<S>
  typealias Out = UnsafeMutablePointer<S>

  static func gates(
    _ step: GRUStep, recurrent: In, inputBias: In, recurrentBias: In, state: In, gates: Out,
    kept: Out
  ) {
    let n = step.width
    for i in 0..<step.rows {
      let g = gates + (step.first[i] + step.time) * 3 * n
      for j in 0..<2 * n {
        g[j] = logistic(g[j] + recurrent[i * 3 * n + j] + inputBias[j] + recurrentBias[j])
      }
      guard step.reset == .beforeProduct else { continue }
      for j in 0..<n { kept[i * n + j] = g[j] * state[i * n + j] }
    }
  }

  static func states(
    _ step: GRUStep, recurrent: In, inputBias: In, recurrentBias: In, state: Out, gates: Out,
    kept: Out, states: Out
  ) {
    let n = step.width
    for i in 0..<step.rows {
      let row = step.first[i] + step.time
      let (r, z, candidate) = (
        gates + row * 3 * n, gates + (row * 3 + 1) * n, gates + (row * 3 + 2) * n
      )
      for j in 0..<n {
        var q = recurrent[(i * 3 + 2) * n + j] + recurrentBias[2 * n + j]
        if step.reset == .afterProduct {
          kept[i * n + j] = q
          q *= r[j]
        }
        // tanh(u) = 2 logistic(2 u) - 1
        candidate[j] = 2 * logistic(2 * (candidate[j] + inputBias[2 * n + j] + q)) - 1
        state[i * n + j] = (1 - z[j]) * candidate[j] + z[j] * state[i * n + j]
        states[row * n + j] = state[i * n + j]
      }
    }
  }

  static func statesAdjoint(
    _ step: GRUStep, gates: In, kept: In, initial: In?, states: In, yBar: In, stateBar: Out,
    gatesBar: Out, productBar: Out, candidateBar: Out, previous: Out, sums: Out
  ) {
    let n = step.width
    for i in 0..<step.rows {
      let row = step.first[i] + step.time
      let (g, gBar) = (gates + row * 3 * n, gatesBar + row * 3 * n)
      for j in 0..<n {
        let (r, z, candidate) = (g[j], g[n + j], g[2 * n + j])
        let h = step.time > 0 ? states[(row - 1) * n + j] : initial?[i * n + j] ?? 0
        let hBar = stateBar[i * n + j] + yBar[row * n + j]
        let uBar = hBar * (1 - z) * (1 - candidate * candidate)
        let zBar = hBar * (h - candidate) * z * (1 - z)
        stateBar[i * n + j] = hBar * z
        previous[i * n + j] = h
        gBar[n + j] = zBar
        gBar[2 * n + j] = uBar
        productBar[i * 2 * n + n + j] = zBar
        sums[n + j] += zBar
        sums[2 * n + j] += uBar
        var qBar = uBar
        if step.reset == .afterProduct {
          let rBar = uBar * kept[i * n + j] * r * (1 - r)
          qBar = uBar * r
          gBar[j] = rBar
          productBar[i * 2 * n + j] = rBar
          sums[j] += rBar
        }
        candidateBar[i * n + j] = qBar
        sums[3 * n + j] += qBar
      }
    }
  }

  static func resetAdjoint(
    _ step: GRUStep, gates: In, previous: In, keptBar: In, stateBar: Out, gatesBar: Out,
    productBar: Out, sums: Out
  ) {
    let n = step.width
    for i in 0..<step.rows {
      let row = step.first[i] + step.time
      for j in 0..<n {
        let (r, vBar) = (gates[row * 3 * n + j], keptBar[i * n + j])
        let rBar = vBar * previous[i * n + j] * r * (1 - r)
        stateBar[i * n + j] += vBar * r
        gatesBar[row * 3 * n + j] = rBar
        productBar[i * 2 * n + j] = rBar
        sums[j] += rBar
      }
    }
  }
}
