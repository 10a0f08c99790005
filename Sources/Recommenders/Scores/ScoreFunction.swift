public import Gradients
public import Layers
public import Tensors

/// How what is known about a question meets the candidates.
public protocol ScoreFunction: Sendable {
  /// The parameters that are the score's own; their paths are the keys of a checkpoint.
  var parameters: [Parameter] { get }

  /// The parts of a context that it looks at where they are there.
  var reads: Context.Parts { get }

  /// Those of them that it cannot do without.
  var needs: Context.Parts { get }

  /// Whether it fits a composition of these sizes.
  ///
  /// - Throws: ``CompositionError`` with what does not fit.
  func check(_ sizes: CompositionSizes) throws(CompositionError)

  /// A score for every candidate of every question; higher is better.
  ///
  /// Shapes: `[rows, context.itemCount]` for ``Candidates/all``, else `[rows, candidates a row]`.
  ///
  /// The scores of a question depend on its history up to its position, never on later items.
  ///
  /// - Precondition: the context has what the score ``needs``.
  func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable
}

/// A score that is a query's dot product with each item's row, and perhaps an item's bias:
/// `score[r, i] = query[r] . table[i] + bias[i]`.
///
/// Only such scores get a full softmax that never holds every row's logits at once.
public protocol SeparableScore: ScoreFunction {
  /// The queries `[rows, k]`.
  func query<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable

  /// The items as targets `[items, k]`.
  func targets<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable

  /// The items' biases `[items]`, if there are any.
  func bias<S: Scalar>(on tape: inout Tape<S>) -> Variable?
}

extension SeparableScore {
  /// Dot products of queries and items. 2 k operations a candidate.
  public func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let query = query(in: context, on: &tape)
    let targets = targets(in: context, on: &tape)
    let bias = bias(on: &tape)
    switch candidates {
    case .all:
      guard let former = context.formerItems, needs.contains(.items) else {
        return tape.dots(of: query, with: targets, bias: bias)
      }
      precondition(targets == context.items, "former rows of a table that is not the model's")
      // For who asks, not for who learns: nothing is differentiated by it.
      var scores = tape.uninitialized([tape[query].rows, tape[targets].rows])
      scores.assignDots(
        of: tape[query], with: tape[targets], formerly: tape[former.rows], former.entries,
        bias: bias.map { tape[$0] }, on: tape.workers)
      return tape.constant(scores)
    case .each(let items):
      precondition(context.formerItems == nil, "former rows for candidates that are chosen")
      return tape.dots(of: query, with: targets, bias: bias, candidates: items)
    }
  }
}

/// A score that decodes an embedding: `score[r] = activation(e[r] W + b)`.
///
/// Only such scores get a reconstruction that is multiplied, activated and compared tile by tile.
public protocol DecodedScore: ScoreFunction {
  /// What is applied to the pre-activations.
  var activation: Activation { get }

  /// `W [k, n]` and `b [n]`.
  var decoder: Linear { get }

  /// `e [rows, k]`
  func embedding<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable
}

/// A score that adds up named terms.
public protocol CompositeScore: ScoreFunction {
  /// The terms' names, in order.
  var termNames: [String] { get }

  /// Each term's share of the score, in the order of ``termNames``; nil where the context lacks what a
  /// term reads.
  func terms<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> [Variable?]
}

extension CompositeScore {
  /// The share that each term has in the scores of the given items, for a context of one question. As many
  /// operations as the terms need for these.
  package func shares<S: Scalar>(
    of items: [Int], in context: Context, on tape: inout Tape<S>
  ) -> [[ScoreShare]] {
    precondition(context.rowCount == 1, "shares of \(context.rowCount) questions")
    let scores = terms(of: .each(items.map { Int32($0) }), in: context, on: &tape)
    return items.indices.map { place in
      .shares(zip(termNames, scores).map { ($0, $1.map { Double(tape[$0][0, place]) } ?? 0) })
    }
  }
}
