import Tensors
import Testing

@Suite("Tensors: memory that is used again")
struct StoragePoolTests {
  /// Where a tensor lay that is gone when this returns.
  private func addressOfTemporary<S: Scalar>(
    _ shape: Shape, in pool: StoragePool, of type: S.Type = Float.self
  ) -> UInt {
    Tensor<S>(zeros: shape, in: pool).address
  }

  @Test("memory that was given back comes back for the same size", arguments: [0, 1, 17, 5000])
  func reuse(_ count: Int) {
    let pool = StoragePool()
    let first = addressOfTemporary([count], in: pool)
    #expect((0..<10).allSatisfy { _ in addressOfTemporary([count], in: pool) == first })
    #expect(addressOfTemporary([count, 1], in: pool) == first)
    #expect(first % 64 == 0)
  }

  @Test("sizes do not mix")
  func sizes() {
    let pool = StoragePool()
    let small = addressOfTemporary([16], in: pool)
    let large = addressOfTemporary([32], in: pool)
    #expect(small != large)
    #expect(addressOfTemporary([32], in: pool) == large)
    #expect(addressOfTemporary([16], in: pool) == small)
    // As many bytes, though not of the same type.
    #expect(addressOfTemporary([16], in: pool, of: Double.self) == large)
  }

  @Test("tensors that are there at once do not share")
  func alive() {
    let pool = StoragePool()
    var tensors = (0..<8).map { Tensor<Float>(repeating: Float($0), shape: [64], in: pool) }
    let addresses = Set(tensors.map(\.address))
    #expect(addresses.count == 8)
    #expect(tensors.enumerated().allSatisfy { $1 == Tensor(repeating: Float($0), shape: [64]) })
    tensors.removeAll()
    tensors = (0..<8).map { Tensor<Float>(repeating: Float($0), shape: [64], in: pool) }
    #expect(Set(tensors.map(\.address)) == addresses)
  }

  @Test("a zeroed tensor is zero in used memory")
  func zeroed() {
    let pool = StoragePool()
    let used = Tensor<Float>(repeating: 7, shape: [33], in: pool).address
    let x = Tensor<Float>(zeros: [33], in: pool)
    #expect(x.address == used)
    #expect(x.elements.allSatisfy { $0 == 0 })
  }

  @Test("a tensor outlives the name of its pool")
  func outlives() {
    func make() -> Tensor<Float> { Tensor(repeating: 5, shape: [9], in: StoragePool()) }
    let x = make()
    var y = x
    y[0] = 1
    #expect(x.elements.allSatisfy { $0 == 5 })
  }

  @Test("many threads take and give back")
  func threads() {
    let pool = StoragePool()
    let counts = Tensor<Double>(zeros: [1])
    #expect(counts.scalar == 0)
    Workers(8).forEach(2000) { piece in
      let x = Tensor<Double>(repeating: Double(piece), shape: [1 + piece % 5], in: pool)
      precondition(x.elements.allSatisfy { $0 == Double(piece) }, "memory is shared")
    }
  }
}
