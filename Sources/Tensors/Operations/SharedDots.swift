/// Candidates that some queries have in common.
public struct SharedCandidates: Hashable, Sendable {
  /// The queries.
  public let rows: Range<Int>
  /// The candidates' rows in their table.
  public let items: [Int32]

  /// These candidates for these queries.
  public init(rows: Range<Int>, items: [Int32]) {
    self.rows = rows
    self.items = items
  }
}

extension Tensor {
  /// `self[r, 0] = query[r] . table[targets[r]] + bias[targets[r]]`, and of the candidates that row shares
  /// `self[r, 1 + j] = query[r] . table[items[j]] + bias[items[j]]`; 0 where it shares fewer than others.
  ///
  /// Shapes: `query [rows, k]`, `table [n, k]`, `bias [n]`, `self [rows, 1 + most]`. 2 k operations a candidate, as one
  /// product a group.
  ///
  /// - Precondition: the shapes fit, groups of rows ascend and do not overlap, all ids are in `0 ..< n`.
  package mutating func assignDots(
    of query: Tensor, with table: Tensor, bias: Tensor?, targets: [Int32],
    shared: [SharedCandidates], on workers: Workers
  ) {
    requireGroups(shared, of: query, targets: targets)
    let (pool, kernels) = (storage.pool, S.kernels)
    fill(0)
    var own = Tensor(uninitialized: [rows, 1], in: pool)
    own.assignDots(of: query, with: table, bias: bias, candidates: targets, on: workers)
    place(own, atRow: 0, column: 0)
    for group in shared where !group.rows.isEmpty && !group.items.isEmpty {
      let items = table.gathered(group.items, on: workers)
      let part = query.taking(group.rows)
      var scores = Tensor(uninitialized: [part.rows, items.rows], in: pool)
      if let bias {
        var biases = Tensor(uninitialized: [items.rows], in: pool)
        kernels.take(
          items.rows, group.items, bias.storage.elements, biases.mutablePointer())
        scores.multiply(.plain(part), .transposed(items), addingBias: biases, on: workers)
      } else {
        scores.multiply(.plain(part), .transposed(items), on: workers)
      }
      place(scores, atRow: group.rows.lowerBound, column: 1)
    }
  }

  /// `self += the adjoint of the dots for the queries`, with `bar` that of the dots.
  package mutating func addSharedDotsAdjoint(
    of table: Tensor, targets: [Int32], shared: [SharedCandidates], bar: Tensor,
    on workers: Workers
  ) {
    addCandidateRows(
      targets, of: table, times: bar.taking(0..<rows, columns: 0..<1), on: workers)
    let (kernels, width) = (S.kernels, columns)
    for group in shared where !group.rows.isEmpty && !group.items.isEmpty {
      let items = table.gathered(group.items, on: workers)
      let part = bar.taking(group.rows, columns: 1..<1 + group.items.count)
      var share = Tensor(uninitialized: [part.rows, width], in: storage.pool)
      share.multiply(.plain(part), .plain(items), on: workers)
      kernels.scale(
        share.count, 1, share.storage.elements,
        mutablePointer() + group.rows.lowerBound * width, true)
    }
  }

  /// `self += the adjoint of the dots for the table`.
  package mutating func addSharedDotsAdjoint(
    ofQuery query: Tensor, targets: [Int32], shared: [SharedCandidates], bar: Tensor,
    on workers: Workers
  ) {
    let own = bar.taking(0..<bar.rows, columns: 0..<1)
    addRows(at: targets, from: query, times: own, on: workers)
    for group in shared where !group.rows.isEmpty && !group.items.isEmpty {
      let part = bar.taking(group.rows, columns: 1..<1 + group.items.count)
      var share = Tensor(uninitialized: [group.items.count, columns], in: storage.pool)
      share.multiply(.transposed(part), .plain(query.taking(group.rows)), on: workers)
      addRows(at: group.items, from: share, on: workers)
    }
  }

  /// `self += the adjoint of the dots for the biases`.
  package mutating func addSharedDotsAdjoint(
    targets: [Int32], shared: [SharedCandidates], bar: Tensor, on workers: Workers
  ) {
    addElements(at: targets, from: bar.taking(0..<bar.rows, columns: 0..<1))
    for group in shared where !group.rows.isEmpty && !group.items.isEmpty {
      let part = bar.taking(group.rows, columns: 1..<1 + group.items.count)
      var sums = Tensor(zeros: [part.columns], in: storage.pool)
      sums.addColumnSums(of: part, on: workers)
      addElements(at: group.items, from: sums)
    }
  }

  private func requireGroups(
    _ shared: [SharedCandidates], of query: Tensor, targets: [Int32]
  ) {
    let most = shared.reduce(0) { max($0, $1.items.count) }
    precondition(
      rows == query.rows && targets.count == rows && columns == 1 + most,
      """
      \(targets.count) targets and up to \(most) candidates for queries of \(query.shape) do not \
      give \(shape)
      """)
    var end = 0
    for group in shared {
      precondition(
        end <= group.rows.lowerBound && group.rows.upperBound <= rows,
        "rows \(group.rows) share candidates after \(end) of \(rows)")
      end = group.rows.upperBound
    }
  }

  /// `[indices.count, columns]`
  private func gathered(_ indices: [Int32], on workers: Workers) -> Tensor {
    var rows = Tensor(uninitialized: [indices.count, columns], in: storage.pool)
    rows.assignRows(indices, of: self, on: workers)
    return rows
  }

  /// Some rows.
  private func taking(_ range: Range<Int>) -> Tensor { taking(range, columns: 0..<columns) }

  /// Some columns of some rows.
  private func taking(_ range: Range<Int>, columns some: Range<Int>) -> Tensor {
    var part = Tensor(uninitialized: [range.count, some.count], in: storage.pool)
    let (from, to) = (storage.elements + some.lowerBound, part.mutablePointer())
    for (place, row) in range.enumerated() {
      (to + place * some.count).update(from: from + row * columns, count: some.count)
    }
    return part
  }

  /// Writes a matrix over a part of this one.
  private mutating func place(_ part: Tensor, atRow first: Int, column: Int) {
    let (from, to) = (part.storage.elements, mutablePointer() + first * columns + column)
    for row in 0..<part.rows {
      (to + row * columns).update(from: from + row * part.columns, count: part.columns)
    }
  }
}
