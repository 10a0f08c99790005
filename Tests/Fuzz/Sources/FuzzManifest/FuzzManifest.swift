import Fuzzing
import SeqRec

/// Any bytes are a manifest, which is written and read again as the same value, or are refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzManifest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzz(start, count) { bytes in
    do throws(CheckpointError) {
      check(try CheckpointManifest(bytes: bytes, name: "manifest.json"))
    } catch {
      require(error.kind == .damaged || error.kind == .wrongContent, "\(error)")
      require(error.byte ?? 0 <= bytes.count, "\(error)")
    }
  }
}

private func check(_ manifest: CheckpointManifest) {
  do throws(CheckpointError) {
    let again = try CheckpointManifest(bytes: Array(manifest.text.utf8), name: "again")
    require(again == manifest, "\(again) for \(manifest)")
    require(again.text == manifest.text, "another text of the same manifest")
  } catch {
    require(false, "\(error) in \(manifest.text)")
  }
}
