public import Gradients
public import Tensors

/// The parameters of a layer of gated recurrent units, their columns in the order reset, update, candidate.
///
/// All begin uniform on `+-1 / sqrt(outputs)`, as PyTorch's do. Those of a one-layer `torch.nn.GRU` are, at the
/// same places with `reset: .afterProduct`:
///
/// | here | there |
/// |---|---|
/// | `input.weight [inputs, 3 outputs]` | `weight_ih_l0 [3 outputs, inputs]`, transposed |
/// | `recurrent.weight [outputs, 3 outputs]` | `weight_hh_l0 [3 outputs, outputs]`, transposed |
/// | `input.bias`, `recurrent.bias [3 outputs]` | `bias_ih_l0`, `bias_hh_l0` |
public struct GRU: Hashable, Sendable {
  /// `W [inputs, 3 outputs]`, at `path.input.weight`
  public let inputWeight: Parameter
  /// `U [outputs, 3 outputs]`, at `path.recurrent.weight`
  public let recurrentWeight: Parameter
  /// `b [3 outputs]`, at `path.input.bias`
  public let inputBias: Parameter
  /// `c [3 outputs]`, at `path.recurrent.bias`
  public let recurrentBias: Parameter
  /// Where the reset gate acts.
  public let reset: GRUReset

  /// A layer at that path of a model.
  ///
  /// - Precondition: sizes of at least 1.
  public init(_ path: String, inputs: Int, outputs: Int, reset: GRUReset = .afterProduct) {
    precondition(inputs > 0 && outputs > 0, "\(path): a GRU of \(inputs) by \(outputs)")
    let initializer = Initializer.linear(inputs: outputs)
    func parameter(_ name: String, _ shape: Shape) -> Parameter {
      Parameter("\(path).\(name)", shape: shape, initializer: initializer)
    }
    inputWeight = parameter("input.weight", [inputs, 3 * outputs])
    recurrentWeight = parameter("recurrent.weight", [outputs, 3 * outputs])
    inputBias = parameter("input.bias", [3 * outputs])
    recurrentBias = parameter("recurrent.bias", [3 * outputs])
    self.reset = reset
  }

  /// Input and recurrent weight, input and recurrent bias.
  public var parameters: [Parameter] { [inputWeight, recurrentWeight, inputBias, recurrentBias] }

  /// The states after each row, `[P, outputs]`, of the sequences `starts[s] ..< starts[s + 1]` of
  /// `x [P, inputs]`, from the states `initial [sequences, outputs]` or from 0; see `Tape.gru`.
  ///
  /// - Precondition: `starts` ascends from 0 to `P`.
  public func callAsFunction<S: Scalar>(
    _ x: Variable, initial: Variable? = nil, starts: [Int], on tape: inout Tape<S>
  ) -> Variable {
    let (w, u) = (tape.parameter(inputWeight), tape.parameter(recurrentWeight))
    let (b, c) = (tape.parameter(inputBias), tape.parameter(recurrentBias))
    return tape.gru(
      x, inputWeight: w, recurrentWeight: u, inputBias: b, recurrentBias: c, initial: initial,
      starts: starts, reset: reset)
  }
}
