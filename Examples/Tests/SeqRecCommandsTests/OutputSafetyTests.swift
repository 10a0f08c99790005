import Foundation
import Testing

/// What is there already is not lost, however it is named.
@Suite struct OutputSafetyTests {
  @Test(arguments: [
    ["--data", "./log.csv", "--ranks", "log.csv"],
    ["--data", "log.csv", "--json", "./log.csv"],
    ["--data", "link.csv", "--json", "log.csv"],
    ["--data", "log.csv", "--ranks", "./new.csv", "--json", "new.csv"],
  ])
  func filesAreToldApartByWhatTheyAre(_ options: [String]) throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      try FileManager.default.createSymbolicLink(
        at: tool.url("link.csv"), withDestinationURL: tool.url("log.csv"))
      let outcome = try tool.run(["evaluate", "--model", "pop"] + options)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("is named twice"))
      #expect(try tool.text("log.csv") == Sample.csv())
      #expect(!tool.exists("new.csv"))
    }
  }

  /// Whatever a command reads it does not write.
  @Test(arguments: [
    "evaluate --model pop --data log.csv --ranks c.json --config c.json",
    "compare --models pop --data log.csv --report c.json --config c.json",
    "recommend --model pop --data log.csv --all --output titles.csv --item-fields titles.csv",
    "recommend --model pop --data log.csv --all --output c.json --config c.json",
  ])
  func inputsStayAsTheyAre(_ line: String) throws {
    try Tool.withSample { tool in
      let texts = [
        "c.json": "{\"model\": \"pop\", \"preset\": \"default\", \"hyperparameters\": {}}",
        "titles.csv": "item_id,title\ni1,One\n",
      ]
      for (name, text) in texts { try tool.write(text, to: name) }
      let outcome = try tool.run(line.split(separator: " ").map(String.init))
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.contains("is named twice"), "\(outcome.errors)")
      for (name, text) in texts { #expect(try tool.text(name) == text) }
    }
  }

  @Test func finishedRunsSurviveAStop() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      try tool.write("{\"a\":1}", to: "runs.jsonl")
      let process = try tool.start([
        "evaluate", "--model", "pop,autoseqrec", "--data", "log.csv", "--json", "runs.jsonl",
        "--set", "epochs=1000000",
      ])
      try tool.wait(for: "\"pop\"", in: "runs.jsonl")
      kill(process.processIdentifier, SIGINT)
      #expect(try tool.outcome(of: process).status == 130)
      let objects = try tool.objects("runs.jsonl")
      #expect(objects.count == 2)
      #expect(objects[0]["a"] as? Int == 1)
      #expect(objects[1]["model"] as? String == "pop")
    }
  }

  @Test func weightsOfAnotherModelOrWithoutNumbersAreRefused() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      let data = ["--model", "autoseqrec", "--data", "log.csv"]
      let saved = try tool.run(
        ["evaluate"] + data + Sample.quick + ["--save-weights", "w.safetensors"])
      #expect(saved.status == 0, "\(saved.errors)")
      var bytes = try Data(contentsOf: tool.url("w.safetensors"))
      // The file ends with a weight: the last four bytes become a NaN.
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
      try bytes.write(to: tool.url("nan.safetensors"))
      for command in ["evaluate", "recommend", "stream"] {
        let user = command == "recommend" ? ["--user", "u1"] : []
        let outcome = try tool.run([command] + data + user + ["--weights", "nan.safetensors"])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("nan.safetensors: expected finite numbers in"))
      }
      let named = try #require(bytes.range(of: Data("\"autoseqrec\"".utf8)))
      bytes.replaceSubrange(named, with: Data("\"notseqrec!\"".utf8))
      try bytes.write(to: tool.url("other.safetensors"))
      let other = try tool.run(["evaluate"] + data + ["--weights", "other.safetensors"])
      #expect(other.status == 65)
      #expect(other.errors.contains("expected weights of autoseqrec, found notseqrec!"))
    }
  }

  /// A reader that has seen enough, as `head`, is no fault to speak of.
  @Test func aReaderThatLeavesIsNoFault() throws {
    try Tool.inFolder { tool in
      try tool.write("", to: "out.txt")
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      let outcome = try tool.outcome(of: tool.start(["models"], output: pipe))
      #expect(outcome.status == 73 && outcome.errors.isEmpty)
    }
  }

  @Test func theEnvironmentChoosesTheKernels() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      let arguments = ["evaluate", "--model", "pop", "--data", "log.csv", "--json", "runs.jsonl"]
      let portable = try tool.run(arguments, environment: ["SEQREC_KERNELS": "portable"])
      #expect(portable.status == 0)
      #expect(try tool.objects("runs.jsonl")[0]["kernels"] as? String == "portable")
      let unknown = try tool.run(arguments, environment: ["SEQREC_KERNELS": "abacus"])
      #expect(unknown.status == 64)
      #expect(unknown.errors.contains("SEQREC_KERNELS=abacus: this processor has portable"))
    }
  }
}
