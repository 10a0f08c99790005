import Foundation
import SeqRec
import Testing

/// Checkpoints that are not what they should be: status 65, a reason and no output.
@Suite struct DamagedCheckpointTests {
  private static let edits: [(part: String, by: String, message: String)] = [
    ("{", "[", "manifest.json, byte"),
    ("\"formatVersion\": 1", "\"formatVersion\": 2", "it is from a newer version"),
    ("\"model\": \"sasrec\"", "\"model\": \"autoseqrec\"", "expected a value of encoderRate"),
    (
      "\"model\": \"sasrec\"", "\"model\": \"later\"",
      "a model that this version knows, found \"later\""
    ),
    ("\"model\": \"sasrec\"", "\"model\": \"pop\"", "expected no weights of pop, found some"),
    ("\"width\": 8", "\"width\": 16", "of shape [30, 16], found shape [30, 8]"),
    ("\"width\": 8", "\"width\": 0", "width=0: expected a whole number from 1"),
    ("\"width\": 8", "\"length\": 8", "expected a value of width, found none"),
    ("\"heads\": 1", "\"heads\": 3", "3 heads cannot share a width of 8"),
    ("\"protocol\": \"leave-one-out\"", "\"protocol\": \"later\"", "found one for later"),
    ("\"events\": \"", "\"events\": \"0", "expected the interactions of the checkpoint's training"),
    ("\"users\": 40", "\"users\": 0", "a number of users from 1 to 2147483647, found 0"),
    (
      "\"users\": 40", "\"users\": 9223372036854775807",
      "a number of users from 1 to 2147483647, found"
    ),
    ("\"minInteractions\": 0", "\"minInteractions\": -4", "from 0 as minInteractions, found -4"),
    ("\"minInteractions\": 0", "\"other\": 0", "no filter called other"),
    ("\"negatives\": 100", "\"negatives\": 7", "50, 99, 100 or all as negatives, found 7"),
    ("\"negativesSeed\": \"0\"", "\"negativesSeed\": -1.5", "as negativesSeed, found -1.5"),
    (
      "\"negativesRule\": \"distinct\"", "\"negativesRule\": \"any\"",
      "a known negativesRule, found any"
    ),
    (
      "\"weightsDigest\": \"", "\"weightsDigest\": \"0",
      ".safetensors: expected weights 0"
    ),
    ("\"items\": 30", "\"items\": 31", "expected 31 items, as the manifest says, found 30"),
  ]

  private func withCheckpoint(_ body: (Tool) throws -> Void) throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "train --model sasrec --data log.csv --set width=8 --set epochs=1 --protocol leave-one-out "
          + "--output out --quiet")
      try body(tool)
    }
  }

  private func refuse(_ tool: Tool, _ line: String, _ message: String) throws {
    let outcome = try tool.run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == 65, "\(line): \(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(line): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func manifests() throws {
    try withCheckpoint { tool in
      let text = try tool.text("out/manifest.json")
      for edit in Self.edits {
        try #require(text.contains(edit.part), "\(edit.part)")
        try tool.write(
          text.replacing(edit.part, with: edit.by, maxReplacements: 1), to: "out/manifest.json")
        try refuse(tool, "evaluate --checkpoint out --data log.csv", edit.message)
      }
    }
  }

  @Test func filesAndData() throws {
    try withCheckpoint { tool in
      let evaluate = "evaluate --checkpoint out"
      try refuse(
        tool, "\(evaluate) --data log.csv --model pop", "a checkpoint of pop, found one of sasrec")
      try refuse(
        tool, "\(evaluate) --data log.csv --protocol future-interaction",
        "a model trained for future-interaction, found one for leave-one-out")
      try refuse(tool, "\(evaluate) --data log.csv --min-interactions 9", "found others")
      try tool.write(Sample.csv() + "u1,new,1\n", to: "more.csv")
      try refuse(tool, "\(evaluate) --data more.csv", "more.csv: expected the interactions")
      try tool.write("a,b,1\n", to: "strange.csv")
      for command in ["recommend --all", "stream", "export --output e"] {
        try refuse(
          tool, "\(command) --checkpoint out --data strange.csv",
          "strange.csv: expected interactions with items of the checkpoint's training, found none")
      }
      try tool.succeed("train --model pop --data log.csv --output all --quiet")
      try refuse(tool, "evaluate --checkpoint all --data log.csv", "that all have trained")

      let weights = try tool.weights(in: "out")
      var bytes = try Data(contentsOf: tool.url(weights))
      bytes[bytes.count - 1] ^= 1
      try bytes.write(to: tool.url(weights))
      try refuse(tool, "\(evaluate) --data log.csv", "as the manifest says, found")
      try bytes.dropLast().write(to: tool.url(weights))
      try refuse(
        tool, "\(evaluate) --data log.csv",
        "expected \(bytes.count) bytes, as the manifest says, found \(bytes.count - 1)")
      try FileManager.default.removeItem(at: tool.url(weights))
      try refuse(
        tool, "\(evaluate) --data log.csv",
        "\(weights): expected a file, as the manifest says, found no such file")
      #expect(!tool.exists("e"))
    }
  }
}
