import Foundation
import SeqRec
import Testing

/// What lines of `compare --json` keep for its report, against what the library and other commands say.
@Suite struct ReportedFiguresTests {
  private static let quick = "--data log.csv --set width=8 --set epochs=3 --quiet --json runs.jsonl"

  private func insights(_ tool: Tool) throws -> [[String: Any]] {
    try tool.objects("runs.jsonl").compactMap { $0["comparison"] as? [String: Any] }
  }

  private func cells(_ insight: [String: Any]) throws -> [[Double]] {
    let map = try #require(insight["mixtures"] as? [String: Any])
    #expect(map["x"] as? String == "lambda1" && map["y"] as? String == "lambda2")
    return try #require(map["cells"] as? [[Double]])
  }

  /// The mixture that was measured has the validation's own figures, and the best one is what a selection of
  /// the two weights finds.
  @Test func mixturesAreThoseOfValidation() throws {
    try Tool.withSample { tool in
      try tool.succeed("compare --models pop,autoseqrec --seed 2 \(Self.quick)")
      let insights = try insights(tool)
      #expect(insights[0]["mixtures"] is NSNull)
      let cells = try cells(insights[1])
      // All of 11 by 11 whose sum is 1 at most.
      #expect(cells.count == 66 && cells.allSatisfy { $0[0] + $0[1] <= 1 + 1e-9 })
      let metrics = try #require(
        try tool.objects("runs.jsonl")[1]["metrics"] as? [String: [String: Double]])
      let validation = try #require(metrics["validation"])
      let own = try #require(cells.first { $0[0] == 0.6 && $0[1] == 0.2 })
      #expect(
        try abs(own[2] - #require(validation["MRR"]) - #require(validation["Recall@10"])) < 1e-12)
      let values = (0...10).map { "\(Double($0) / 10)" }.joined(separator: ",")
      let tuned = try tool.succeed(
        "tune --model autoseqrec --data log.csv --set width=8 --set epochs=3 --seed 2 --quiet --json "
          + "--grid lambda1=\(values) --grid lambda2=\(values)")
      let object = try #require(try Tool.objects(in: tuned.output).first)
      let trials = try #require(object["trials"] as? [[String: Any]])
      let last = try #require(trials.first { $0["epochs"] as? Int == 3 }?["value"] as? Double)
      #expect(cells.map { $0[2] }.max() == last)
    }
  }

