extension Tensor {
  /// Whether shapes and bits are equal: a NaN equals itself, and 0 is not -0. O(elements).
  package func hasSameBits(as other: Tensor) -> Bool {
    guard shape == other.shape else { return false }
    return UnsafeRawBufferPointer(pointer).elementsEqual(UnsafeRawBufferPointer(other.pointer))
  }

  /// The seed below `seed` that depends on every bit of the elements. O(elements).
  @specialized(where S == Float)
  package func absorbed(into seed: Seed) -> Seed {
    pointer.reduce(seed) { seed, element in
      seed.child(Int(truncatingIfNeeded: Double(element).bitPattern))
    }
  }
}
