import Tensors
import Testing

/// Kinds whose multiply-add rounds once add in the same order, whatever their vectors' widths are.
@Suite("Kernels: the same bits of every kind that fuses")
struct FusedKindTests {
  private static let fused = KernelSet<Float>.available.filter { $0.name != "portable" }

  @Test(
    "all kernels, element by element",
    .enabled(if: fused.count > 1, "this processor has one such kind"),
    arguments: oddSizes.filter { $0 > 0 })
  func sameBits(_ n: Int) {
    let found = Self.fused.map { KernelResults($0, size: n).bits }
    for (kind, bits) in zip(Self.fused, found) {
      for (kernel, expected) in found[0] {
        #expect(bits[kernel] == expected, "\(kernel) of \(kind.name), size \(n)")
      }
    }
  }

  @Test("no kernel is left out")
  func allKernels() {
    let kernels = Mirror(reflecting: KernelSet<Float>.reference).children.compactMap(\.label)
    let numbers: Set = ["name", "leftRows", "rightColumns"]
    let found = KernelResults(.reference, size: 5).bits
    #expect(Set(found.keys) == Set(kernels).subtracting(numbers))
  }
}
