import Foundation
import SeqRec
import Testing

/// The models `variant1` and `variant2`.
@Suite struct VariantTests {
  private static let quick =
    "--data log.csv --protocol leave-one-out --set epochs=3 --set validateEvery=3 --set maxLength=7 "
    + "--set dropout=0.1 --set batch=16 --set autoencoder.epochs=2 --set width=8 --quiet"

  /// What the tool composes is what a program composes of the pieces.
  @Test(arguments: ["variant1", "variant2"]) func warmTablesInSASRecsScale(
    _ name: String
  ) throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate \(Self.quick) --model \(name) --seed 4 --json runs.jsonl")
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let train = log.split(.leaveOneOut).train
      let autoencoder = try Trainer(.autoSeqRec, epochs: 2, batchSize: 64, seed: 4)
        .fit(AutoSeqRec(itemCount: log.itemCount, width: 8), on: train)
      let embeddings = autoencoder.embeddings(of: train)
        .inScaleOfLearnedItems(after: train, inputScale: 8.0.squareRoot())
      var options = CausalSelfAttention.Options()
      options.maxLength = 7
      options.dropout = 0.1
      options.inputScale = 1
      let items = WarmItems(embeddings.source)
      let score = TwoHopScore(to: WarmItems(embeddings.target))
      let trainer = Trainer(.sasRec, epochs: 3, batchSize: 16, seed: 4)
      let digest =
        if name == "variant1" {
          try trainer.fit(SASRec(items: items, options: options, score: score), on: train)
            .weights.digest
        } else {
          try trainer.fit(
            SASRec(
              items: items, options: options, score: score, user: embeddings.collaborative),
            on: train
          ).weights.digest
        }
      #expect(try tool.objects("runs.jsonl")[0]["weightsDigest"] as? String == digest)
    }
  }

  @Test(
    arguments: [
      "variant1", "variant1 --set tables=frozen", "variant1 --set tables=joint", "variant2",
      "variant2 --set tables=frozen", "variant2 --set tables=joint",
      "variant2 --set users=static", "variant2 --set users=trained",
      "variant2 --set tables=frozen --set users=static", "variant1 --set scales=raw",
      "variant1 --set scaleInputs=true", "variant2 --set tableRate=0.1",
      "variant1 --set autoencoder.countExponent=0.5 --set tables=frozen",
      "variant1 --set tables=summed --set embeddingScale=2", "variant1 --set loss=softmax",
      "variant2 --set tables=summed --set userShare=0.5 --set loss=softmax",
      "variant2 --set tables=summed --set factors=sum --set userShare=0.3",
      "variant2 --set tables=joint --set factors=sum", "variant1 --set tables=shared",
      "variant2 --set factors=user", "variant2 --set factors=state --set users=none",
      "variant2 --set tables=shared --set factors=sum --set tableRate=0.5",
    ])
  func alternativesAreTrainedSavedAndServed(_ model: String) throws {
    try Tool.withSample { tool in
      _ = try tool.saveAndServe("\(Self.quick) --model \(model)")
    }
  }

  /// Files of weights bring the types with them that they are made for.
  @Test(
    arguments: [
      ("variant1", "--set tables=frozen"), ("variant1", "--set tables=joint"),
      ("variant2", "--set users=static"), ("variant2", "--set scaleInputs=true"),
      ("variant2", "--set factors=sum"),
    ])
  func weightsDecideWhatIsComposed(_ model: String, _ options: String) throws {
    try Tool.withSample { tool in
      let command = "evaluate \(Self.quick) --model \(model) --json runs.jsonl"
      try tool.succeed("\(command) \(options) --save-weights w.safetensors")
      try tool.succeed("\(command) --weights w.safetensors")
      let runs = try tool.objects("runs.jsonl")
      for key in ["weightsDigest", "metrics", "hyperparameters"] {
        let values = try runs.map { try Tool.text(of: ["value": try #require($0[key])]) }
        #expect(values[0] == values[1], "\(key)")
      }
    }
  }

  /// What a training read is not changed where its weights are used.
  @Test func trainedWeightsKeepTheirSettings() throws {
    try Tool.withSample { tool in
      let command = "evaluate \(Self.quick) --model variant2 --json runs.jsonl"
      try tool.succeed("\(command) --save-weights w.safetensors")
      for setting in ["autoencoder.countExponent=0.5", "tableRate=0.5", "rate=0.1"] {
        let outcome = try tool.run(
          "\(command) --weights w.safetensors --set \(setting)".split(separator: " ")
            .map(String.init))
        #expect(outcome.status == 65)
        let name = setting.prefix { $0 != "=" }
        #expect(outcome.errors.contains("w.safetensors: expected \(name) = "), "\(outcome.errors)")
      }
      #expect(try tool.objects("runs.jsonl").count == 1)
    }
  }

  /// Rows of users by their numbers are those of the training's users, whose order other data do not have.
  @Test(arguments: ["static", "trained"]) func tablesOfUsersServeTheirOwnUsers(
    _ users: String
  ) throws {
    try Tool.withSample { tool in
      let model = "--model variant2 --set users="
      try tool.succeed("train \(Self.quick) \(model)\(users) --output out")
      try tool.succeed("train \(Self.quick) \(model)prefix --output prefix")
      let lines = try tool.text("log.csv").split(separator: "\n")
      let fewer = (lines.prefix(1) + lines.dropFirst(40)).joined(separator: "\n") + "\n"
      try Data(fewer.utf8).write(to: tool.url("fewer.csv"))
      try tool.succeed("recommend --checkpoint out --data log.csv --all --quiet")
      let outcome = try tool.run(
        ["recommend", "--checkpoint", "out", "--data", "fewer.csv", "--all", "--quiet"])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("expected the interactions of the checkpoint's training"))
      try tool.succeed("recommend --checkpoint prefix --data fewer.csv --all --quiet")
    }
  }

  /// Whether it is a command's own or that of the weights that it takes.
  @Test func saysWhatNothingReads() throws {
    try Tool.withSample { tool in
      let loud = Self.quick.replacing(" --quiet", with: "")
      for (settings, key) in [
        ("tables=frozen --set tableRate=0.5", "tableRate"), ("embeddingScale=2", "embeddingScale"),
        ("tables=joint --set scales=raw", "scales"),
        ("users=none --set userShare=0.5", "userShare"),
        ("tables=shared --set scaleInputs=true", "scaleInputs"),
        ("loss=softmax --set trainNegatives=3", "trainNegatives"),
      ] {
        let outcome = try tool.succeed("evaluate \(loud) --model variant2 --set \(settings)")
        #expect(outcome.errors.contains("variant2: nothing reads \(key) here"), "\(outcome.errors)")
      }
      let command = "evaluate \(loud) --model variant2 --set embeddingScale=2"
      let saved = try tool.succeed("\(command) --set tables=shared --save-weights w.safetensors")
      let served = try tool.succeed("\(command) --weights w.safetensors")
      #expect(!(saved.errors + served.errors).contains("nothing reads"))
    }
  }

  /// What a session reads, also where the numbers of the training are an encoder's and the items are more.
  @Test(
    arguments: [
      ("tables=joint", ["items.source", "items.target"]),
      ("tables=frozen", ["items.source", "items.target"]),
      ("tables=summed", ["items.source", "items.target", "items.weight"]),
      ("tables=shared", ["items.source"]),
      ("users=trained", ["items.source", "items.target", "users.weight"]),
    ])
  func exportsItsTables(_ setting: String, _ tables: [String]) throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "train \(Self.quick) --model variant2 --set \(setting) --output out")
      var data = "log.csv"
      if setting != "users=trained" {
        data = "more.csv"
        let more = try tool.text("log.csv") + "newcomer,novelty,1e12\nnewcomer,rarity,2e12\n"
        try Data(more.utf8).write(to: tool.url(data))
        try tool.succeed("recommend --checkpoint out --data \(data) --all --quiet")
      }
      try tool.succeed("export --checkpoint out --data \(data) --output e.safetensors --quiet")
      let file = try SafetensorsFile(contentsOf: tool.url("e.safetensors").path)
      #expect(file.entries.map(\.name).sorted() == tables)
      for name in tables {
        let table: Tensor<Float> = try file.tensor(name)
        #expect(table.columns == 8 && table.elements.contains { $0 != 0 }, "\(name)")
      }
    }
  }

  /// A new transition changes what a model with tables that follow the stream recommends to others.
  @Test func followedTablesLearnFromTheStream() throws {
    try Tool.withSample { tool in
      for tables in ["frozen", "warmStart"] {
        try tool.succeed(
          "train \(Self.quick) --model variant1 --set tables=\(tables) --output \(tables)")
        let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
        let (user, other) = (log.users[0], log.users[1])
        let news = (0..<60).map { "observe \(other) \(log.items[$0 % log.itemCount])\n" }.joined()
        let question = "recommend \(user) 5\n"
        let outcome = try tool.succeed(
          "stream --checkpoint \(tables) --data log.csv --quiet",
          input: question + news + question)
        let answers = try Tool.objects(in: outcome.output).filter { $0["items"] != nil }
        let scores = try answers.map { try Tool.text(of: $0) }
        try #require(scores.count == 2)
        #expect((scores[0] == scores[1]) == (tables == "warmStart"), "\(tables)")
      }
    }
  }

  @Test func theAutoencodersHyperparametersAreItsOwn() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate --data log.csv --protocol leave-one-out --model variant1,autoseqrec --quiet "
          + "--set epochs=1 --set autoencoder.width=6 --set variant1.autoencoder.epochs=2 "
          + "--set autoencoder.rate=0.01 --set autoseqrec.width=5 --json runs.jsonl")
      let chosen = try tool.objects("runs.jsonl").map {
        $0["hyperparameters"] as? [String: Any] ?? [:]
      }
      #expect(chosen[0]["autoencoder.width"] as? Int == 6)
      #expect(chosen[0]["autoencoder.epochs"] as? Int == 2)
      #expect(chosen[0]["autoencoder.encoderRate"] as? Double == 0.01)
      #expect(chosen[0]["autoencoder.sourceRate"] as? Double == 0.01)
      #expect(chosen[0]["width"] == nil)
      #expect(chosen[1]["width"] as? Int == 5)
    }
  }

  @Test(
    arguments: [
      ("--set heads=3", "variant2: 3 heads cannot share a width of 8"),
      (
        "--set tables=joint --set users=static",
        "variant2: users = static is a table of a trained encoder"
      ),
      ("--set factors=state", "variant2: factors = state leaves users = prefix unread"),
      (
        "--set factors=user --set users=none",
        "variant2: factors = user has nothing to read where users = none"
      ),
      ("--set tables=shared --set embeddingScale=1e30", "expected a number from 0 to 1000"),
      ("--set autoencoder.width=0", "--set autoencoder.width=0: expected a whole number"),
      (
        "--set autoencoder.widht=4",
        "--set autoencoder.widht=4: no hyper-parameter of variant2 is called \"autoencoder.widht\""
      ),
      ("--set autoencoder.lambda1=0.5", "is called \"autoencoder.lambda1\""),
      ("--set tables=cold", "expected one of warmStart, shared, frozen, summed, joint"),
    ])
  func refused(_ options: String, _ message: String) throws {
    try Tool.withSample { tool in
      let outcome = try tool.run(
        "evaluate \(Self.quick) --model variant2 \(options)".split(separator: " ").map(String.init))
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }
}
