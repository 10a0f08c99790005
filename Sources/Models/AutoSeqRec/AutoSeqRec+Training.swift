public import Gradients
public import Interactions
import Layers
import Recommenders
public import Tensors

extension AutoSeqRec {
  /// The three kinds of rows that the encoder reads.
  public enum Kind: CaseIterable, Sendable {
    /// Rows of R: what a user has.
    case collaborative
    /// Rows of T: what follows an item.
    case source
    /// Rows of the transpose of T: what precedes an item.
    case target
  }

  /// R, T and the transpose of T, sparse.
  public struct Dataset: Sendable {
    let interactions, transitions, transposedTransitions: SparseMatrix<Float>

    /// The matrix whose rows are of that kind.
    public func matrix(_ kind: Kind) -> SparseMatrix<Float> {
      switch kind {
      case .collaborative: interactions
      case .source: transitions
      case .target: transposedTransitions
      }
    }
  }

  /// Rows of one kind.
  public struct Batch: Hashable, Sendable {
    /// Which decoder they train.
    public let kind: Kind
    /// Their numbers.
    public let rows: [Int]

    /// Those rows of that kind.
    public init(_ kind: Kind, rows: [Int]) {
      self.kind = kind
      self.rows = rows
    }
  }

  /// Counts R and T. O(events).
  ///
  /// - Precondition: the log has no more items than the model.
  public func dataset(of log: InteractionLog) -> Dataset {
    precondition(
      log.itemCount <= itemCount, "a log of \(log.itemCount) items for a model of \(itemCount)")
    let state = InteractionState(after: log)
    let transitions = state.transitions.matrix(items: itemCount)
    return Dataset(
      interactions: state.interactions.matrix(users: log.userCount, items: itemCount),
      transitions: transitions, transposedTransitions: transitions.transposed())
  }

  /// All rows of each kind, shuffled and cut; the batches of all kinds shuffled together.
  public func batches(of data: Dataset, size: Int, epoch: Int, seed: Seed) -> [Batch] {
    var generator = seed.child(options.reshuffles ? epoch : 0).generator()
    var batches: [Batch] = []
    for kind in Kind.allCases {
      var rows = trainingRows(of: data.matrix(kind))
      generator.shuffle(&rows)
      for start in stride(from: 0, to: rows.count, by: size) {
        batches.append(Batch(kind, rows: Array(rows[start..<min(start + size, rows.count)])))
      }
    }
    generator.shuffle(&batches)
    return batches
  }

  /// An empty row is no distribution.
  private func trainingRows(of matrix: SparseMatrix<Float>) -> [Int] {
    let rows = 0..<matrix.rows
    return switch options.reconstruction {
    case .squaredError: Array(rows)
    case .crossEntropy: rows.filter { matrix.starts[$0] < matrix.starts[$0 + 1] }
    }
  }

  /// How far the decoded rows are from what they are made of; see ``Reconstruction``.
  public func loss<S: Scalar>(
    of batch: Batch, in data: Dataset, on tape: inout Tape<S>
  ) -> Variable {
    let rows = data.matrix(batch.kind).gatheringRows(batch.rows)
    let inputs = rows.dividingRows(bySumToThe: options.countExponent)
    let embeddings = encoder.encode(inputs.converted(to: S.self), on: &tape)
    let head = head(of: batch.kind)
    var context = Context(rowCount: rows.rows, itemCount: itemCount)
    switch batch.kind {
    case .collaborative: context.user = embeddings
    case .source, .target: context.state = embeddings
    }
    let targets =
      options.reconstruction == .squaredError ? rows : rows.dividingRows(bySumToThe: 1)
    return head.objective.loss(
      of: Targets(rows: targets), scoredBy: head.score, in: context, on: &tape)
  }

  /// Zeros the encoder's rows of items that no training event names; see
  /// ``Options/silencesUntrained``.
  public func finish(_ weights: inout Weights<Float>, after data: Dataset) {
    guard options.silencesUntrained else { return }
    encoder.silenceColumns(missingIn: data.matrix(.collaborative), in: &weights)
  }
}
