import SeqRec
import SeqRecBenchmarks
import Testing

/// All forms of a product are the same product, or their rates would be of different things.
@Suite struct OperandsTests {
  private let m = 5
  private let k = 7
  private let n = 11

  private func product(_ form: ProductForm) -> Tensor<Float> {
    let operands = Operands(form, m, k, n, workers: .one)
    operands.multiply()
    return operands.result
  }

  @Test func allFormsAreTheSameProduct() {
    let plain = product(.plain)
    for form in ProductForm.allCases {
      let other = product(form)
      #expect(other.shape == [m, n])
      for (a, b) in zip(plain.elements, other.elements) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test func theProductIsNoneOfZeros() {
    #expect(product(.plain).elements.allSatisfy { $0 != 0 })
  }
}
