public import Tensors

extension Tape {
  /// A layer of gated recurrent units over whole sequences, each from the state 0 or from one that is given.
  ///
  ///     r = sigmoid(x Wr + br + h Ur + cr)
  ///     z = sigmoid(x Wz + bz + h Uz + cz)
  ///     n = tanh(x Wn + bn + r * (h Un + cn))     reset .afterProduct
  ///     n = tanh(x Wn + bn + (r * h) Un + cn)     reset .beforeProduct
  ///     h' = (1 - z) * n + z * h
  ///
  /// Shapes: `x [P, k]`, `inputWeight W [k, 3 h]`, `recurrentWeight U [h, 3 h]`, `inputBias b` and
  /// `recurrentBias c [3 h]`, columns in the order r, z, n; the result is `[P, h]`, the state after each
  /// row. The rows of all sequences stand one below the other; sequence `s` has the rows
  /// `starts[s] ..< starts[s + 1]`, perhaps none, and begins in row `s` of `initial [sequences, h]`.
  ///
  /// 6 P h (k + h) operations forwards and twice as many backwards. Keeps `x`, `W`, `U`, the states, `r`, `z`,
  /// `n` and, for each row, `h Un + cn` or `r * h`. A state depends on the rows of its own sequence up to
  /// its own, and among two rows or more so do its bits: a product with a single row has kernels of its own.
  ///
  /// Source: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
  /// Translation" (EMNLP 2014), equations 5 to 8, has the reset before the product, one bias, and `z` as here;
  /// cuDNN's `CUDNN_GRU` and PyTorch's `torch.nn.GRU` have it after the product, and both biases. TensorFlow 1's
  /// `GRUCell` is `.beforeProduct` with `c = 0` and its `u` for `z`.
  ///
  /// - Precondition: the shapes fit, and `starts` ascends from 0 to `P`.
  public mutating func gru(
    _ x: Variable, inputWeight: Variable, recurrentWeight: Variable, inputBias: Variable,
    recurrentBias: Variable, initial: Variable? = nil, starts: [Int],
    reset: GRUReset = .afterProduct
  ) -> Variable {
    let workers = workers
    let (xValue, w) = (self[x], self[inputWeight])
    var product = uninitialized([xValue.rows, w.columns])
    product.multiply(.plain(xValue), .plain(w), on: workers)
    let pass = GRUPass(
      inputProduct: consume product, recurrentWeight: self[recurrentWeight],
      inputBias: self[inputBias], recurrentBias: self[recurrentBias],
      initial: initial.map { self[$0] }, starts: starts, reset: reset, on: workers)
    let inputs =
      [x, inputWeight, recurrentWeight, inputBias, recurrentBias] + (initial.map { [$0] } ?? [])
    return record(pass.states, from: inputs) { yBar, adjoints in
      let bar = pass.adjoint(yBar: yBar, on: workers)
      adjoints.update(x) { xBar, accumulate in
        xBar.multiply(
          .plain(bar.inputProduct), .transposed(w), accumulate: accumulate, on: workers)
      }
      adjoints.update(inputWeight) { wBar, accumulate in
        wBar.multiply(
          .transposed(xValue), .plain(bar.inputProduct), accumulate: accumulate, on: workers)
      }
      adjoints.update(recurrentWeight) { uBar, accumulate in
        bar.update(recurrentWeight: &uBar, accumulate: accumulate, on: workers)
      }
      adjoints.update(inputBias) { bar.update(inputBias: &$0, accumulate: $1) }
      adjoints.update(recurrentBias) { bar.update(recurrentBias: &$0, accumulate: $1) }
      if let initial, let share = bar.initial { adjoints.give(share, to: initial, on: workers) }
    }
  }
}
