/// The extents of a tensor, at most four, outermost first.
///
/// A value without heap storage, so that making and comparing shapes costs nothing in a step.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The number of axes.
  public let rank: Int
  private let extents: (Int, Int, Int, Int)

  /// A shape with the given extents.
  ///
  /// - Precondition: at most four extents, none negative, and a product that fits an `Int`.
  public init(_ extents: [Int]) {
    precondition(extents.count <= 4, "a shape has at most 4 extents, not \(extents)")
    precondition(extents.allSatisfy { $0 >= 0 }, "an extent is not negative: \(extents)")
    precondition(
      Shape.elementCount(of: extents) != nil, "the elements of \(extents) overflow an Int")
    rank = extents.count
    func extent(_ axis: Int) -> Int { axis < extents.count ? extents[axis] : 1 }
    self.extents = (extent(0), extent(1), extent(2), extent(3))
  }

  /// A shape with the given extents.
  public init(arrayLiteral extents: Int...) {
    self.init(extents)
  }

  /// The product of all extents; 1 for a shape without axes.
  public var elementCount: Int { extents.0 * extents.1 * extents.2 * extents.3 }

  /// The product of all extents but the first.
  var elementsPerRow: Int { extents.1 * extents.2 * extents.3 }

  /// The extents as an array.
  public var dimensions: [Int] { (0..<rank).map { self[$0] } }

  /// The extent of an axis, counted from the outermost.
  public subscript(axis: Int) -> Int {
    precondition((0..<rank).contains(axis), "\(self) has no axis \(axis)")
    switch axis {
    case 0: return extents.0
    case 1: return extents.1
    case 2: return extents.2
    default: return extents.3
    }
  }

  /// The extents in brackets: `[64, 256]`.
  public var description: String { "\(dimensions)" }

  /// Whether both have the same axes and extents.
  public static func == (a: Shape, b: Shape) -> Bool {
    a.rank == b.rank && a.extents == b.extents
  }

  /// Feeds rank and extents to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(dimensions)
  }

  /// The product of the extents, or `nil` where one is negative or the product of those that are not
  /// zero overflows: for shapes that come from outside.
  package static func elementCount(of extents: [Int]) -> Int? {
    guard extents.allSatisfy({ $0 >= 0 }) else { return nil }
    var count = 1
    for extent in extents where extent != 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      count = product
    }
    return extents.contains(0) ? 0 : count
  }
}