  /// Terms besides the three keep their weight, so that less is shared out.
  @Test func furtherTermsKeepTheirWeight() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "compare --models autoseqrec \(Self.quick) --set lambda1=0.2 --set lambda2=0.2 "
          + "--set trendWeight=0.3 --protocol leave-one-out")
      let cells = try cells(insights(tool)[0])
      #expect(cells.count == 36 && cells.allSatisfy { $0[0] + $0[1] <= 0.7 + 1e-9 })
    }
  }

  /// The test has no part in what is measured on validation: another test, the same map.
  @Test func mixturesDoNotSeeTheTest() throws {
    try Tool.withSample { tool in
      try tool.succeed("compare --models autoseqrec \(Self.quick)")
      var lines = try tool.text("log.csv").split(separator: "\n").map(String.init)
      let count = lines.count - 1
      for place in 1 + count * 9 / 10 + 1...count {
        let fields = lines[place].split(separator: ",")
        lines[place] = "\(fields[0]),\(Sample.log.items[0]),\(fields[2])"
      }
      try tool.write(lines.joined(separator: "\n"), to: "log.csv")
      try tool.succeed("compare --models autoseqrec \(Self.quick)")
      let found = try insights(tool)
      let ranks = found.compactMap { $0["testRanks"] as? [Int] }
      #expect(ranks[0] != ranks[1])
      #expect(try cells(found[0]) == cells(found[1]))
    }
  }

  /// Lists are those of sessions that have seen all before the test, of users by the rule.
  @Test func recommendationsAreTheLibrarys() throws {
    try Tool.withSample { tool in
      try tool.succeed("compare --models pop,markov,sasrec \(Self.quick) --set validateEvery=1")
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let split = log.split(.byTime(train: 0.8, validation: 0.1))
      let known = split.trainAndValidation
      let tested = Set(split.test.events.map(\.user))
      let ranked = tested.map { user in (known.events.count { $0.user == user }, user) }
        .filter { $0.0 > 0 }.sorted(by: <).map(\.1)
      let chosen = [1, 2, 3].map { ranked[$0 * ranked.count / 4] }
      let markov = OnlineMarkovChain(after: known)
      let popularity = Popularity(after: known)
      for (place, insight) in try insights(tool).enumerated() {
        let views = try #require(insight["users"] as? [[String: Any]])
        #expect(views.map { $0["user"] as? String } == chosen.map { log.users[$0] })
        for (view, user) in zip(views, chosen) {
          let items = try #require(view["items"] as? [[String: Any]])
          let ids = items.map { $0["item"] as? String }
          if place == 0 {
            #expect(ids == popularity.recommend(8, for: user).map { log.items[$0.item] })
          } else if place == 1 {
            let expected = markov.recommend(8, for: user)
            #expect(ids == expected.map { log.items[$0.item] })
            for (item, recommendation) in zip(items, expected) {
              let shares = try #require(item["shares"] as? [String: Double])
              #expect(shares.count == recommendation.shares.count)
              for share in recommendation.shares {
                #expect(abs((shares[share.term] ?? 9) - share.share) <= 1e-5)
              }
            }
          }
          let history = known.events.filter { $0.user == user }.map { log.items[$0.item] }
          try checkAttention(view["attention"], attends: place == 2, to: history)
        }
      }
    }
  }

  private func checkAttention(_ found: Any?, attends: Bool, to history: [String]) throws {
    guard attends else {
      #expect(found is NSNull)
      return
    }
    let attention = try #require(found as? [String: Any])
    #expect(attention["items"] as? [String] == history.suffix(50))
    let blocks = try #require(attention["blocks"] as? [[Double]])
    #expect(blocks.count == 2)
    for block in blocks {
      #expect(block.count == min(50, history.count))
      #expect(block.allSatisfy { (0...1).contains($0) } && abs(block.reduce(0, +) - 1) < 1e-3)
    }
  }

  /// What a page shows are titles, where there are some.
  @Test func itemsHaveTitles() throws {
    try Tool.withSample { tool in
      try tool.write("item,title\n\(Sample.log.items[0]),A <First> Title\n", to: "titles.csv")
      try tool.succeed(
        "compare --models pop --data log.csv --quiet --report r.html --item-fields titles.csv "
          + "--report-users \(Sample.log.users.ids.prefix(20).joined(separator: ","))")
      let page = try tool.text("r.html")
      #expect(page.contains("<li>A &lt;First&gt; Title"))
      #expect(
        !page.contains("<li>\(Sample.log.items[0])<") && page.contains("<li>\(Sample.log.items[1])")
      )
    }
  }

  /// Each width with the best of its trials, a line a model.
  @Test func widthsAreThoseOfTheSelection() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "compare --models pop,autoseqrec,autorec-user --data log.csv --set epochs=3 --quiet "
          + "--set validateEvery=1 --json runs.jsonl --report r.html --select --grid width=4,8,16")
      let page = try tool.text("r.html")
      let label = try #require(
        page.firstMatch(of: /aria-label="(validation [^"]*against width[^"]*)"/)
      ).1
      for object in try tool.objects("runs.jsonl").prefix(3) {
        guard let selection = object["selection"] as? [String: Any] else { continue }
        let trials = try #require(selection["trials"] as? [[String: Any]])
        let points = try [4, 8, 16].map { width in
          let values = trials.filter {
            ($0["hyperparameters"] as? [String: Any])?["width"] as? Int == width
          }.compactMap { $0["value"] as? Double }
          return String(format: "%.4f at \(width)", try #require(values.max()))
        }
        let model = try #require(object["model"] as? String)
        #expect(label.contains("\(model): \(points.joined(separator: ", "))"), "\(label)")
      }
      #expect(!label.contains("pop"))
    }
  }

  @Test(arguments: [
    ("--report-users 3", 64, "--report-users is about the page of --report"),
    ("--item-fields log.csv", 64, "--item-fields is about the page of --report"),
    ("--report r.html --report-users nobody", 65, "no interaction of user \"nobody\" is known"),
    ("--report r.html --item-fields fields.csv", 65, "expected a column of titles"),
    ("--report r.html --item-fields r.html", 64, "r.html is named twice"),
    (
      "--report r.html --report-users \((0..<21).map(String.init).joined(separator: ","))", 64,
      "expected at most 20 users, found 21"
    ),
  ])
  func refused(_ options: String, _ status: Int32, _ message: String) throws {
    try Tool.withSample { tool in
      try tool.write("item,genre\n1,a\n", to: "fields.csv")
      let command = "compare --models pop --data log.csv --quiet \(options)"
      let outcome = try tool.run(command.split(separator: " ").map(String.init))
      #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome.errors)")
      #expect(!tool.exists("r.html"))
    }
  }

  @Test func aUserNamedTwiceIsRefused() throws {
    try Tool.withSample { tool in
      let user = Sample.log.users[0]
      let outcome = try tool(
        "compare", "--models", "pop", "--data", "log.csv", "--quiet", "--report", "r.html",
        "--report-users", "\(user),\(user)")
      #expect(outcome.status == 64 && outcome.errors.contains("\(user) is named twice"))
    }
  }
}
