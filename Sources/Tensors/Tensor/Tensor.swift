/// A dense, row-major array of numbers with value semantics.
///
/// ```swift
/// var embeddings = Tensor<Float>(zeros: [itemCount, width])
/// embeddings[7, 0] = 1
/// ```
///
/// Copies share memory until one of them is written to. Mismatched shapes are programming errors and
/// stop with a message that names both.
public struct Tensor<S: Scalar>: Sendable {
  /// The extents.
  public internal(set) var shape: Shape
  @usableFromInline var storage: TensorStorage<S>

  /// A tensor whose elements are unspecified until they are written.
  package init(uninitialized shape: Shape, in pool: StoragePool? = nil) {
    self.shape = shape
    storage = TensorStorage(count: shape.elementCount, pool: pool)
  }

  /// A tensor of zeros. O(elements).
  public init(zeros shape: Shape, in pool: StoragePool? = nil) {
    self.init(repeating: 0, shape: shape, in: pool)
  }

  /// A tensor with one value everywhere. O(elements).
  public init(repeating value: S, shape: Shape, in pool: StoragePool? = nil) {
    self.init(uninitialized: shape, in: pool)
    S.kernels.fill(shape.elementCount, value, storage.elements)
  }

  /// A tensor with the given elements in row-major order. O(elements).
  ///
  /// - Precondition: as many elements as the shape has.
  public init(_ elements: [S], shape: Shape) {
    precondition(
      elements.count == shape.elementCount,
      "\(elements.count) elements do not fill a tensor of shape \(shape)")
    self.init(uninitialized: shape)
    storage.elements.initialize(from: elements, count: elements.count)
  }

  /// The number of elements.
  @inlinable public var count: Int { shape.elementCount }

  /// The elements in row-major order, copied. O(elements).
  public var elements: [S] { Array(UnsafeBufferPointer(start: storage.elements, count: count)) }

  /// The rows of a matrix, or the elements of a vector taken as one column's.
  public var rows: Int { shape.rank == 0 ? 1 : shape[0] }

  /// The elements of one row: the product of all extents but the first.
  public var columns: Int { shape.elementsPerRow }

  /// The only element of a tensor that has just one.
  public var scalar: S {
    precondition(count == 1, "a tensor of shape \(shape) is no scalar")
    return storage.elements[0]
  }

  /// An element by its row-major position. O(1); the first write to shared memory copies it.
  @inlinable public subscript(index: Int) -> S {
    get {
      precondition(index >= 0 && index < count, "index out of range")
      return storage.elements[index]
    }
    set {
      precondition(index >= 0 && index < count, "index out of range")
      makeUnique()
      storage.elements[index] = newValue
    }
  }

  /// An element of a matrix. O(1); the first write to shared memory copies it.
  @inlinable public subscript(row: Int, column: Int) -> S {
    get {
      precondition(column >= 0 && column < columns, "column out of range")
      return self[row * columns + column]
    }
    set {
      precondition(column >= 0 && column < columns, "column out of range")
      self[row * columns + column] = newValue
    }
  }

  /// The same elements in another shape. O(1).
  ///
  /// - Precondition: as many elements as before.
  public func reshaped(to shape: Shape) -> Tensor {
    precondition(
      shape.elementCount == count, "shape \(self.shape) cannot be read as shape \(shape)")
    var result = self
    result.shape = shape
    return result
  }

  @usableFromInline
  @specialized(where S == Float)
  mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&storage) else { return }
    let copy = TensorStorage<S>(count: count, pool: storage.pool)
    copy.elements.update(from: storage.elements, count: count)
    storage = copy
  }
}

extension Tensor: Equatable {
  /// Whether shapes are equal and elements have the same value; NaN is unlike everything. O(elements).
  public static func == (a: Tensor, b: Tensor) -> Bool {
    guard a.shape == b.shape else { return false }
    if a.storage === b.storage { return a.pointer.allSatisfy { $0 == $0 } }
    return a.pointer.elementsEqual(b.pointer)
  }
}

extension Tensor {
  // Memory for kernels. Nothing outside `Tensors` sees these.
  var pointer: UnsafeBufferPointer<S> { UnsafeBufferPointer(start: storage.elements, count: count) }

  mutating func mutablePointer() -> UnsafeMutablePointer<S> {
    makeUnique()
    return storage.elements
  }

  /// Where the elements lie; equal before and after a step that copied nothing.
  package var address: UInt { UInt(bitPattern: storage.elements) }
}
