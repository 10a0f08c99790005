public import Gradients
public import Interactions
public import Tensors

/// EASE, an autoencoder without a hidden layer, whose weights have a closed form.
///
///     minimise |X - X B|^2 + lambda |B|^2  with a diagonal of zeros in B
///     P = (X^T X + lambda I)^-1,  B[i, j] = -P[i, j] / P[j, j]  for i != j
///
/// X [users, items] is 1 where a user has met an item. An item j scores the sum of `B[i, j]` over the
/// items i of a history; see ``ItemItemModel``.
///
/// ```swift
/// let model = try EASE(lambda: 250).fit(on: split.train)
/// ```
///
/// O(sum |N(u)|^2 + n^3), with two matrices of 4 n^2 bytes at a time, of which one stays. Everything is in
/// `Float`: counts are exact up to 2^24, and each block of the elimination is inverted in `Double`.
///
/// Source: "Embarrassingly Shallow Autoencoders for Sparse Data" (WWW 2019).
public struct EASE: ItemItemEstimator, Hashable {
  /// How strongly weights are held down: the only thing to tune. Between 100 and 1000, on both sides of
  /// the default, MRR on MovieLens 100K changes by about 1%.
  public var lambda: Double
  /// Column j is divided by the alpha-th power of the number of j's users, which holds popular items
  /// down; 0 leaves it alone.
  public var alpha: Double
  /// After how many later events of its user an item counts half; nil where all count alike.
  public var halfLife: Double?
  /// The most items for which a matrix is made. 20,000 take 1.6 GB a matrix.
  public var itemLimit: Int

  /// A recipe with these constants.
  public init(
    lambda: Double = 250, alpha: Double = 0, halfLife: Double? = nil, itemLimit: Int = 20_000
  ) {
    self.lambda = lambda
    self.alpha = alpha
    self.halfLife = halfLife
    self.itemLimit = itemLimit
  }

  private static func weight(itemCount: Int) -> Parameter {
    Parameter("items.weight", shape: [itemCount, itemCount], initializer: .zeros)
  }

  /// `items.weight [n, n]`, which is B, and `items.count [n]`.
  public func parameters(itemCount: Int) -> [Parameter] {
    [Self.weight(itemCount: itemCount), ItemCounts.parameter(itemCount: itemCount)]
  }

  /// B, and how often each item was met.
  ///
  /// - Precondition: lambda and alpha are finite and not negative.
  /// - Throws: ``ItemItemError`` where there are too many items, which is found out before anything is
  ///   allocated, or where lambda is too small for the matrix to be inverted; `CancellationError` where
  ///   the task is cancelled.
  public func weights(
    fitting log: InteractionLog, on workers: Workers
  ) throws -> Weights<Float> {
    precondition(
      lambda >= 0 && alpha >= 0 && lambda.isFinite && alpha.isFinite,
      "a lambda of \(lambda), an alpha of \(alpha)")
    let n = log.itemCount
    guard n <= itemLimit else { throw ItemItemError.tooManyItems(n, limit: itemLimit) }
    let x = UserItemMatrix(after: log).matrix(users: log.userCount, items: n)
    var gram = Tensor<Float>(zeros: [n, n])
    gram.multiply(x.transposed(), x, on: workers)
    let userCounts = (0..<n).map { Double(gram[$0, $0]) }
    for item in 0..<n { gram[item, item] += Float(lambda) }
    try Task.checkCancellation()
    guard var matrix = gram.inverseOfPositiveDefinite(on: workers) else {
      throw ItemItemError.notPositiveDefinite(lambda: lambda)
    }
    let scales = (0..<n).map { item in
      // An item that nobody has met has a column of zeros.
      let popularity = exponential(alpha * logarithm(max(userCounts[item], 1)))
      return Float(-1 / (Double(matrix[item, item]) * popularity))
    }
    for row in 0..<n {
      for column in 0..<n { matrix[row, column] *= row == column ? 0 : scales[column] }
    }
    return Weights([
      (Self.weight(itemCount: n).path, matrix),
      (ItemCounts.parameter(itemCount: n).path, ItemCounts.tensor(of: log)),
    ])
  }
}
