import Tensors

/// What every kernel of a kind makes of the same operands: the bits, by the kernel's name.
struct KernelResults {
  private(set) var bits: [String: [UInt32]] = [:]
  private let kind: KernelSet<Float>
  private let n: Int
  private let dropout = DropoutMask(rate: 0.4, seed: Seed(9)).row(0)
  private let indices: [Int32] = [2, 0, 3, 2]

  /// - Parameter n: how long rows are; how many there are follows from it.
  init(_ kind: KernelSet<Float>, size n: Int) {
    (self.kind, self.n) = (kind, n)
    for isTransposed in [false, true] { multiply(isTransposed) }
    takeRows()
    sum()
    goElementByElement()
    normalise()
    compare()
    attend()
    for reset in GRUReset.allCases { step(reset) }
  }

  private func x(_ count: Int, _ seed: Int) -> [Float] { samples(count, seed: seed) }

  private mutating func keep(_ kernel: String, _ values: [Float]...) {
    bits[kernel, default: []] += values.joined().map(\.bitPattern)
  }

  private mutating func keep(_ kernel: String, _ loss: Double, _ derivative: [Float]) {
    keep(kernel, derivative)
    keep(kernel, [Float(loss), Float(loss - Double(Float(loss)))])
  }

  // The packed factors themselves lie otherwise in each kind.
  private mutating func multiply(_ isTransposed: Bool) {
    let (m, k) = (n + 5, min(2 * n + 3, KernelSet<Float>.maximumDepth))
    let (a, b) = (x(m * k, 1), x(k * n, 2))
    func padded(_ count: Int, _ panel: Int) -> Int { (count + panel - 1) / panel * panel }
    var left = [Float](repeating: 0, count: padded(m, kind.leftRows) * k)
    var right = [Float](repeating: 0, count: padded(n, kind.rightColumns) * k)
    kind.packLeft(m, k, a, isTransposed ? 1 : k, isTransposed ? m : 1, &left)
    kind.packRight(k, n, b, isTransposed ? 1 : n, isTransposed ? k : 1, &right)
    for accumulate in [false, true] {
      var (c, d, row, column) = (x(m * n, 3), x(m * n, 3), x(n, 4), x(n, 4))
      kind.multiplyPacked(
        m, n, k, left, b, isTransposed ? 1 : n, isTransposed ? k : 1, &c, n,
        accumulate ? x(m * n, 3) : nil, n)
      kind.multiplyPanels(m, n, k, left, right, &d, n, accumulate)
      kind.multiplyRow(k, n, a, b, n, &row, accumulate)
      kind.multiplyRowsByVector(n, k, b, k, a, &column, accumulate)
      for name in ["packLeft", "multiplyPacked"] { keep(name, c) }
      for name in ["packRight", "multiplyPanels"] { keep(name, d) }
      keep("multiplyRow", row)
      keep("multiplyRowsByVector", column)
    }
  }

  private mutating func takeRows() {
    let (table, values) = (x(4 * n, 5), x(n, 6))
    let count = indices.count
    var (gathered, scattered, copied, added) = (x(n, 7), table, x(count * n, 8), x(n, 7))
    kind.gatherRows(count, indices, values + [1, 2, 3, 4], table, n, n, &gathered)
    kind.scatterRows(count, indices, [0.1, 0.2, 0.3, 0.4], values, &scattered, n, n)
    kind.copyRows(count, indices, table, n, n, &copied)
    kind.addRows(4, n, table, n, &added)
    keep("gatherRows", gathered)
    keep("scatterRows", scattered)
    keep("copyRows", copied)
    keep("addRows", added)

    var (taken, put, dots) = (x(count, 9), x(4, 9), x(count, 9))
    kind.take(count, indices, table + x(4, 5), &taken)
    kind.put(count, indices, x(4, 5), &put)
    kind.candidateDots(count, indices, table, n, n, x(4, 10), values, &dots)
    keep("take", taken)
    keep("put", put)
    keep("candidateDots", dots)
  }

  private mutating func sum() {
    var (y, rest) = (x(n, 9), x(n, 10))
    kind.addCompensated(n, 0.3, x(n, 11), &y, &rest)
    keep("addCompensated", y, rest)
  }

  private mutating func goElementByElement() {
    let (a, b) = (x(n, 11), x(n, 12))
    for accumulate in [false, true] {
      var (scaled, product, dropped) = (x(n, 13), x(n, 13), x(n, 13))
      kind.scale(n, 0.7, a, &scaled, accumulate)
      kind.product(n, a, b, &product, accumulate)
      kind.dropout(n, dropout, a, &dropped, accumulate)
      keep("scale", scaled)
      keep("product", product)
      keep("dropout", dropped)
    }
    var (relu, sigmoid, reluBar, sigmoidBar) = (a, a, x(n, 14), x(n, 14))
    kind.relu(n, a, &relu)
    kind.sigmoid(n, a, &sigmoid)
    kind.reluAdjoint(n, relu, b, &reluBar)
    kind.sigmoidAdjoint(n, sigmoid, b, &sigmoidBar)
    keep("relu", relu)
    keep("sigmoid", sigmoid)
    keep("reluAdjoint", reluBar)
    keep("sigmoidAdjoint", sigmoidBar)
    var (elu, eluBar) = (a, x(n, 51))
    kind.elu(n, 0.7, a, &elu)
    kind.eluAdjoint(n, 0.7, elu, b, &eluBar)
    keep("elu", elu)
    keep("eluAdjoint", eluBar)

    var (filled, parameter, mean, square) = (a, x(n, 15), x(n, 16), x(n, 17).map { $0 * $0 })
    kind.fill(n, 0.3, &filled)
    let step = AdamStep(
      rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.02, step: 7)
    kind.adam(n, step, a, &parameter, &mean, &square)
    var (other, velocity, sum) = (x(n, 52), x(n, 53), x(n, 54).map { $0 * $0 })
    kind.adagrad(
      n, AdagradStep(rate: 0.1, momentum: 0.3, epsilon: 1e-6, decay: 0.02), a, &other, &velocity,
      &sum)
    keep("adagrad", other, velocity, sum)
    keep("fill", filled)
    keep("adam", parameter, mean, square)
    let counts = kind.countAgainst(n, a, 0.1)
    keep("countAgainst", [counts.greater, counts.equal, counts.notANumber].map(Float.init))
  }

