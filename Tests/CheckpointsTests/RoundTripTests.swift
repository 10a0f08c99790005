import Checkpoints
import Tensors
import Testing

struct RoundTripTests {
  /// A tensor of random bits: NaNs with payloads, subnormals, infinities and all.
  private func tensor(
    _ shape: Shape, _ generator: inout SplitMix64
  ) -> Tensor<Float> {
    let elements = (0..<shape.elementCount).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
    }
    return Tensor(elements, shape: shape)
  }

  @Test(arguments: 0..<200)
  func everyBitSurvives(seed: Int) throws {
    var generator = Seed(UInt64(seed)).generator()
    let tensors = (0..<Int.random(in: 0...5, using: &generator)).map { position in
      let rank = Int.random(in: 0...4, using: &generator)
      let shape = Shape((0..<rank).map { _ in Int.random(in: 0...4, using: &generator) })
      let scalars = (0..<4).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x1_FFFF, using: &generator))
      }
      let name = "\(position)" + String(String.UnicodeScalarView(scalars))
      return (name: name, tensor: tensor(shape, &generator))
    }
    let metadata = Dictionary(tensors.map { ($0.name, $0.name + "!") }) { a, _ in a }
    let bytes = try SafetensorsFile.serialized(tensors, metadata: metadata)
    #expect(bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) } % 8 == 0)

    let file = try SafetensorsFile(bytes: bytes, name: "memory")
    #expect(file.metadata == metadata)
    #expect(Set(file.entries.map(\.name)) == Set(tensors.map(\.name)))
    for (name, tensor) in tensors {
      let entry = try #require(file[name])
      #expect(entry.shape == tensor.shape.dimensions)
      #expect(entry.type == .f32)
      #expect(entry.bytes.count == 4 * tensor.count)
      let found = try file.tensor(name, as: Float.self)
      #expect(found.shape == tensor.shape)
      #expect(bits(of: found) == bits(of: tensor))
      let wide = try file.tensor(name, as: Double.self)
      #expect(zip(wide.elements, tensor.elements).allSatisfy { $0 == Double($1) || $1.isNaN })
      #expect(zip(wide.elements, tensor.elements).allSatisfy { $0.sign == $1.sign })
    }
    let shuffled = tensors.shuffled(using: &generator)
    #expect(try SafetensorsFile.serialized(shuffled, metadata: metadata) == bytes)
  }

  @Test func aFileWithoutTensors() throws {
    let bytes = try SafetensorsFile.serialized([])
    #expect(bytes == fileBytes("{}      "))
    let file = try SafetensorsFile(bytes: bytes, name: "memory")
    #expect(file.entries.isEmpty)
    #expect(file.metadata.isEmpty)
    let error = failure { () throws(CheckpointError) in try file.tensor("a", as: Float.self) }
    #expect(error?.description == "memory: expected tensor \"a\", found none at all")
  }

  @Test func namesAreOrderedByTheirBytes() throws {
    let one = Tensor<Float>([1], shape: [1])
    let names = ["b", "a.weight", "a", "\u{FF5E}", "\u{1F600}", "B", ""]
    let file = try SafetensorsFile(
      bytes: SafetensorsFile.serialized(names.map { ($0, one) }), name: "memory")
    #expect(file.entries.map(\.name) == ["", "B", "a", "a.weight", "b", "\u{FF5E}", "\u{1F600}"])
    #expect(file.entries.map(\.bytes.lowerBound) == [0, 4, 8, 12, 16, 20, 24])
    #expect(file["c"] == nil)
  }

  #if !(os(macOS) && arch(x86_64))
    @Test func everyBinary16() throws {
      let patterns = (0...UInt16.max).map { $0 }
      let bytes =
        fileBytes(
          "{\"h\":\(info("F16", "[65536]", "[0,131072]")),"
            + "\"b\":\(info("BF16", "[65536]", "[131072,262144]"))}")
        + patterns.flatMap(bytes(of:)) + patterns.flatMap(bytes(of:))
      let file = try SafetensorsFile(bytes: bytes, name: "halves")
      let floats = try file.tensor("h", as: Float.self)
      let doubles = try file.tensor("h", as: Double.self)
      let brains = try file.tensor("b", as: Float.self)
      for pattern in patterns {
        let index = Int(pattern)
        let half = Float16(bitPattern: pattern)
        if half.isNaN {
          #expect(floats[index].bitPattern >> 13 & 0x3FF == UInt32(pattern & 0x3FF))
          #expect(floats[index].isNaN && floats[index].sign == half.sign && doubles[index].isNaN)
        } else {
          #expect(floats[index].bitPattern == Float(half).bitPattern)
          #expect(doubles[index].bitPattern == Double(half).bitPattern)
        }
        #expect(brains[index].bitPattern == UInt32(pattern) << 16)
      }
    }
  #endif

  @Test func integersThatFitAreRead() throws {
    func read<T: FixedWidthInteger>(_ type: String, _ values: [T]) throws -> [Double] {
      let size = values.count * MemoryLayout<T>.size
      let header = "{\"i\":\(info(type, "[\(values.count)]", "[0,\(size)]"))}"
      let file = try SafetensorsFile(
        bytes: fileBytes(header) + values.flatMap(bytes(of:)), name: type)
      #expect(file["i"]?.type.size == MemoryLayout<T>.size)
      return try file.tensor("i", as: Double.self).elements
    }
    #expect(try read("I8", [Int8.min, -1, .max]) == [-128, -1, 127])
    #expect(try read("U8", [UInt8.min, .max]) == [0, 255])
    #expect(try read("I16", [Int16.min, .max]) == [-32768, 32767])
    #expect(try read("U16", [UInt16.max]) == [65535])
    #expect(try read("I32", [Int32.min, .max]) == [-0x1p31, 0x1p31 - 1])
    #expect(try read("U32", [UInt32.max]) == [0x1p32 - 1])
    #expect(try read("I64", [Int64.min, 1 << 62]) == [-0x1p63, 0x1p62])
    #expect(try read("U64", [UInt64(1) << 63]) == [0x1p63])
  }

  @Test func valuesWithoutAnExactCounterpartAreRefused() throws {
    let header = "{\"i\":\(info("I64", "[2]", "[0,16]"))}"
    let odd = bytes(of: Int64(7)) + bytes(of: Int64(1) << 53 + 1)
    let file = try SafetensorsFile(bytes: fileBytes(header) + odd, name: "odd")
    let error = failure { () throws(CheckpointError) in try file.tensor("i", as: Double.self) }
    #expect(error?.kind == .wrongContent)
    #expect(error?.found == "another at position 1 of I64")
    #expect(error?.expected == "elements of tensor \"i\" that a Double holds exactly")
  }
}
