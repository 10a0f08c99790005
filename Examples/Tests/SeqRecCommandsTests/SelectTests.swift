import Foundation
import SeqRec
import Testing

/// `evaluate --select`.
@Suite struct SelectTests {
  private static let small = "--data log.csv --quiet --set epochs=9 --json runs.jsonl"

  /// The choice is that of `tune` with the first seed, and all seeds are measured with it.
  @Test(arguments: ["", " --protocol leave-one-out"])
  func everySeedIsMeasuredWithTheChoice(_ options: String) throws {
    try Tool.withSample { tool in
      let grid = " --set width=6 --grid encoderRate=1e-3,1e-2 --grid lambda1=0,0.3,0.6"
      try tool.succeed(
        "tune --model autoseqrec --data log.csv --quiet --set epochs=9 --seed 4 --output c.json"
          + grid + options)
      let outcome = try tool.succeed(
        "evaluate --model autoseqrec --select --seeds 4,5 \(Self.small)" + grid + options)
      let tuned = try #require(try tool.objects("c.json").first)
      let runs = try tool.objects("runs.jsonl")
      #expect(runs.map { $0["seed"] as? Int } == [4, 5])
      for run in runs {
        #expect(
          try Tool.text(of: run["hyperparameters"]) == Tool.text(of: tuned["hyperparameters"]))
      }
      let selection = try #require(runs[0]["selection"] as? [String: Any])
      for key in ["criterion", "value", "selected", "combinations"] {
        #expect(try Tool.text(of: selection[key]) == Tool.text(of: tuned[key]), "\(key)")
      }
      #expect((selection["trials"] as? [Any])?.count == (tuned["trials"] as? [Any])?.count)
      #expect(runs[1]["selection"] is NSNull)
      let seconds = runs.map { ($0["seconds"] as? [String: Double])?["selection"] ?? -1 }
      #expect(seconds[0] > 0 && seconds[1] == 0)
      try tool.succeed(
        "evaluate --model autoseqrec --seeds 4,5 --data log.csv --quiet --config c.json "
          + "--json again.jsonl" + options)
      let again = try tool.objects("again.jsonl")
      for (run, other) in zip(runs, again) {
        for key in ["weightsDigest", "metrics"] {
          #expect(try Tool.text(of: run[key]) == Tool.text(of: other[key]), "\(key)")
        }
      }
      #expect(outcome.output.contains("autoseqrec: selected on validation encoderRate = "))
    }
  }

  /// The further terms of `tuned` have a share to get, and what it is does not depend on the test.
  @Test func tunedMixesItsTerms() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate --model autoseqrec --preset tuned --select --data log.csv --quiet --set epochs=3 "
          + "--set width=6 --set dropout=0.3 --json runs.jsonl")
      let run = try #require(try tool.objects("runs.jsonl").first)
      let selection = try #require(run["selection"] as? [String: Any])
      #expect(
        selection["selected"] as? [String] == [
          "lambda1", "lambda2", "transitionWeight", "trendWeight", "epochs",
        ])
      let chosen = try #require(run["hyperparameters"] as? [String: Any])
      let weights = ["lambda1", "lambda2", "transitionWeight", "trendWeight", "multiHopWeight"]
        .compactMap { chosen[$0] as? Double }
      #expect(weights.count == 5 && weights[4] == 0)
      #expect(weights.allSatisfy { $0 >= 0 } && weights.reduce(0, +) <= 1 + 1e-9)
      #expect(chosen["reconstruction"] as? String == "crossEntropy")
    }
  }

  /// Fixed values are not selected; a model without a grid is just measured.
  @Test func whatIsFixedStaysFixed() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate --select --model pop,autoseqrec --set width=5 --set rate=1e-2 --set lambda1=0.7 "
          + Self.small)
      let runs = try tool.objects("runs.jsonl")
      #expect(runs[0]["selection"] is NSNull)
      let selection = try #require(runs[1]["selection"] as? [String: Any])
      #expect(selection["selected"] as? [String] == ["lambda2", "epochs"])
      #expect(selection["combinations"] as? Int == 1)
      let chosen = try #require(runs[1]["hyperparameters"] as? [String: Any])
      #expect(chosen["width"] as? Int == 5 && chosen["lambda1"] as? Double == 0.7)
      #expect(try #require(chosen["lambda2"] as? Double) <= 0.3 + 1e-9)
      #expect(chosen["encoderRate"] as? Double == 0.01)
    }
  }

  /// The models' own grids hold the defaults' values, so that a choice is on validation never worse.
  @Test func declaredGridsHoldTheDefaults() throws {
    try Tool.inFolder { tool in
      let models = try Tool.objects(in: tool.succeed("models --json").output)
      var count = 0
      for model in models {
        for (name, key) in try #require(model["hyperparameters"] as? [String: [String: Any]]) {
          guard let grid = key["grid"] as? [NSObject] else { continue }
          count += 1
          #expect(grid.contains { $0.isEqual(key["default"]) }, "\(model["name"] ?? "") \(name)")
          #expect(Set(grid).count == grid.count && grid.count > 1)
        }
      }
      #expect(count >= 6)
    }
  }

  /// Of a grid that is too large some combinations are drawn, the default's among them.
  @Test(arguments: 0..<4) func drawnCombinationsHoldTheDefaults(seed: Int) throws {
    try Tool.withSample { tool in
      let line =
        "tune --model autoseqrec --data log.csv --quiet --set epochs=1 --json --seed \(seed)"
        + " --grid width=4,256,8 --grid batch=16,32,64 --grid lambda1=0.6 --trials 4"
      let object = try #require(try Tool.objects(in: tool.succeed(line).output).first)
      #expect(object["combinations"] as? Int == 9)
      let trials = try #require(object["trials"] as? [[String: Any]])
      let tried = trials.compactMap { $0["hyperparameters"] as? [String: Double] }
      #expect(tried.count == 4 && Set(tried).count == 4)
      #expect(tried.contains(["width": 256, "batch": 64, "lambda1": 0.6]))
    }
  }

  /// A rate that is much too large takes itself out.
  @Test func whoDivergesIsOut() throws {
    try Tool.withSample { tool in
      let line = "tune --model autoseqrec --data log.csv --quiet --set epochs=2 --set width=4"
      let outcome = try tool.succeed(line + " --grid sourceRate=1e-3,1e30")
      #expect(outcome.output.contains("diverged"))
      #expect(outcome.output.contains("selected on validation sourceRate = 0.001"))
      let all = try tool.run(
        (line + " --grid sourceRate=1e30,1e31").split(separator: " ").map(String.init))
      #expect(all.status == 64 && all.errors.contains("every training of the grid diverged"))
    }
  }
}
