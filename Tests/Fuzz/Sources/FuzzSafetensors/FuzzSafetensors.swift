import Fuzzing
import SeqRec

/// Any bytes are a file in which everything is consistent and can be read, or are refused as damaged.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSafetensors(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzz(start, count) { bytes in
    do throws(CheckpointError) {
      check(try SafetensorsFile(bytes: bytes, name: "f"), of: bytes)
    } catch {
      require(error.kind == .damaged && error.byte ?? 0 <= bytes.count, "\(error)")
    }
  }
}

private func check(_ file: SafetensorsFile, of bytes: [UInt8]) {
  var covered = 0
  for entry in file.entries {
    covered += entry.bytes.count
    require(file[entry.name] == entry, "\(entry.name) is not found by its name")
    require(
      entry.bytes.count == entry.shape.reduce(entry.type.size, *),
      "\(entry.bytes.count) bytes for \(entry.shape)")
    do throws(CheckpointError) {
      let wide = try file.tensor(entry.name, as: Double.self)
      require(wide.shape.dimensions == entry.shape, "\(wide.shape) for \(entry.shape)")
      let tensor = try file.tensor(entry.name, as: Float.self)
      checkRewriting(tensor)
    } catch {
      require(error.kind == .wrongContent, "\(error)")
    }
  }
  require(covered + 8 <= bytes.count, "\(covered) bytes of tensors in \(bytes.count)")
}

/// What was read is written and read again with the same bits.
private func checkRewriting(_ tensor: Tensor<Float>) {
  do throws(CheckpointError) {
    let bytes = try SafetensorsFile.serialized([("t", tensor)])
    let again = try SafetensorsFile(bytes: bytes, name: "again").tensor("t", as: Float.self)
    require(again.shape == tensor.shape, "\(again.shape) for \(tensor.shape)")
    for index in 0..<tensor.count {
      require(again[index].bitPattern == tensor[index].bitPattern, "element \(index) has changed")
    }
  } catch {
    require(false, "\(error)")
  }
}
