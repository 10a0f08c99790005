/// A number that tensors hold: `Float`, whose kernels are compiled C for this processor, or `Double`,
/// whose kernels are the plain loops that the former are tested against.
public protocol Scalar: BinaryFloatingPoint & Sendable {
  /// The loops that every operation is made of. Take them once, not in a loop: a copy counts references.
  static var kernels: KernelSet<Self> { get }
}

extension Float: Scalar {
  /// The best kernels that this processor runs, unless `SEQREC_KERNELS` names others.
  public static let kernels = KernelSet<Float>.chosen
}

extension Double: Scalar {
  /// The reference loops.
  public static let kernels = KernelSet<Double>.reference
}
