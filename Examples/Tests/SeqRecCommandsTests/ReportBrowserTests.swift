import Foundation
import SeqRec
import Testing

/// The page of `compare --report` in a real browser.
@Suite(.enabled(if: Browser.path != nil, "there is no Chromium to open a report with"))
struct ReportBrowserTests {
  /// All that a report may hold: every model, several seeds, a selection of widths, mixtures, attention, titles of
  /// any kind; and next to nothing.
  private static let commands = [
    "compare --models pop,markov,itemknn,ease,bpr,autorec-user,autorec-item,autoseqrec,gru4rec,sasrec,"
      + "variant1,variant2 --seeds 1,2 --set epochs=2 --set validateEvery=1 --set autoencoder.epochs=2 "
      + "--set dropout=0.2 --select --grid width=8,16 --item-fields titles.csv",
    "compare --models sasrec,autoseqrec --protocol leave-one-out --set epochs=12 --set validateEvery=3 "
      + "--set heads=2 --set blocks=3 --set reconstruction=crossEntropy --set trendWeight=0.1",
    "compare --models pop",
  ]

  @Test(arguments: commands) func itReadsWellEverywhere(_ command: String) throws {
    try Tool.withSample { tool in
      try tool.write(Self.titles, to: "titles.csv")
      try tool.succeed("\(command) --data log.csv --report r.html --quiet")
      #expect(try Data(contentsOf: tool.url("r.html")).count < 2_000_000)
      // Results, and what there is of all else.
      let least = [40, 10, 3][Self.commands.firstIndex(of: command) ?? 0]
      for isDark in [false, true] {
        let (looks, console) = try Browser.looks(
          of: "r.html", widths: [360, 1200], isDark: isDark, in: tool)
        #expect(console == [])
        #expect(looks.map(\.width) == [360, 1200])
        for look in looks {
          #expect(look.isDark == isDark && look.resources == [])
          #expect(look.scrollWidth <= look.width)
          #expect(look.faint == [], "at \(look.width)")
          #expect(look.images.count >= least)
          for image in look.images { check(image, at: look.width) }
        }
      }
    }
  }

  /// Two axes with titles and, where they are of numbers, units and ticks; texts that can be read; words for
  /// whoever does not see it.
  private func check(_ image: Browser.Look.Image, at width: Double) {
    let title = image.label.prefix { $0 != "." }
    #expect(image.role == "img")
    // More than the title: the numbers that it shows.
    let hasNumbers = image.label.dropFirst(title.count).contains { $0.isNumber }
    #expect(hasNumbers, "\(image.label)")
    #expect(image.titles.count >= 2, "\(title)")
    let quantities = image.titles.filter { $0.contains(/\ \([a-z%][^)]*\)$/) }
    #expect(!quantities.isEmpty, "\(title): \(image.titles)")
    for name in image.titles where !quantities.contains(name) {
      #expect(
        ["model", "recommended item, best first", "item of the history, 1 is the latest"].contains(
          name))
    }
    #expect(image.ticks.count >= 2 * quantities.count, "\(title): \(image.ticks)")
    #expect(image.overlaps == [], "\(title) at \(width)")
    #expect(image.outside == [], "\(title) at \(width)")
  }

  /// Long ones, ones between quotes, and scripts of wide letters.
  private static let titles =
    "item,title\n"
    + Sample.log.items.ids.enumerated().map { place, id in
      let kinds = [
        "\"The Long, Very Long and Winding Title of a Film That Nobody Has Seen (19\(10 + place))\"",
        "Short \(place)",
        "\u{4E03}\u{4EBA}\u{306E}\u{4F8D}\u{3068}\u{5927}\u{8107}\u{5F79} <\(place)>",
      ]
      return "\(id),\(kinds[place % 3])\n"
    }.joined()

  /// What the checks are worth: a page that fails each of them.
  @Test func theBrowserFinds() throws {
    try Tool.inFolder { tool in
      let page = """
        <!DOCTYPE html><meta charset="utf-8"><style>body { background: #fff; color: #999 }</style>
        <link rel="stylesheet" href="other.css">
        <p style="width: 700px">wide</p><img src="https://example.org/elsewhere.png">
        <svg viewBox="0 0 100 50" width="100"><text class="title" x="10" y="20">one</text>
        <text class="tick" x="12" y="22">two</text><text x="90" y="40">beyond</text></svg>
        <script>console.error("told")</script>
        """
      try tool.write(page, to: "bad.html")
      try tool.write("p { margin: 0 }", to: "other.css")
      let (looks, console) = try Browser.looks(
        of: "bad.html", widths: [360], isDark: false, in: tool)
      let look = try #require(looks.first)
      #expect(console.contains { $0.contains("told") })
      #expect(look.resources.contains("https://example.org/elsewhere.png"), "\(look.resources)")
      #expect(look.resources.contains { $0.contains("other.css") }, "\(look.resources)")
      #expect(look.scrollWidth > look.width)
      #expect(look.faint.contains { $0.hasSuffix("wide") })
      let image = try #require(look.images.first)
      #expect(image.overlaps == ["one | two"] && image.outside == ["beyond"])
      #expect(image.role.isEmpty && image.titles == ["one"] && image.ticks == ["two"])
    }
  }
}
