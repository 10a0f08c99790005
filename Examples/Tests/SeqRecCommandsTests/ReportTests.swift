import Foundation
import Testing

/// `compare --report`
@Suite struct ReportTests {
  private static let quick = ["--set", "width=8", "--set", "epochs=3"]

  private func report(
    _ tool: Tool, _ options: [String], data: String = "log.csv"
  ) throws -> String {
    let outcome = try tool.run(
      ["compare", "--data", data, "--report", "r.html", "--quiet"] + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try tool.text("r.html")
  }

  @Test(arguments: [
    ["--models", "pop,markov,autoseqrec", "--seeds", "1,2,3"],
    ["--models", "autoseqrec"],
    ["--models", "sasrec,pop", "--protocol", "leave-one-out", "--set", "validateEvery=1"],
  ])
  func isWellFormedAndComplete(_ options: [String]) throws {
    try Tool.withSample { tool in
      let page = try report(tool, options + Self.quick)
      #expect(Self.fault(in: page) == nil)
      // Nothing is fetched and nothing is run.
      for reference in ["http", "src=", "href=", "<script", "<link", "@import", "url("] {
        #expect(!page.contains(reference), "\(reference)")
      }
      let titles = [
        "Results", "Training", "Recommendations", "Hyper-parameters", "Time", "Circumstances",
        "How to",
      ]
      for title in titles { #expect(page.contains("<h2>\(title)")) }
      #expect(page.contains("<h2>Mixtures") == options[1].contains("autoseqrec"))
      #expect(page.contains("what it attends to") == options[1].contains("sasrec"))
      #expect(page.contains("prefers-color-scheme: dark"))
      for model in options[1].split(separator: ",") {
        #expect(page.contains("<th scope=\"row\">\(model)</th>"))
      }
      #expect(page.contains("seqrec compare --data log.csv --report r.html"))
    }
  }

  /// The page's figures are those of the lines.
  @Test func figuresAreThoseOfTheLines() throws {
    try Tool.withSample { tool in
      let page = try report(
        tool, ["--models", "pop,autoseqrec", "--seeds", "1,2", "--json", "runs.jsonl"] + Self.quick)
      let objects = try tool.objects("runs.jsonl")
      let mrr = objects[2...3].compactMap {
        ($0["metrics"] as? [String: [String: Double]])?["test"]?["MRR"]
      }
      let (mean, half) = ((mrr[0] + mrr[1]) / 2, abs(mrr[0] - mrr[1]) / 2)
      let cell = String(format: "<td>%.4f \u{B1} %.4f", mean, half * 2.0.squareRoot())
      #expect(page.contains(cell), "\(cell)")
      let significance = try #require(objects[4]["significance"] as? [String: Any])
      let model = try #require((significance["models"] as? [[String: Any]])?.first)
      let told = try #require((model["differences"] as? [String: [String: Any]])?["MRR"])
      let difference = try #require(told["difference"] as? Double)
      let interval = try #require(told["interval"] as? [Double])
      #expect(page.contains(String(format: "<td>%+.4f<", difference)))
      let bounds = String(format: ">%+.4f to %+.4f<", interval[0], interval[1])
      #expect(page.contains(bounds), "\(bounds)")
      // A point an epoch and a curve a seed.
      let curves = page.matches(of: /<polyline class="curve s0" points="([^"]*)"/)
      #expect(curves.map { $0.1.split(separator: " ").count } == [3, 3])
    }
  }

  @Test func namesAreEscaped() throws {
    try Tool.inFolder { tool in
      let name = "a<b>&\"c' d.csv"
      try tool.write(Sample.csv(), to: name)
      let page = try report(tool, ["--models", "pop,markov"], data: name)
      #expect(Self.fault(in: page) == nil)
      #expect(page.contains("a&lt;b&gt;&amp;&quot;c' d.csv"))
      // As a shell takes it.
      #expect(page.contains("--data 'a&lt;b&gt;&amp;&quot;c'\\'' d.csv'"))
    }
  }

  @Test func anOldReportIsReplacedOrKept() throws {
    try Tool.withSample { tool in
      try tool.write("old", to: "r.html")
      try tool.write("user,item,timestamp\n1,2,x\n", to: "bad.csv")
      let refused = try tool.run(
        ["compare", "--models", "pop", "--data", "bad.csv", "--report", "r.html", "--quiet"])
      #expect(refused.status == 65)
      #expect(try tool.text("r.html") == "old")
      _ = try report(tool, ["--models", "pop"])
      #expect(try tool.text("r.html").hasPrefix("<!DOCTYPE html>"))
    }
  }

  @Test(arguments: [
    ("<p>a</p>", nil), ("<p>a", "p is open"), ("<p><b>a</p></b>", "p closes b"),
    ("a < b", "a bare <"),
    ("</p>", "p closes nothing"), ("<p a=b>", "a bare <"), ("a & b", "a bare &"), ("&amp;", nil),
    ("<meta charset=\"utf-8\">", nil), ("<!DOCTYPE html>", nil),
  ])
  func theCheckerFinds(_ page: String, _ fault: String?) {
    #expect(Self.fault(in: page) == fault)
  }

  /// The first thing in a page that is not well-formed.
  private static func fault(in page: String) -> String? {
    var open: [Substring] = []
    var rest = page[...]
    let tag = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z0-9-]+="[^"<>]*")*)>/
    while let position = rest.firstIndex(where: { $0 == "<" || $0 == "&" }) {
      rest = rest[position...]
      if rest.hasPrefix("<!DOCTYPE html>") {
        rest = rest.dropFirst(15)
      } else if rest.first == "&" {
        guard let match = rest.prefixMatch(of: /&(amp|lt|gt|quot);/) else { return "a bare &" }
        rest = rest[match.range.upperBound...]
      } else {
        guard let match = rest.prefixMatch(of: tag) else { return "a bare <" }
        rest = rest[match.range.upperBound...]
        let name = match.2
        if !match.1.isEmpty {
          guard let last = open.popLast() else { return "\(name) closes nothing" }
          guard last == name else { return "\(name) closes \(last)" }
        } else if name != "meta" {
          open.append(name)
        }
      }
    }
    return open.last.map { "\($0) is open" }
  }
}
