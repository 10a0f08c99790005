public import Gradients
public import Tensors

/// The parameters of causal multi-head self-attention: linear layers for queries, keys and values, and
/// perhaps one for the result.
///
/// Source: Vaswani et al., "Attention Is All You Need" (NeurIPS 2017), section 3.2.2. SASRec (Kang and
/// McAuley, ICDM 2018) has no output projection.
public struct SelfAttention: Hashable, Sendable {
  /// `[width, width]` each, at `path.query`, `path.key` and `path.value`
  public let query, key, value: Linear
  /// `[width, width]`, at `path.output`, if there is one
  public let output: Linear?
  /// The number of heads, each of `width / heads` columns.
  public let heads: Int

  /// A layer at that path of a model.
  ///
  /// - Precondition: at least one column, and as many heads as divide `width`.
  public init(
    _ path: String, width: Int, heads: Int = 1, outputProjection: Bool = false,
    weight: Initializer? = nil, bias: Initializer? = nil
  ) {
    precondition(
      width > 0 && heads > 0 && width % heads == 0, "\(path): \(heads) heads of width \(width)")
    func linear(_ name: String) -> Linear {
      let usual = Initializer.linear(inputs: width)
      return Linear(
        "\(path).\(name)", inputs: width, outputs: width, weight: weight ?? usual,
        bias: bias ?? usual)
    }
    query = linear("query")
    key = linear("key")
    value = linear("value")
    output = outputProjection ? linear("output") : nil
    self.heads = heads
  }

  /// Those of the three or four linear layers.
  public var parameters: [Parameter] {
    [query, key, value, output].compactMap(\.self).flatMap(\.parameters)
  }

  /// `out = attention(query(x), key(y), value(y))`, through `output` if there is one; see
  /// ``Tape/causalAttention(query:key:value:starts:heads:dropout:)``.
  ///
  /// Shapes: all `[rows, width]`; row `r` of `keys` stands for the same place as row `r` of `x`.
  ///
  /// - Parameters:
  ///   - keys: `y`, what keys and values come from; SASRec normalises `x` alone.
  ///   - starts: sequence `s` is rows `starts[s] ..< starts[s + 1]`.
  ///   - dropout: of the attention's weights.
  /// - Precondition: the shapes fit.
  public func callAsFunction<S: Scalar>(
    query x: Variable, keys y: Variable, starts: [Int], dropout: Double = 0, on tape: inout Tape<S>
  ) -> Variable {
    let queries = query(x, on: &tape)
    let keys = key(y, on: &tape)
    let values = value(y, on: &tape)
    let out = tape.causalAttention(
      query: queries, key: keys, value: values, starts: starts, heads: heads, dropout: dropout)
    guard let output else { return out }
    return output(out, on: &tape)
  }

  /// How much of each row the last one takes in: `softmax_j(q . k_j / sqrt(width / heads))` within the
  /// columns of each head, with `q` the last row of `query(x)` and `k_j` the rows of `key(y)`.
  ///
  /// Shapes: `x`, `y` `[rows, width]` of one sequence, the result `[heads, rows]`. O(rows width heads), and
  /// the keys.
  ///
  /// - Precondition: at least one row, and equal shapes.
  public func weightsOfLastRow<S: Scalar>(
    query x: Variable, keys y: Variable, on tape: inout Tape<S>
  ) -> Variable {
    let (shape, width) = (tape[x].shape, query.weight.shape[1])
    precondition(
      shape == tape[y].shape && shape[0] > 0, "attention of \(shape) to \(tape[y].shape)")
    let last = tape.rows([Int32](repeating: Int32(shape[0] - 1), count: heads), of: x)
    let queries = query(last, on: &tape)
    let keys = key(y, on: &tape)
    // A row a head, which is zero outside of its columns.
    let columns = width / heads
    let scale = S(1 / Double(columns).squareRoot())
    let mask = tape.constant(
      Tensor(
        (0..<heads * width).map { $0 % width / columns == $0 / width ? scale : 0 },
        shape: [heads, width]))
    let masked = tape.product(queries, mask)
    let logits = tape.dots(of: masked, with: keys)
    return tape.rowSoftmax(logits)
  }
}
