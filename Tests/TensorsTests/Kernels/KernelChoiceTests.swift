import Tensors
import Testing

@Suite("Kernels: which kind is chosen")
struct KernelChoiceTests {
  @Test("without a name, the last and fastest")
  func fastest() {
    #expect(KernelSet<Float>.choose(named: nil)?.name == KernelSet<Float>.available.last?.name)
  }

  @Test("by its name, every kind that this processor has")
  func byName() {
    for kind in KernelSet<Float>.available {
      #expect(KernelSet<Float>.choose(named: kind.name)?.name == kind.name)
    }
  }

  @Test("portable kernels are everywhere, and first")
  func portable() {
    #expect(KernelSet<Float>.available.first?.name == "portable")
    #expect(KernelSet<Float>.choose(named: "portable")?.name == "portable")
  }

  @Test("nothing for another name", arguments: [" ", "Portable", "avx", "sse9", "reference"])
  func unknown(_ name: String) {
    #expect(KernelSet<Float>.choose(named: name) == nil)
  }

  @Test("an empty name is none")
  func empty() {
    #expect(KernelSet<Float>.choose(named: "")?.name == KernelSet<Float>.choose(named: nil)?.name)
  }

  @Test("no two kinds share a name")
  func distinct() {
    let names = KernelSet<Float>.available.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test("Double computes with the reference loops")
  func double() {
    #expect(Double.kernels.name == "reference")
  }
}
