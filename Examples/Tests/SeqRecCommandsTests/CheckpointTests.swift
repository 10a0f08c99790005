import Foundation
import SeqRec
import Testing

/// `--checkpoint` of all commands: what was trained is what works.
@Suite struct CheckpointTests {
  /// The evaluation of a checkpoint is that of the run that trained it, to the last digit.
  @Test(
    arguments: ["autoseqrec", "sasrec", "pop"], ["future-interaction", "leave-one-out"])
  func evaluatesAsTheTrainingRunDid(_ model: String, _ rule: String) throws {
    try Tool.withSample { tool in
      let settings = model == "pop" ? "" : "--set width=8 --set epochs=3"
      let options =
        "--model \(model) --data log.csv --protocol \(rule) --min-interactions 3 --quiet \(settings)"
        + (rule == "leave-one-out" ? " --negatives 50 --negatives-seed 4" : "")
      try tool.succeed("train \(options) --seed 7 --output out")
      try tool.succeed("evaluate \(options) --seed 7 --json runs.jsonl")
      try tool.succeed("evaluate --checkpoint out --data log.csv --quiet --json runs.jsonl")
      let runs = try tool.objects("runs.jsonl")
      for key in [
        "model", "preset", "protocol", "seed", "dataset", "hyperparameters", "negatives",
        "negativesSeed", "metrics", "metricsUnfiltered", "metricsOptimistic",
        "metricsFullRanking", "weightsDigest",
      ] {
        #expect(runs[0][key] as? NSObject == runs[1][key] as? NSObject, "\(key)")
      }
      #expect(runs[1]["epochsRun"] as? Int == 0)
    }
  }

  /// `recommend` and `stream` answer as with a training of their own, whatever order the items come in.
  @Test(arguments: ["autoseqrec", "sasrec"])
  func servesAsTheTrainingRunDoes(_ model: String) throws {
    try Tool.withSample { tool in
      let options = "--model \(model) --set width=8 --set epochs=3 --quiet"
      try tool.succeed("train --data log.csv --output out \(options)")
      let own = try tool.succeed("recommend --data log.csv --all --json \(options)")
      let served = try tool.succeed(
        "recommend --checkpoint out --data log.csv --all --json --quiet")
      #expect(own.output == served.output)

      // Users one after the other: each keeps its order, and items first appear in another one.
      let log = Sample.log
      let lines = log.events.enumerated().sorted {
        ($0.element.user, $0.offset) < ($1.element.user, $1.offset)
      }.map { "\(log.users[$0.element.user]),\(log.items[$0.element.item])" }
      let permuted =
        ["user,item,timestamp"] + lines.enumerated().map { "\($0.element),\($0.offset)" }
      try tool.write(permuted.joined(separator: "\n"), to: "permuted.csv")
      let other = try tool.succeed(
        "recommend --checkpoint out --data permuted.csv --all --json --quiet")
      func lists(_ text: String) throws -> [String: [String]] {
        try Dictionary(
          uniqueKeysWithValues: Tool.objects(in: text).map { answer in
            let items = try #require(answer["items"] as? [[String: Any]])
            return (
              try #require(answer["user"] as? String), items.compactMap { $0["item"] as? String }
            )
          })
      }
      #expect(try lists(other.output) == lists(own.output))

      // A new user with a new item is no obstacle.
      try tool.write(
        (permuted + ["newcomer,\(log.items[3]),9000", "newcomer,brand-new,9001"]).joined(
          separator: "\n"),
        to: "more.csv")
      let more = try tool.succeed(
        "stream --checkpoint out --data more.csv --quiet",
        input: "recommend newcomer 3\nrecommend newcomer 100\n")
      let answers = try Tool.objects(in: more.output)
      #expect(answers.allSatisfy { $0["error"] == nil })
      #expect((answers.first?["items"] as? [Any])?.count == 3)
    }
  }

