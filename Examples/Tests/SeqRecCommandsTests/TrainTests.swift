import Foundation
import SeqRec
import Testing

/// `train`: what it leaves, and how it goes on.
@Suite struct TrainTests {
  private static let models = ["autoseqrec", "sasrec"]

  private func digest(_ tool: Tool, _ line: String) throws -> String {
    let outcome = try tool.succeed("train --data log.csv --set width=8 --quiet --json \(line)")
    return try #require(try Tool.objects(in: outcome.output).first?["weightsDigest"] as? String)
  }

  /// The weights are those that `evaluate` trains, and it takes them.
  @Test(arguments: models, ["future-interaction", "leave-one-out"])
  func weightsAreThoseOfEvaluate(_ model: String, _ rule: String) throws {
    try Tool.withSample { tool in
      let options = "--model \(model) --protocol \(rule)"
      let trained = try digest(tool, "\(options) --set epochs=3 --output out")
      let evaluate = "evaluate --data log.csv \(options) --quiet --json runs.jsonl"
      try tool.succeed("\(evaluate) --set width=8 --set epochs=3")
      try tool.succeed("\(evaluate) --weights \(try tool.weights(in: "out"))")
      let digests = try tool.objects("runs.jsonl").map { $0["weightsDigest"] as? String }
      #expect(digests == [trained, trained])
      let files = try Checkpoint(contentsOf: tool.url("out").path).manifest.files.map(\.name)
      #expect(try tool.names(in: "out") == (files + ["manifest.json"]).sorted())
    }
  }

