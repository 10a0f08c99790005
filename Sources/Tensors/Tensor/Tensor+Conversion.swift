extension Tensor {
  /// The same numbers in another precision; nothing is copied where it is the same. O(elements).
  public func converted<Other: Scalar>(to other: Other.Type = Other.self) -> Tensor<Other> {
    if let same = self as? Tensor<Other> { return same }
    return Tensor<Other>(elements.map { Other($0) }, shape: shape)
  }
}