  @Test func listsAreTheSameInAllForms() throws {
    try Tool.withSample { tool in
      let options = "--data log.csv --model markov --top 3 --quiet"
      let table = try tool.succeed("recommend \(options) --all")
      let lines = table.outputLines.map { $0.components(separatedBy: "\t") }
      #expect(lines[0] == ["user", "rank", "item", "score"])
      #expect(lines.count == 1 + 3 * Sample.log.userCount)
      let one = try tool.succeed("recommend \(options) --user u3 --json")
      let items = try #require(
        try Tool.objects(in: one.output).first?["items"] as? [[String: Any]])
      let rows = lines.filter { $0[0] == "u3" }
      #expect(rows.map { $0[1] } == ["1", "2", "3"])
      #expect(rows.map { $0[2] } == items.compactMap { $0["item"] as? String })
      #expect(rows.map { Float($0[3]) } == items.map { ($0["score"] as? NSNumber)?.floatValue })
      let file = try tool.succeed("recommend \(options) --all --output lists.tsv")
      #expect(file.output.isEmpty)
      #expect(try tool.text("lists.tsv") == table.output)
    }
  }

  /// The tables are the library's, with the ids of their rows.
  @Test func exportsEmbeddingsWithTheirIDs() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "train --model autoseqrec --data log.csv --set width=8 --set epochs=3 --output out --quiet")
      try tool.succeed("export --checkpoint out --data log.csv --output e.safetensors --quiet")
      let log = Sample.log
      let file = try SafetensorsFile(contentsOf: tool.url("e.safetensors").path)
      let model = AutoSeqRec(itemCount: log.itemCount, width: 8)
      let weights = try Weights(
        contentsOf: tool.url(tool.weights(in: "out")).path, for: model.parameters)
      let embeddings = Trained(model, weights: weights).embeddings(of: log)
      let source: Tensor<Float> = try file.tensor("items.source")
      let target: Tensor<Float> = try file.tensor("items.target")
      #expect(source == embeddings.source.values && target == embeddings.target.values)
      #expect(file["users.collaborative"]?.shape == [log.userCount, 8])
      for (key, ids) in [("items", log.items.ids), ("users", log.users.ids)] {
        let text = try #require(file.metadata[key])
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String] == ids)
      }
    }
  }

  /// A model is used as it was trained; what training did not read may change.
  @Test func settingsOfTrainedModels() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "train --model autoseqrec --data log.csv --set width=8 --set epochs=2 --output out "
          + "--protocol future-interaction --quiet")
      for (setting, status) in [
        ("lambda1=0.1", 0), ("recentItems=3", 0), ("epochs=5", 64), ("width=9", 64),
        ("reconstruction=crossEntropy", 64), ("dropout=0.9", 64), ("rate=1", 64), ("heads=2", 64),
      ] {
        let outcome = try tool(
          "evaluate", "--checkpoint", "out", "--data", "log.csv", "--quiet", "--set", setting)
        #expect(outcome.status == Int32(status), "\(setting): \(outcome.errors)")
      }
    }
  }

  /// A training that began with weights goes on with them and with what they decide, or not at all.
  @Test func trainingsThatBeganWithWeightsGoOn() throws {
    try Tool.withSample { tool in
      func digest(_ line: String) throws -> String {
        let outcome = try tool.succeed(
          "train --model autoseqrec --data log.csv --quiet --json \(line)")
        return try #require(try Tool.objects(in: outcome.output)[0]["weightsDigest"] as? String)
      }
      _ = try digest("--preset tuned --set width=8 --set epochs=2 --output first")
      let weights = "--weights \(try tool.weights(in: "first"))"
      _ = try digest("\(weights) --set epochs=2 --output cut --checkpoint-every 1")
      let other = try tool.run(
        "train --model autoseqrec --data log.csv --set width=8 --set epochs=4 --output cut --resume"
          .split(separator: " ").map(String.init))
      #expect(other.status == 64)
      #expect(other.errors.contains("first weights is "), "\(other.errors)")
      #expect(
        try digest("\(weights) --set epochs=4 --output cut --resume")
          == digest("\(weights) --set epochs=4 --output whole"))
      let same = try tool.run(
        "train --model autoseqrec --data log.csv \(weights) --output ./first"
          .split(separator: " ").map(String.init))
      #expect(same.status == 64)
      #expect(same.errors.contains("whose checkpoint will be replaced"))
      #expect(tool.exists(try tool.weights(in: "first")))
    }
  }

  /// What was kept of ratings for the training is kept when it is used, unless that is switched off.
  @Test func ratingsAreKeptAsForTheTraining() throws {
    try Tool.withSample { tool in
      let rated = Sample.log.events.enumerated().map { place, event in
        "\(Sample.log.users[event.user]),\(Sample.log.items[event.item]),\(place % 5 + 1),\(place)\n"
      }.joined()
      try tool.write("user,item,rating,timestamp\n" + rated, to: "rated.csv")
      try tool.succeed(
        "train --model pop --data rated.csv --positive 3 --protocol future-interaction --output out"
      )
      let same = try tool.succeed("evaluate --checkpoint out --data rated.csv")
      #expect(same.errors.contains("--positive 3.0, as for the checkpoint's training"))
      let all = try tool(
        "evaluate", "--checkpoint", "out", "--data", "rated.csv", "--positive", "off")
      #expect(all.status == 65 && all.errors.contains("found others"))
      // Without ratings, nothing can be dropped.
      let line = "recommend --checkpoint out --data log.csv --user u1"
      #expect(try tool.run(line.split(separator: " ").map(String.init)).status == 65)
      try tool.succeed("\(line) --positive off")
    }
  }

  /// `train --weights` begins with the weights: without an epoch they stay, and more train on.
  @Test(arguments: ["autoseqrec", "sasrec"])
  func trainingsBeginWithWeights(_ model: String) throws {
    try Tool.withSample { tool in
      func digest(_ line: String) throws -> String {
        let outcome = try tool.succeed(
          "train --data log.csv --model \(model) --quiet --json \(line)")
        return try #require(try Tool.objects(in: outcome.output)[0]["weightsDigest"] as? String)
      }
      let first = try digest("--set width=8 --set epochs=2 --output out")
      let weights = try tool.weights(in: "out")
      let silent = model == "autoseqrec" ? "--set silenceUntrained=false" : ""
      #expect(try digest("--weights \(weights) --set epochs=0 \(silent) --output same") == first)
      #expect(try digest("--weights \(weights) --set epochs=1 --output more") != first)
    }
  }
}
