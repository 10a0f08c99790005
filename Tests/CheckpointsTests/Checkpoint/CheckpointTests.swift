import Checkpoints
import Foundation
import Tensors
import Testing

/// A folder that is written, replaced and read.
struct CheckpointTests {
  @Test func readsWhatWasWritten() throws {
    try withFolder { folder in
      let path = folder + "/trained"
      let written = try CheckpointSamples.write(to: path)
      let read = try Checkpoint(contentsOf: path)
      #expect(read.manifest == written)
      #expect(try CheckpointSamples.number(in: path) == 0)
      #expect(read.weights?.metadata == ["model": "a"])
      #expect(
        try names(in: path) == (written.files.map(\.name) + ["manifest.json"]).sorted())
      let manifest = try contents(of: path + "/manifest.json")
      try CheckpointSamples.write(to: path)
      #expect(try contents(of: path + "/manifest.json") == manifest, "the same bytes")
    }
  }

  /// Another reader of JSON finds the same values.
  @Test func theManifestIsJSON() throws {
    try withFolder { folder in
      let written = try CheckpointSamples.write(1, to: folder)
      let object = try #require(
        try JSONSerialization.jsonObject(
          with: Data(contents(of: folder + "/manifest.json"))) as? [String: Any])
      #expect(
        Set(object.keys) == [
          "format", "formatVersion", "version", "model", "preset", "hyperparameters", "seed",
          "kernels", "data", "training", "files",
        ])
      #expect(object["model"] as? String == "a \"model\"")
      #expect((object["seed"] as? NSNumber)?.uint64Value == .max)
      let hyperparameters = try #require(object["hyperparameters"] as? [String: Any])
      #expect(hyperparameters["rate"] as? Double == 1e-3)
      #expect(hyperparameters["norms"] as? String == "pre\n")
      #expect(hyperparameters["reshuffle"] as? Bool == true)
      let file = try #require(written.file(of: .items))
      let items =
        try JSONSerialization.jsonObject(
          with: Data(contents(of: "\(folder)/\(file.name)"))) as? [String]
      #expect(
        items?.map { Array($0.utf8) } == CheckpointSamples.ids.map { Array("\($0)1".utf8) })
    }
  }

  @Test func aModelMayHaveNoWeights() throws {
    try withFolder { folder in
      var manifest = CheckpointSamples.manifest()
      manifest.training.weightsDigest = nil
      let written = try Checkpoint.write(manifest, items: ["x"], to: folder)
      #expect(written.files.map(\.part) == [.items])
      let read = try Checkpoint(contentsOf: folder)
      #expect(read.weights == nil && read.items == ["x"] && read.manifest == written)
    }
  }

  /// The old files go, others stay, whatever their names look like.
  @Test func replacingRemovesTheOldFilesAlone() throws {
    try withFolder { folder in
      let old = try CheckpointSamples.write(to: folder)
      let others = [
        "training.safetensors", "weights-.safetensors", "weights-0123456789abcdeg.safetensors",
        "items-0123456789abcdef.safetensors", "notes",
      ]
      for name in others { try AtomicFile.write([1], to: "\(folder)/\(name)") }
      let left = "\(folder)/weights-0123456789abcdef.safetensors"
      try AtomicFile.write([1], to: left)
      let new = try CheckpointSamples.write(1, to: folder)
      #expect(Set(old.files.map(\.name)).isDisjoint(with: new.files.map(\.name)))
      #expect(
        try names(in: folder)
          == (others + new.files.map(\.name) + ["manifest.json"]).sorted())
      #expect(try CheckpointSamples.number(in: folder) == 1)
    }
  }

  @Test func foldersThatAreNone() throws {
    try withFolder { folder in
      func message(_ path: String) -> String {
        let error = failure { () throws(CheckpointError) in try Checkpoint(contentsOf: path) }
        #expect(error?.kind == .unreadable)
        return error?.description ?? "no error"
      }
      #expect(
        message(folder + "/none")
          == "\(folder)/none: expected a folder with a checkpoint, found no such folder")
      try AtomicFile.write([1], to: folder + "/file")
      #expect(message(folder + "/file").contains("found a file"))
      #expect(message(folder).contains("manifest.json: expected a file, found no such file"))
      let unwritable = failure { () throws(CheckpointError) in
        try CheckpointSamples.write(to: folder + "/file/inner")
      }
      #expect(unwritable?.kind == .unwritable)
    }
  }

  /// To the byte, and before they are read.
  @Test func filesMayBeAsLongAsTheCallerAllows() throws {
    try withFolder { folder in
      let files = try CheckpointSamples.write(to: folder).files
      let length = files.reduce(0) { $0 + $1.length }
      #expect(try Checkpoint(contentsOf: folder, atMost: length).manifest.files == files)
      for file in files { try AtomicFile.write([], to: "\(folder)/\(file.name)") }
      let error = failure { () throws(CheckpointError) in
        try Checkpoint(contentsOf: folder, atMost: length - 1)
      }
      #expect(error?.kind == .tooLarge)
      #expect(error?.expected == "files of at most \(length - 1) bytes together")
    }
  }

  /// Each file of the folder with other bytes, fewer and none.
  @Test func filesMustBeThoseOfTheManifest() throws {
    try withFolder { folder in
      let files = try CheckpointSamples.write(to: folder).files
      #expect(files.map(\.part) == [.items, .weights])
      for file in files {
        let path = "\(folder)/\(file.name)"
        let bytes = try contents(of: path)
        #expect(bytes.count == file.length)
        func error(_ bytes: [UInt8]) throws -> CheckpointError? {
          try AtomicFile.write(bytes, to: path)
          return failure { () throws(CheckpointError) in try Checkpoint(contentsOf: folder) }
        }
        for position in bytes.indices {
          var flipped = bytes
          flipped[position] ^= 1
          let error = try error(flipped)
          #expect(error?.kind == .damaged && error?.file == path, "\(position)")
          #expect(error?.expected == "the digest \(file.digest), as the manifest says")
        }
        let cut = try error(bytes.dropLast())
        #expect(cut?.found == "\(file.length - 1)" && cut?.kind == .damaged)
        unlink(path)
        let gone = failure { () throws(CheckpointError) in try Checkpoint(contentsOf: folder) }
        #expect(gone?.kind == .damaged && gone?.file == path && gone?.found == "no such file")
        try AtomicFile.write(bytes, to: path)
      }
      #expect(try CheckpointSamples.number(in: folder) == 0)
    }
  }

  @Test func idsMustBeDistinctAndAsManyAsTheManifestSays() throws {
    try withFolder { folder in
      let written = try Checkpoint.write(
        CheckpointSamples.manifest(), items: ["a", "b", "a"], to: folder)
      let twice = failure { () throws(CheckpointError) in try Checkpoint(contentsOf: folder) }
      #expect(twice?.kind == .damaged && twice?.found == "a second \"a\"")
      #expect(twice?.byte == 11)
      try Checkpoint.write(written, items: ["a", "b"], to: folder)
      let text = String(decoding: try contents(of: folder + "/manifest.json"), as: UTF8.self)
      try AtomicFile.write(
        Array(text.replacing("\"items\": 2,", with: "\"items\": 3,").utf8),
        to: folder + "/manifest.json")
      let fewer = failure { () throws(CheckpointError) in try Checkpoint(contentsOf: folder) }
      #expect(fewer?.expected == "3 items, as the manifest says" && fewer?.found == "2")
    }
  }

  /// Whichever of several writers is the last, its checkpoint is whole, and nothing of the others is left.
  @Test func writersTakeTurns() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "seqrec-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for _ in 0..<10 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<4 {
          group.addTask {
            for turn in 0..<4 { try CheckpointSamples.write((number + turn) % 2, to: folder) }
          }
        }
        try await group.waitForAll()
      }
      let manifest = try Checkpoint(contentsOf: folder).manifest
      #expect(try CheckpointSamples.number(in: folder) != nil)
      #expect(
        try names(in: folder) == (manifest.files.map(\.name) + ["manifest.json"]).sorted())
    }
  }

  /// Who is told to stop does not wait for a writer that has the folder.
  @Test func aCancelledWriterGivesUpItsTurn() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "seqrec-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try CheckpointSamples.write(to: folder)
    let other = open(folder, O_RDONLY)
    defer { close(other) }
    #expect(flock(other, LOCK_EX) == 0)
    let writer = Task { () -> CheckpointError? in
      withUnsafeCurrentTask { $0?.cancel() }
      return failure { () throws(CheckpointError) in try CheckpointSamples.write(1, to: folder) }
    }
    let error = await writer.value
    #expect(error?.kind == .unwritable && error?.found == "another writer at work")
    flock(other, LOCK_UN)
    try CheckpointSamples.write(1, to: folder)
    #expect(try CheckpointSamples.number(in: folder) == 1)
  }

  /// Readers meet one of the two checkpoints, whole, however often the writer replaces it.
  @Test func readersNeverMeetAMixture() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "seqrec-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try CheckpointSamples.write(to: folder)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for round in 1...60 { try CheckpointSamples.write(round % 2, to: folder) } }
      group.addTask {
        for _ in 1...200 {
          let number = try CheckpointSamples.number(in: folder)
          #expect(number != nil)
        }
      }
      try await group.waitForAll()
    }
  }
}
