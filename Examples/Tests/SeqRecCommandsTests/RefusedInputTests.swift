import Foundation
import Testing

/// Files that are there and cannot be used.
@Suite struct RefusedInputTests {
  /// Two interactions a user are too few to train, validate and test.
  @Test(arguments: ["evaluate --model pop", "train --model sasrec --output trained"])
  func usersWithTwoInteractionsAreNoData(_ command: String) throws {
    try Tool.inFolder { tool in
      try tool.write((0..<20).map { "\($0 / 2),\($0 % 7),\($0)\n" }.joined(), to: "log.csv")
      let words = "\(command) --data log.csv --protocol leave-one-out".split(separator: " ")
      let outcome = try tool.run(words.map(String.init))
      #expect(outcome.status == 65)
      #expect(
        outcome.errors.contains(
          "log.csv: expected users with 3 interactions or more, found none among 10"))
      #expect(!tool.exists("trained"))
    }
  }

  /// Nobody has two interactions that train: a model of the next item has nothing to learn. Without
  /// epochs it need not.
  static let teachNothing: [(command: String, eventsOfAUser: Int, training: Int)] = [
    ("train --model sasrec --output trained", 1, 10),
    ("train --model sasrec --output trained --protocol leave-one-out", 3, 10),
    ("train --model sasrec --output trained --checkpoint-every 1 --preset paper-code", 1, 10),
    ("evaluate --model sasrec", 1, 8),
    ("evaluate --model sasrec --protocol leave-one-out --json runs.jsonl", 3, 10),
    ("recommend --model sasrec --user u1", 1, 10),
    ("stream --model sasrec", 1, 10),
  ]

  @Test(arguments: teachNothing)
  func logsThatTeachNothingAreRefused(
    _ refused: (command: String, eventsOfAUser: Int, training: Int)
  ) throws {
    try Tool.inFolder { tool in
      let lines = (0..<10).flatMap { user in
        (0..<refused.eventsOfAUser).map { "u\(user),i\((user + $0) % 7),\(10 * $0 + user)\n" }
      }
      try tool.write(lines.joined(), to: "log.csv")
      let outcome = try tool.run(
        "\(refused.command) --data log.csv".split(separator: " ").map(String.init))
      #expect(outcome.status == 65, "\(outcome.errors)")
      #expect(
        outcome.errors.contains(
          "log.csv: expected something that sasrec learns from, found nothing in the "
            + "\(refused.training) interactions that train (what predicts the next item needs users "
            + "with two or more of them)"), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(!tool.exists("trained") && !tool.exists("runs.jsonl"))
      try tool.succeed("\(refused.command) --data log.csv --set epochs=0 --quiet")
    }
  }

  /// Weights and states of trainings are both safetensors; each is told from the other.
  @Test func weightsAndStatesAreToldApart() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "train --model sasrec --data log.csv --set width=8 --set epochs=1 --checkpoint-every 1 "
          + "--output out --quiet")
      try FileManager.default.createDirectory(
        at: tool.url("other"), withIntermediateDirectories: false)
      try FileManager.default.copyItem(
        at: tool.url(tool.weights(in: "out")), to: tool.url("other/training.safetensors"))
      let state = "out/training.safetensors: expected weights, found the state of a training"
      for (line, message) in [
        ("evaluate --model sasrec --weights out/training.safetensors", state),
        ("recommend --user u1 --model sasrec --weights out/training.safetensors", state),
        ("stream --model sasrec --weights out/training.safetensors", "seqrec train --resume"),
        ("evaluate --model autoseqrec --weights out/training.safetensors", state),
        (
          "train --model sasrec --output other --resume",
          "other/training.safetensors: expected the state of a training, found weights (--weights of "
            + "evaluate, recommend and stream takes them as they are)"
        ),
      ] {
        let outcome = try tool.run(
          "\(line) --data log.csv".split(separator: " ").map(String.init))
        #expect(outcome.status == 65, "\(line): \(outcome.errors)")
        #expect(outcome.errors.contains(message), "\(line): \(outcome.errors)")
        #expect(outcome.output.isEmpty)
      }
    }
  }

  @Test func compressedDataIsNamed() throws {
    try Tool.inFolder { tool in
      try Data([0x1F, 0x8B, 8, 0, 0, 0]).write(to: tool.url("log.gz"))
      let outcome = try tool("evaluate", "--data", "log.gz")
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("gunzip"))
    }
  }

  /// Damaged weights, weights of another width, of other items and of another model.
  @Test func weightsAreRefused() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      try tool.write("no weights at all, although long enough", to: "damaged")
      let train = ["evaluate", "--model", "autoseqrec", "--data", "log.csv"]
      let saved = try tool.run(train + Sample.quick + ["--save-weights", "w.safetensors"])
      #expect(saved.status == 0, "\(saved.errors)")
      let whole = try Data(contentsOf: tool.url("w.safetensors"))
      try whole.dropLast(4).write(to: tool.url("cut"))
      for (options, message) in [
        (["--data", "log.csv", "--weights", "damaged"], "damaged"),
        (["--data", "log.csv", "--weights", "cut"], "cut"),
        (
          ["--data", "log.csv", "--weights", "w.safetensors", "--set", "width=9"], "found width = 8"
        ),
        (["--weights", "w.safetensors"], "a log with other items"),
      ] {
        let outcome = try tool.run(["evaluate", "--model", "autoseqrec"] + options)
        #expect(outcome.status == 65, "\(options): \(outcome.errors)")
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
      }
    }
  }
}
