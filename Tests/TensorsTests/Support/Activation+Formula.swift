import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Activation {
  /// The value and the slope by the definition, with the math library's `exp`.
  func value(at u: Double) -> (y: Double, slope: Double) {
    switch self {
    case .identity: return (u, 1)
    case .relu: return u > 0 ? (u, 1) : (0, 0)
    case .sigmoid:
      let y = 1 / (1 + exp(-u))
      return (y, y * (1 - y))
    }
  }
}
