import Tensors
import Testing

@Suite("Tensors: shapes")
struct ShapeTests {
  @Test(
    "extents, rank and element count",
    arguments: [
      [], [0], [7], [3, 4], [3, 0, 2], [2, 3, 4, 5],
    ])
  func extents(_ extents: [Int]) {
    let shape = Shape(extents)
    #expect(shape.rank == extents.count)
    #expect(shape.dimensions == extents)
    #expect(extents.indices.allSatisfy { shape[$0] == extents[$0] })
    #expect(shape.elementCount == extents.reduce(1, *))
    #expect(shape.description == "\(extents)")
    #expect(shape == Shape(extents) && shape.hashValue == Shape(extents).hashValue)
  }

  @Test("an axis of one element is an axis")
  func distinct() {
    let shapes: Set<Shape> = [[], [1], [1, 1], [1, 1, 1], [1, 1, 1, 1], [2], [2, 1], [1, 2]]
    #expect(shapes.count == 8)
  }

  private static let counted: [(extents: [Int], count: Int)] = [
    ([], 1), ([3, 5], 15), ([0, 5], 0), ([1 << 31, 1 << 31], 1 << 62),
    ([Int.max], Int.max), ([Int.max, 1, 1], Int.max),
  ]

  @Test("the element count of extents from outside", arguments: counted)
  func elementCount(_ extents: [Int], _ count: Int) {
    #expect(Shape.elementCount(of: extents) == count)
  }

  private static let refused: [[Int]] = [
    [Int.max, 2], [1 << 32, 1 << 31], [1 << 32, 1 << 32], [3, 1 << 62], [1 << 32, 1 << 32, 0],
    [0, Int.max, Int.max], [-1], [-1, -1], [0, -1], [Int.min, -1],
  ]

  @Test(
    "no count where it overflows, though a zero hides it, or one is negative", arguments: refused)
  func noElementCount(_ extents: [Int]) {
    #expect(Shape.elementCount(of: extents) == nil)
  }
}
