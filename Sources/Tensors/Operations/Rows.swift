extension Tensor {
  /// `self[row] += factor table[source]`: what one more count of an item adds to a pre-activation.
  /// O(columns).
  @specialized(where S == Float)
  public mutating func addRow(
    _ source: Int, of table: Tensor, toRow row: Int, times factor: S = 1
  ) {
    let start = pointer(toRow: row, like: source, of: table)
    S.kernels.scale(columns, factor, table.storage.elements + source * columns, start, true)
  }

  /// `self[row] += factor table[source]`, where `rests[place]` keeps what rounding leaves of an addition for the next
  /// one: a sum of any number of rows is off by about a rounding of its own size (Kahan's sum). O(columns).
  @specialized(where S == Float)
  package mutating func addRow(
    _ source: Int, of table: Tensor, toRow row: Int, times factor: S,
    keepingRestIn rests: inout Tensor, row place: Int
  ) {
    let start = pointer(toRow: row, like: source, of: table)
    let rest = rests.pointer(toRow: place, like: source, of: table)
    S.kernels.addCompensated(
      columns, factor, table.storage.elements + source * columns, start, rest)
  }

  /// `self[row] = max(x[source], 0)`. O(columns).
  @specialized(where S == Float)
  public mutating func assignRelu(ofRow source: Int, of x: Tensor, toRow row: Int) {
    let start = pointer(toRow: row, like: source, of: x)
    S.kernels.relu(columns, x.storage.elements + source * columns, start)
  }

  /// `self[row] = bias + factor (x[source] - bias)`, with `x[source]` a bias and a sum: the bias and a part of the
  /// sum. Exactly `x[source]` for a factor of 1. O(columns).
  ///
  /// Shapes: `bias [1, columns]`.
  @specialized(where S == Float)
  package mutating func assignDamped(
    _ x: Tensor, row source: Int, by factor: S, aroundBias bias: Tensor, toRow row: Int
  ) {
    guard factor != 1 else { return assignRow(source, of: x, toRow: row) }
    fillRow(row, 0)
    addRow(source, of: x, toRow: row, times: factor)
    addRow(0, of: bias, toRow: row, times: 1 - factor)
  }

  /// `self[row] = activation(x[source])`. O(columns).
  package mutating func assignActivated(
    ofRow source: Int, of x: Tensor, _ activation: Activation, toRow row: Int
  ) {
    switch activation {
    case .identity: assignRow(source, of: x, toRow: row)
    case .relu: assignRelu(ofRow: source, of: x, toRow: row)
    case .sigmoid:
      let start = pointer(toRow: row, like: source, of: x)
      S.kernels.sigmoid(columns, x.storage.elements + source * columns, start)
    }
  }

  /// `self[row] = x[source]`. O(columns).
  @specialized(where S == Float)
  public mutating func assignRow(_ source: Int, of x: Tensor, toRow row: Int) {
    let start = pointer(toRow: row, like: source, of: x)
    start.update(from: x.storage.elements + source * columns, count: columns)
  }

  /// `self[row, i] += factor (x[source, i] - mean)`, with the mean of `x[source]`, divided by its standard deviation where
  /// it is to be standardised; nothing where its elements are all equal. Columns that `x` lacks get what its least
  /// element gets. O(columns).
  @specialized(where S == Float)
  package mutating func addCenteredRow(
    _ source: Int, of x: Tensor, toRow row: Int, times factor: S, standardized: Bool
  ) {
    precondition(
      row >= 0 && row < rows && source >= 0 && source < x.rows && x.columns <= columns,
      "row \(source) of \(x.shape) does not fit row \(row) of \(shape)")
    let n = x.columns
    let (from, to) = (x.storage.elements + source * n, mutablePointer() + row * columns)
    var (sum, least) = (0.0, S.infinity)
    for i in 0..<n {
      sum += Double(from[i])
      least = min(least, from[i])
    }
    let mean = sum / Double(max(n, 1))
    var squares = 0.0
    for i in 0..<n { squares += (Double(from[i]) - mean) * (Double(from[i]) - mean) }
    guard squares > 0 else { return }
    let scale = Double(factor) / (standardized ? (squares / Double(n)).squareRoot() : 1)
    for i in 0..<n { to[i] += S((Double(from[i]) - mean) * scale) }
    let rest = S((Double(least) - mean) * scale)
    for i in n..<columns { to[i] += rest }
  }

  /// Sets every element of a row. O(columns).
  @specialized(where S == Float)
  public mutating func fillRow(_ row: Int, _ value: S) {
    precondition(row >= 0 && row < rows, "\(shape) has no row \(row)")
    S.kernels.fill(columns, value, mutablePointer() + row * columns)
  }

  /// Adds a row at the end of a matrix. Amortised O(columns).
  @specialized(where S == Float)
  public mutating func appendRow(_ row: Tensor) {
    precondition(
      shape.rank == 2 && row.count == columns, "\(row.shape) is no row of \(shape)")
    let (old, width) = (count, columns)
    if storage.count < old + width || !isKnownUniquelyReferenced(&storage) {
      let larger = TensorStorage<S>(count: max(2 * old, old + width), pool: nil)
      larger.elements.update(from: storage.elements, count: old)
      storage = larger
    }
    (storage.elements + old).update(from: row.storage.elements, count: width)
    shape = [shape[0] + 1, width]
  }

  @specialized(where S == Float)
  private mutating func pointer(
    toRow row: Int, like source: Int, of table: Tensor
  ) -> UnsafeMutablePointer<S> {
    precondition(
      row >= 0 && row < rows && source >= 0 && source < table.rows && table.columns == columns,
      "row \(source) of \(table.shape) does not fit row \(row) of \(shape)")
    return mutablePointer() + row * columns
  }
}
