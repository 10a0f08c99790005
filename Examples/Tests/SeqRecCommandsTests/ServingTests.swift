import Foundation
import SeqRec
import Testing

/// `recommend`, `stream` and `models`.
@Suite struct ServingTests {
  private func withSample(_ body: (Tool) throws -> Void) throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      try body(tool)
    }
  }

  /// What the library recommends to a user after the whole log.
  private func expected(_ count: Int, for user: String, seen: SeenItems) throws -> [String] {
    let log = Sample.log
    let trained = try Trainer(.autoSeqRec, epochs: 3, batchSize: 64, seed: 0)
      .fit(AutoSeqRec(itemCount: log.itemCount, width: 8), on: log)
    let live = trained.live(after: log)
    let index = try #require(log.users.index(of: user))
    return live.recommend(count, for: index, seen: seen).map { log.items[$0.item] }
  }

  @Test(arguments: SeenItems.allCases)
  func recommendationsAreTheLibrarys(_ seen: SeenItems) throws {
    try withSample { tool in
      let arguments =
        ["recommend", "--data", "log.csv", "--user", "u3", "--top", "4", "--seen", seen.rawValue]
        + Sample.quick
      let expected = try expected(4, for: "u3", seen: seen)
      let lines = try tool.run(arguments).outputLines
      #expect(
        lines[0].split(separator: " ") == [
          "rank", "item", "score", "long-term", "one-hop", "two-hop",
        ])
      #expect(lines.dropFirst().map { $0.split(separator: " ")[1] } == expected.map { $0[...] })
      #expect(lines.dropFirst().allSatisfy { $0.count { $0 == "%" } == 3 })
      let outcome = try tool.run(arguments + ["--json"])
      let answer = try #require(try Tool.objects(in: outcome.output).first)
      #expect(answer["user"] as? String == "u3")
      let items = try #require(answer["items"] as? [[String: Any]])
      #expect(items.map { $0["item"] as? String } == expected)
      for item in items {
        let shares = try #require(item["shares"] as? [String: Double])
        #expect(Set(shares.keys) == ["long-term", "one-hop", "two-hop"])
        #expect(abs(shares.values.reduce(0, +) - 1) < 1e-9)
      }
    }
  }

  @Test(arguments: ["pop", "markov", "itemknn", "ease", "autoseqrec"])
  func unknownUsersGetAnAnswer(_ model: String) throws {
    try withSample { tool in
      var options = ["--data", "log.csv", "--user", "nobody", "--top", "3", "--model", model]
      if model == "autoseqrec" { options += ["--set", "width=8", "--set", "epochs=2"] }
      let outcome = try tool.run(["recommend"] + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.outputLines.count == 4)
      #expect(outcome.errors.contains("no interaction of user \"nobody\" is known"))
    }
  }

  @Test func savedWeightsServe() throws {
    try withSample { tool in
      let saved = try tool.run(EvaluateTests.autoSeqRec + ["--save-weights", "w.safetensors"])
      #expect(saved.status == 0)
      let outcome = try tool(
        "recommend", "--data", "log.csv", "--weights", "w.safetensors", "--user", "u3", "--seen",
        "keep", "--quiet")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.outputLines.count == 11)
    }
  }

  @Test func dialogueGoesOn() throws {
    try withSample { tool in
      let item = Sample.log.items[0]
      let dialogue = """
        recommend u3 2
        recommend ann
        observe ann brand-new
        observe ann \(item)
        recommend ann 30

        shout
        observe ann
        recommend u3 0
        recommend u3 many
        recommend u3 2 3
        \tobserve  ben\t\(item)\r
        observe ben brand-new
        recommend ben 30
        recommend u3 2
        """
      let outcome = try tool.run(
        ["stream", "--data", "log.csv"] + Sample.quick, input: Data(dialogue.utf8))
      #expect(outcome.status == 0, "\(outcome.errors)")
      let answers = try Tool.objects(in: outcome.output)
      #expect(
        answers.map { $0["user"] as? String ?? "-" }
          == ["u3", "ann", "ann", "-", "-", "-", "-", "-", "ben", "u3"])
      let items = answers.map { answer in
        (answer["items"] as? [[String: Any]] ?? []).compactMap { $0["item"] as? String }
      }
      let count = Sample.log.itemCount
      #expect(items.map(\.count) == [2, 10, count - 1, 0, 0, 0, 0, 0, count - 1, 2])
      #expect(try items[0] == expected(2, for: "u3", seen: .filtered))
      // Nobody is recommended what they have, new or not.
      #expect(!items[2].contains(item) && !items[2].contains("brand-new"))
      #expect(!items[8].contains(item) && !items[8].contains("brand-new"))
      let errors = answers.compactMap { $0["error"] as? String }
      #expect(
        errors[0] == "line 7: expected observe USER ITEM or recommend USER [K], found \"shout\"")
      #expect(errors[2] == "line 9: expected a number of items from 1, found \"0\"")
    }
  }

  /// Lines that are long, or in which marks follow each other or a space, are answered like all others.
  @Test func linesMayBeAnything() throws {
    try withSample { tool in
      let long = String(repeating: "x", count: 3_000_000)
      let marks = String(repeating: "\u{301}\u{316}", count: 15_000)
      let dialogue = """
        recommend \(long)
        recommend u3 \u{301}
        recommend a\(marks)
        a\(marks) u3
        recommend u3 9223372036854775807
        recommend u3 9223372036854775808
        """
      let outcome = try tool.run(
        ["stream", "--data", "log.csv"] + Sample.quick, input: Data(dialogue.utf8))
      #expect(outcome.status == 0, "\(outcome.errors)")
      let answers = try Tool.objects(in: outcome.output)
      #expect(answers.count == 6)
      let errors = answers.map { $0["error"] as? String ?? "-" }
      #expect(errors[0] == "line 1: expected at most 65536 bytes, found more")
      #expect(errors[1] == "line 2: expected a number of items from 1, found \"\u{301}\"")
      #expect(errors[2] == "-" && errors[4] == "-")
      #expect(errors[3].hasPrefix("line 4: expected observe USER ITEM or recommend USER [K]"))
      #expect(errors[5].hasPrefix("line 6: expected a number of items from 1"))
    }
  }

  /// A new item is recommended once somebody has gone to it from where the user stands.
  @Test func newItemsAreFound() throws {
    try withSample { tool in
      let item = Sample.log.items[0]
      let dialogue = "observe a \(item)\nobserve a new\nobserve b \(item)\nrecommend b 1\n"
      let outcome = try tool(
        "stream", "--data", "log.csv", "--model", "markov", "--seen", "keep", "--quiet",
        input: "observe z1 \(item)\n"
          + (0..<400).map { "observe y\($0) \(item)\nobserve y\($0) new\n" }.joined() + dialogue)
      let items = try #require(
        try Tool.objects(in: outcome.output).first?["items"] as? [[String: Any]])
      #expect(items.first?["item"] as? String == "new")
    }
  }

  @Test func bytesThatAreNoTextAreAnswered() throws {
    try withSample { tool in
      let outcome = try tool.run(
        ["stream", "--data", "log.csv", "--model", "pop", "--quiet"],
        input: Data([0x66, 0xFF, 0x0A]) + Data("recommend u3 1".utf8))
      let answers = try Tool.objects(in: outcome.output)
      #expect(answers.map { Set($0.keys) } == [["error"], ["user", "items"]])
    }
  }

  @Test func modelsAreListed() throws {
    try Tool.inFolder { tool in
      let models = try Tool.objects(in: tool("models", "--json").output)
      #expect(
        models.map { $0["name"] as? String } == [
          "pop", "markov", "itemknn", "ease", "bpr", "autorec-user", "autorec-item", "autoseqrec",
          "gru4rec", "sasrec", "variant1", "variant2", "hybrid",
        ])
      #expect(
        models.filter { $0["inductive"] as? Bool == false }.map { $0["name"] as? String }
          == ["bpr", "autorec-item"])
      let keys = try #require(models[7]["hyperparameters"] as? [String: [String: Any]])
      #expect(
        Set(keys.keys) == [
          "width", "epochs", "batch", "rate", "encoderRate", "sourceRate", "collaborativeRate",
          "targetRate", "lambda1", "lambda2", "dropout", "outputDropout", "reshuffle",
          "silenceUntrained", "doubleCount", "coldScores", "multiHopWeight", "transitionWeight",
          "trendWeight", "reconstruction", "countExponent", "recentItems", "memory",
          "twoHopFactors", "hops", "trendHalfLife",
        ])
      #expect(keys["lambda1"]?["default"] as? Double == 0.6)
      #expect(keys["doubleCount"]?["paper-code"] as? Bool == true)
      #expect(
        models.map { $0["presets"] as? [String] } == [
          ["default"], ["default"], ["default"], ["default"], ["default"], ["default"], ["default"],
          ["default", "paper-code", "tuned"], ["default", "session-ce", "session-bprmax"],
          ["default", "movielens", "paper-code", "softmax", "gsasrec"], ["default"], ["default"],
          ["default"],
        ])
      let others = try #require(models[9]["hyperparameters"] as? [String: [String: Any]])
      #expect(others["maxLength"]?["default"] as? Int == 50)
      #expect(others["maxLength"]?["movielens"] as? Int == 200)
      #expect(others["dropout"]?["movielens"] as? Double == 0.2)
      #expect(others["withReplacement"]?["paper-code"] as? Bool == true)
      let text = try tool("models").output
      for key in keys.keys { #expect(text.contains("  \(key) ")) }
    }
  }
}
