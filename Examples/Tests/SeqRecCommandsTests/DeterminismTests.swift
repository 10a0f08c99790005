import Foundation
import SeqRec
import Testing

/// The same bits of the same seed, for every model that `seqrec models` lists: on any number of threads,
/// stopped or not, and from one version to the next.
@Suite struct DeterminismTests {
  private static let quick = "--set epochs=2 --set width=24 --quiet"
  private static let quickParts = "--set autoencoder.epochs=2"

  /// A log whose trainings several threads share in pieces.
  private func withLog<R>(_ body: (Tool) throws -> R) throws -> R {
    try Tool.inFolder { tool in
      var world = SyntheticLog()
      world.users = 70
      world.items = 200
      world.eventsPerUser = 20
      let log = world.log(seed: Seed(12))
      let lines = log.events.map {
        "\(log.users[$0.user]),\(log.items[$0.item]),\($0.timestamp)"
      }
      try tool.write(
        (["user,item,timestamp"] + lines).joined(separator: "\n"), to: "log.csv")
      return try body(tool)
    }
  }

  /// The names of the models, and their hyper-parameters.
  private func models(_ tool: Tool) throws -> [(name: String, keys: Set<String>)] {
    try Tool.objects(in: tool.succeed("models --json").output).map { model in
      let keys = try #require(model["hyperparameters"] as? [String: Any]).keys
      return (try #require(model["name"] as? String), Set(keys))
    }
  }

  @Test(arguments: ["future-interaction", "leave-one-out"])
  func evaluations(_ rule: String) throws {
    try withLog { tool in
      let names = try models(tool).map(\.name)
      for threads in [1, 2, 8, 8] {
        try tool.succeed(
          "evaluate --model \(names.joined(separator: ",")) --data log.csv --protocol \(rule) "
            + "\(Self.quick) \(Self.quickParts) --threads \(threads) --json runs.jsonl")
      }
      let runs = try tool.objects("runs.jsonl").map { run in
        run.filter { !["seconds", "threads", "peakMemoryBytes"].contains($0.key) }
      }
      #expect(runs.count == 4 * names.count)
      for (place, run) in runs.enumerated() {
        let first = try Tool.text(of: runs[place % names.count])
        #expect(try Tool.text(of: run) == first, "\(names[place % names.count])")
      }
    }
  }

  /// Weights, moments of the optimizer, learning curves and manifests.
  @Test func trainings() throws {
    try withLog { tool in
      for model in try models(tool) {
        var first: [String: Data] = [:]
        for (run, threads) in [1, 2, 8, 8].enumerated() {
          let folder = "\(model.name)-\(run)"
          try tool.succeed(
            "train --model \(model.name) --data log.csv --protocol future-interaction --quiet "
              + "--threads \(threads) --output \(folder) \(settings(of: model.keys))")
          let files = try contents(tool, folder)
          if run == 0 { first = files }
          #expect(files == first, "\(model.name), \(threads) threads")
        }
      }
    }
  }

  private func settings(of keys: Set<String>) -> String {
    guard keys.contains("epochs") else { return "" }
    return "\(Self.quick) --checkpoint-every 1 \(partSettings(of: keys))"
  }

  private func partSettings(of keys: Set<String>) -> String {
    keys.contains("autoencoder.epochs") ? Self.quickParts : ""
  }

  /// All files of a folder but those that a writer has left half done.
  private func contents(_ tool: Tool, _ folder: String) throws -> [String: Data] {
    let names = try tool.names(in: folder).filter { !$0.hasPrefix(".") }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: tool.url("\(folder)/\($0)"))) })
  }

  /// Killed at a random moment, so in the middle of some step, and gone on with.
  @Test func interruptedTrainings() throws {
    try withLog { tool in
      var generator = Seed(13).generator()
      for model in try models(tool) where model.keys.contains("epochs") {
        let patience = model.keys.contains("patience") ? "--set patience=1000000" : ""
        let train =
          "train --model \(model.name) --data log.csv --protocol future-interaction --quiet "
          + "--set width=24 \(patience) --checkpoint-every 1 \(partSettings(of: model.keys))"
        func words(_ rest: String) -> [String] {
          "\(train) \(rest)".split(separator: " ").map(String.init)
        }
        let (cut, whole) = ("\(model.name)-cut", "\(model.name)-whole")
        let process = try tool.start(words("--set epochs=1000000 --output \(cut)"))
        try tool.waitForFile("\(cut)/training.safetensors")
        usleep(UInt32(generator.index(below: 50_000)))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()

        let path = tool.url("\(cut)/training.safetensors").path
        let losses = try #require(try SafetensorsFile(contentsOf: path).metadata["losses"])
        let epochs = losses.split(separator: " ").count + 2
        for rest in ["--output \(cut) --resume --threads 1", "--output \(whole) --threads 3"] {
          let outcome = try tool.run(words("--set epochs=\(epochs) \(rest)"))
          #expect(outcome.status == 0, "\(model.name) \(rest): \(outcome.errors)")
        }
        #expect(try contents(tool, cut) == contents(tool, whole), "\(model.name)")
      }
    }
  }
}

/// `Goldens/digests.txt`: a line of kind, model, digest of the weights and the test's MRR, on the built-in log.
///
/// What is there was written by this program: a change of it is a change of bits, and has to be meant. Kinds that
/// fuse have the same lines.
@Suite struct DigestTests {
  private static let golden: [Substring] = {
    let path = Bundle.module.path(forResource: "digests", ofType: "txt", inDirectory: "Goldens")
    let text = path.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }
  }()
  private static let kinds = KernelSet<Float>.availableNames.filter { kind in
    golden.contains { $0.hasPrefix("\(kind) ") }
  }

  @Test(
    .enabled(
      if: kinds.contains(Float.kernels.name), "no digests of the kind \(Float.kernels.name)"),
    arguments: kinds)
  func digests(_ kind: String) throws {
    try Tool.inFolder { tool in
      let names = try Tool.objects(in: tool.succeed("models --json").output)
        .compactMap { $0["name"] as? String }
      let outcome = try tool.run(
        [
          "evaluate", "--model", names.joined(separator: ","), "--set", "epochs=2", "--set",
          "width=24", "--set", "autoencoder.epochs=2", "--quiet", "--json", "runs.jsonl",
        ], environment: ["SEQREC_KERNELS": kind])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = try tool.objects("runs.jsonl").map { run in
        let test = (run["metrics"] as? [String: [String: Double]])?["test"]?["MRR"]
        return "\(kind) \(run["model"] as? String ?? "") "
          + "\(run["weightsDigest"] as? String ?? "-") "
          + String(format: "%.12f", test ?? .nan)
      }
      let expected = Self.golden.filter { $0.hasPrefix("\(kind) ") }.map(String.init)
      #expect(lines == expected, "found:\n\(lines.joined(separator: "\n"))")
    }
  }

  /// That what differs is the rounding of fused and unfused products alone.
  @Test func kindsThatFuseAgree() {
    func lines(_ kind: String) -> [Substring] {
      Self.golden.filter { $0.hasPrefix("\(kind) ") }.map { $0.dropFirst(kind.count) }
    }
    #expect(!lines("avx2").isEmpty && lines("avx2") == lines("avx512"))
    #expect(lines("portable") != lines("avx2"))
  }
}
