extension Tensor {
  // Large enough that starting a piece costs little against the work in it.
  private static var elementsPerPiece: Int { 16_384 }

  /// Sets every element.
  public mutating func fill(_ value: S) {
    S.kernels.fill(count, value, mutablePointer())
  }

  /// `self = factor x`.
  public mutating func assign(_ x: Tensor, times factor: S = 1, on workers: Workers = .one) {
    scale(x, factor, accumulate: false, on: workers)
  }

  /// `self += factor x`.
  public mutating func add(_ x: Tensor, times factor: S = 1, on workers: Workers = .one) {
    scale(x, factor, accumulate: true, on: workers)
  }

  private mutating func scale(_ x: Tensor, _ factor: S, accumulate: Bool, on workers: Workers) {
    requireSameShape(as: x)
    let kernels = S.kernels
    let y = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      kernels.scale(
        range.count, factor, x.storage.elements + range.lowerBound, y + range.lowerBound, accumulate
      )
    }
  }

  /// `self = sum_i factor_i x_i`, in their order, piece by piece.
  ///
  /// - Precondition: at least one addend.
  package mutating func assignCombination(
    of addends: [(tensor: Tensor, factor: S)], on workers: Workers
  ) {
    precondition(!addends.isEmpty, "a combination of nothing")
    for addend in addends { requireSameShape(as: addend.tensor) }
    let kernels = S.kernels
    let y = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      let first = range.lowerBound
      for (place, addend) in addends.enumerated() {
        kernels.scale(
          range.count, addend.factor, addend.tensor.storage.elements + first, y + first, place > 0)
      }
    }
  }

  /// `self = a b`, or `self += a b`, element by element.
  public mutating func assignProduct(
    of a: Tensor, and b: Tensor, accumulate: Bool = false, on workers: Workers = .one
  ) {
    requireSameShape(as: a)
    requireSameShape(as: b)
    let kernels = S.kernels
    let y = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      let first = range.lowerBound
      kernels.product(
        range.count, a.storage.elements + first, b.storage.elements + first, y + first, accumulate)
    }
  }

  /// `self = max(x, 0)`.
  public mutating func assignRelu(of x: Tensor, on workers: Workers = .one) {
    requireSameShape(as: x)
    let kernels = S.kernels
    let y = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      kernels.relu(
        range.count, x.storage.elements + range.lowerBound, y + range.lowerBound)
    }
  }

  /// `self += yBar` where `y > 0`.
  public mutating func addReluAdjoint(y: Tensor, yBar: Tensor, on workers: Workers = .one) {
    requireSameShape(as: y)
    requireSameShape(as: yBar)
    let kernels = S.kernels
    let xBar = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      let first = range.lowerBound
      kernels.reluAdjoint(
        range.count, y.storage.elements + first, yBar.storage.elements + first, xBar + first)
    }
  }

  /// `self = activation(x)`.
  package mutating func assignActivated(
    _ x: Tensor, _ activation: Activation, on workers: Workers
  ) {
    switch activation {
    case .identity: assign(x, on: workers)
    case .relu: assignRelu(of: x, on: workers)
    case .sigmoid: assignSigmoid(of: x, on: workers)
    }
  }

  private mutating func assignSigmoid(of x: Tensor, on workers: Workers) {
    requireSameShape(as: x)
    let kernels = S.kernels
    let y = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      kernels.sigmoid(range.count, x.storage.elements + range.lowerBound, y + range.lowerBound)
    }
  }

  /// `self = x` where `x >= 0`, else `alpha (exp(x) - 1)`.
  package mutating func assignELU(of x: Tensor, alpha: Double, on workers: Workers) {
    requireSameShape(as: x)
    let kernels = S.kernels
    let y = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      kernels.elu(
        range.count, S(alpha), x.storage.elements + range.lowerBound, y + range.lowerBound)
    }
  }

  /// `self += yBar`, times `y + alpha` where `y < 0`.
  package mutating func addELUAdjoint(
    y: Tensor, yBar: Tensor, alpha: Double, on workers: Workers
  ) {
    requireSameShape(as: y)
    requireSameShape(as: yBar)
    let kernels = S.kernels
    let xBar = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      let first = range.lowerBound
      kernels.eluAdjoint(
        range.count, S(alpha), y.storage.elements + first, yBar.storage.elements + first,
        xBar + first)
    }
  }

  /// `self += yBar slope`, the slope of an activation where it gave `y`.
  package mutating func addActivationAdjoint(
    _ activation: Activation, y: Tensor, yBar: Tensor, on workers: Workers
  ) {
    switch activation {
    case .identity: add(yBar, on: workers)
    case .relu: addReluAdjoint(y: y, yBar: yBar, on: workers)
    case .sigmoid: addSigmoidAdjoint(y: y, yBar: yBar, on: workers)
    }
  }

  private mutating func addSigmoidAdjoint(y: Tensor, yBar: Tensor, on workers: Workers) {
    requireSameShape(as: y)
    requireSameShape(as: yBar)
    let kernels = S.kernels
    let xBar = mutablePointer()
    workers.forEachRange(of: count, size: Self.elementsPerPiece) { range in
      let first = range.lowerBound
      kernels.sigmoidAdjoint(
        range.count, y.storage.elements + first, yBar.storage.elements + first, xBar + first)
    }
  }

  /// `self = dropped(x)`, or `self += dropped(x)`; see ``DropoutMask``.
  public mutating func assignDropout(
    of x: Tensor, _ dropout: DropoutMask, accumulate: Bool = false, on workers: Workers = .one
  ) {
    requireSameShape(as: x)
    let (width, kernels) = (columns, S.kernels)
    let y = mutablePointer()
    workers.forEachRange(of: rows, size: max(1, Self.elementsPerPiece / max(1, width))) { range in
      for row in range {
        kernels.dropout(
          width, dropout.row(row), x.storage.elements + row * width, y + row * width, accumulate)
      }
    }
  }

  /// `self[j] += sum_i x[i, j]`: the first 512 rows one after the other, then the sums of each further
  /// 512.
  public mutating func addColumnSums(of x: Tensor, on workers: Workers = .one) {
    let width = x.columns
    precondition(count == width, "\(shape) cannot take the column sums of \(x.shape)")
    addingPartials(of: x.rows, on: workers) { kernels, range, sums in
      kernels.addRows(
        range.count, width, x.storage.elements + range.lowerBound * width, width, sums)
    }
  }

  /// Lets `body` add something of each range of rows to `self`, or to zeros that are then added in order.
  mutating func addingPartials(
    of rows: Int, on workers: Workers,
    _ body: (KernelSet<S>, Range<Int>, UnsafeMutablePointer<S>) -> Void
  ) {
    let kernels = S.kernels
    let (size, chunk) = (count, 512)
    let further = max(0, (rows - 1) / chunk)
    let partial = TensorStorage<S>(count: further * size, pool: storage.pool)
    defer { withExtendedLifetime(partial) {} }
    let partials = partial.elements
    let sums = mutablePointer()
    workers.forEachRange(of: rows, size: chunk) { range in
      guard range.lowerBound > 0 else { return body(kernels, range, sums) }
      let piece = partials + (range.lowerBound / chunk - 1) * size
      kernels.fill(size, 0, piece)
      body(kernels, range, piece)
    }
    if further > 0 { kernels.addRows(further, size, partials, size, sums) }
  }

  /// How many elements of a row exceed, equal, or cannot be compared with `threshold`. O(columns).
  @specialized(where S == Float)
  package func counts(row: Int, against threshold: S) -> ThresholdCounts {
    precondition(row >= 0 && row < rows, "\(shape) has no row \(row)")
    return S.kernels.countAgainst(columns, storage.elements + row * columns, threshold)
  }

  /// How many elements of each row exceed, equal, or cannot be compared with the row's own in that column.
  /// O(elements).
  package func counts(againstColumn column: Int) -> [ThresholdCounts] {
    precondition((0..<columns).contains(column), "\(shape) has no column \(column)")
    let kernels = S.kernels
    return (0..<rows).map { row in
      let start = storage.elements + row * columns
      return kernels.countAgainst(columns, start, start[column])
    }
  }

  /// Counts the elements of those columns in each row against that row's element in a column.
  /// O(rows columns.count).
  package func counts(againstColumn column: Int, among columns: [Int32]) -> [ThresholdCounts] {
    requireIndices(columns, below: self.columns)
    let kernels = S.kernels
    return withUnsafeTemporaryAllocation(of: S.self, capacity: columns.count + 1) { scratch in
      let scratch = scratch.baseAddress!
      return columns.withUnsafeBufferPointer { indices in
        (0..<rows).map { row in
          let start = storage.elements + row * self.columns
          guard let first = indices.baseAddress else {
            return ThresholdCounts()
          }
          kernels.take(indices.count, first, start, scratch)
          return kernels.countAgainst(indices.count, scratch, start[column])
        }
      }
    }
  }

  func requireSameShape(as other: Tensor) {
    precondition(shape == other.shape, "shapes \(shape) and \(other.shape) differ")
  }
}