  /// Without a protocol everything trains, and nothing ends the training early.
  @Test func everythingTrainsWithoutProtocol() throws {
    try Tool.withSample { tool in
      let outcome = try tool.succeed(
        "train --data log.csv --model sasrec --set width=8 --set epochs=2 --set validateEvery=1 "
          + "--output out --quiet")
      let log = Sample.log
      let model = try SASRec(
        items: LearnedItems(count: log.itemCount, width: 8), score: DotScore())
      let trained = try Trainer(.sasRec, epochs: 2, batchSize: 128).fit(model, on: log)
      #expect(outcome.outputLines[0].hasPrefix("sasrec, seed 0: 2 epochs, loss 1."))
      #expect(
        outcome.outputLines[1] == "checkpoint in out, weights \(trained.weights.digest)")
    }
  }

  /// Stopped by Ctrl-C and taken up again, a training has the bits of one that was not.
  @Test(arguments: models, ["", "--protocol leave-one-out --negatives 50"])
  func resumedTrainingHasTheSameBits(_ model: String, _ rule: String) throws {
    try Tool.withSample { tool in
      let options =
        "--model \(model) \(rule) --seed 2 "
        + (model == "sasrec" ? "--set validateEvery=2 --set patience=1000000" : "")
      let words =
        "train --data log.csv --set width=8 --set epochs=1000000 \(options) --output cut "
        + "--checkpoint-every 1"
      let process = try tool.start(words.split(separator: " ").map(String.init))
      try tool.waitForFile("cut/training.safetensors")
      kill(process.processIdentifier, SIGINT)
      let stopped = try tool.outcome(of: process)
      #expect(stopped.status == 130)
      #expect(stopped.errors.hasSuffix("seqrec: stopped\n"))
      #expect(!tool.exists("cut/manifest.json"))

      let state = try SafetensorsFile(contentsOf: tool.url("cut/training.safetensors").path)
      let done = try #require(state.metadata["losses"]).split(separator: " ").count
      let epochs = "--set epochs=\(done + 3)"
      let resumed = try digest(tool, "\(options) \(epochs) --output cut --resume --threads 1")
      let whole = try digest(tool, "\(options) \(epochs) --output whole")
      #expect(resumed == whole)
      let weights = try ["cut", "whole"].map {
        try Data(contentsOf: tool.url(tool.weights(in: $0)))
      }
      #expect(weights[0] == weights[1])
    }
  }

  @Test func stoppedTrainingsWithoutCheckpointsLeaveNothing() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(unitsPerSecond: 1000), to: "log.csv")
      let process = try tool.start([
        "train", "--model", "sasrec", "--data", "log.csv", "--set", "epochs=1000000", "--output",
        "out",
      ])
      try tool.wait(for: "milliseconds", in: "err.txt")
      kill(process.processIdentifier, SIGINT)
      #expect(try tool.outcome(of: process).status == 130)
      #expect(!tool.exists("out"))
    }
  }

  /// Data, seed, hyper-parameters and what is held out must be those of the state.
  @Test func statesOfOtherTrainingsAreRefused() throws {
    try Tool.withSample { tool in
      let options = "--model sasrec --protocol leave-one-out --set epochs=2 --output out"
      _ = try digest(tool, "\(options) --checkpoint-every 1")
      let state = try Data(contentsOf: tool.url("out/training.safetensors"))
      let manifest = try Data(contentsOf: tool.url("out/manifest.json"))
      try tool.write(Sample.csv() + "u1,new,1\n", to: "more.csv")
      let train = "train --set width=8 \(options) --quiet"
      for (line, status, message) in [
        ("\(train) --data log.csv", 64, "--resume goes on with it"),
        ("\(train) --data log.csv --resume --seed 1", 64, "seed is 0 in the state and 1 here"),
        ("\(train) --data more.csv --resume", 64, "data is "),
        ("\(train) --data log.csv --resume --min-interactions 9", 64, "data is "),
        (
          "\(train) --data log.csv --resume --set width=9 --set dropout=0.1", 64,
          "width is 8 in the state and 9 here; dropout is 0.5 in the state and 0.1 here"
        ),
        ("\(train) --data log.csv --resume --set batch=7", 64, "batch is 128 in the state"),
        ("\(train) --data log.csv --resume --negatives 50", 64, "negatives is 100 in the state"),
        (
          "\(train) --data log.csv --resume --set epochs=1", 64,
          "the state has 2 epochs behind it, and 1 are asked for (--set epochs=2 or more goes on"
        ),
        (
          "train --model sasrec --data log.csv --set width=8 --output out --resume", 64,
          "protocol is leave-one-out in the state and none here"
        ),
        (
          "train --model autoseqrec --data log.csv --output out --resume", 64,
          "seqrec: out/training.safetensors: expected the state of a training of autoseqrec, found one "
            + "of sasrec (--model sasrec goes on with it; another --output begins anew)\n"
        ),
      ] {
        let outcome = try tool.run(line.split(separator: " ").map(String.init))
        #expect(outcome.status == Int32(status), "\(line): \(outcome.errors)")
        #expect(outcome.errors.contains(message), "\(line): \(outcome.errors)")
        #expect(outcome.output.isEmpty)
      }
      #expect(try Data(contentsOf: tool.url("out/training.safetensors")) == state)
      #expect(try Data(contentsOf: tool.url("out/manifest.json")) == manifest)

      // A training that is done can be extended.
      let extended = try digest(
        tool, "\(options) --checkpoint-every 1 --resume --set epochs=4")
      let whole = try digest(
        tool, "--model sasrec --protocol leave-one-out --set epochs=4 --output whole")
      #expect(extended == whole)
    }
  }

  /// One that a program of one's own wrote: its data and options are not known.
  @Test func statesOfOtherProgramsAreRefused() throws {
    try Tool.withSample { tool in
      try FileManager.default.createDirectory(
        at: tool.url("out"), withIntermediateDirectories: false)
      let log = Sample.log
      let model = try SASRec(
        items: LearnedItems(count: log.itemCount, width: 8), score: DotScore())
      let path = tool.url("out/training.safetensors").path
      _ = try Trainer(.sasRec, epochs: 1).fit(
        model, on: log, checkpoints: Checkpointing { try $0.write(to: path) })
      let outcome = try tool(
        "train", "--model", "sasrec", "--data", "log.csv", "--output", "out", "--resume")
      #expect(outcome.status == 65)
      #expect(
        outcome.errors.contains("expected a state that seqrec train has written"),
        "\(outcome.errors)")
    }
  }

  @Test func damagedStatesAreRefused() throws {
    try Tool.withSample { tool in
      try FileManager.default.createDirectory(
        at: tool.url("out"), withIntermediateDirectories: false)
      try tool.write("no state at all, although long enough", to: "out/training.safetensors")
      let outcome = try tool(
        "train", "--model", "sasrec", "--data", "log.csv", "--output", "out", "--resume")
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("out/training.safetensors"))
    }
  }
}