  private mutating func normalise() {
    let (input, bar, scale) = (x(3 * n, 18), x(3 * n, 19), x(n, 20))
    var (y, inputBar, scaleBar, mean, reciprocal) = (input, input, x(n, 21), x(3, 22), x(3, 22))
    kind.layerNorm(3, n, 1e-8, input, scale, x(n, 23), &y, &mean, &reciprocal)
    kind.layerNormAdjoint(3, n, input, scale, mean, reciprocal, bar, &inputBar, true)
    kind.layerNormScaleAdjoint(3, n, input, mean, reciprocal, bar, &scaleBar)
    keep("layerNorm", y, mean, reciprocal)
    keep("layerNormAdjoint", inputBar)
    keep("layerNormScaleAdjoint", scaleBar)
  }

  private mutating func compare() {
    for activation in Activation.allCases {
      var z = x(n, 24)
      let loss = kind.reconstructRow(n, activation, dropout, 3, 0.3, x(n, 25), x(n, 26), &z)
      keep("reconstructRow", loss, z)
    }
    let logits = x(3 * n, 27).map { 8 * $0 }
    var (binary, pairwise, softmax) = (logits, logits, x(n, 28))
    keep("binaryCrossEntropy", kind.binaryCrossEntropy(3, n, 0.7, 0.3, logits, &binary), binary)
    keep("pairwiseRanking", kind.pairwiseRanking(3, n, 0.3, logits, &pairwise), pairwise)
    for bySoftmax in [false, true] where n > 0 {
      var derivative = logits
      keep("top1", kind.top1(3, n, bySoftmax, 0.3, logits, &derivative), derivative)
    }
    if n > 0 {
      var derivative = logits
      keep("bprMax", kind.bprMax(3, n, 0.7, 0.3, logits, &derivative), derivative)
    }
    keep(
      "softmaxCrossEntropy", kind.softmaxCrossEntropy(n, n / 2, 0.3, logits, &softmax), softmax)
  }

  private mutating func attend() {
    let (length, row) = (n / 2 + 3, n + 2)
    let head = AttentionHead(length: length, width: n, row: row, dropout: dropout)
    func operand(_ seed: Int) -> [Float] { x(length * row, seed) }
    let (query, key, value, bar) = (operand(29), operand(30), operand(31), operand(32))
    var (out, maxima, inverse) = (operand(33), x(length, 33), x(length, 33))
    var scratch = [Float](repeating: 0, count: head.scratchCount)
    kind.attention(head, query, key, value, &out, &maxima, &inverse, &scratch)
    keep("attention", out, maxima, inverse)
    var (queryBar, keyBar, valueBar) = (operand(34), operand(34), operand(34))
    kind.attentionAdjoint(
      head, query, key, value, bar, maxima, inverse, &queryBar, &keyBar, &valueBar, &scratch)
    keep("attentionAdjoint", queryBar, keyBar, valueBar)
  }

  private mutating func step(_ reset: GRUReset) {
    [0, 2].withUnsafeBufferPointer { first in
      let step = GRUStep(rows: 2, width: n, time: 1, first: first.baseAddress!, reset: reset)
      let (recurrent, b, c) = (x(6 * n, 35), x(3 * n, 36), x(3 * n, 37))
      var (state, gates, kept, states) = (x(2 * n, 38), x(12 * n, 39), x(2 * n, 40), x(4 * n, 41))
      kind.gruGates(step, recurrent, b, c, state, &gates, &kept)
      keep("gruGates", gates, kept)
      kind.gruStates(step, recurrent, b, c, &state, &gates, &kept, &states)
      keep("gruStates", state, gates, kept, states)

      var (stateBar, gatesBar, productBar) = (x(2 * n, 42), x(12 * n, 43), x(4 * n, 44))
      var (candidateBar, previous, sums) = (x(2 * n, 45), x(2 * n, 46), x(4 * n, 47))
      kind.gruStatesAdjoint(
        step, gates, kept, x(2 * n, 50), states, x(4 * n, 48), &stateBar, &gatesBar, &productBar,
        &candidateBar, &previous, &sums)
      keep(
        "gruStatesAdjoint", stateBar, gatesBar, productBar, candidateBar, previous, sums)
      kind.gruResetAdjoint(
        step, gates, previous, x(2 * n, 49), &stateBar, &gatesBar, &productBar, &sums)
      keep("gruResetAdjoint", stateBar, gatesBar, productBar, sums)
    }
  }
}
