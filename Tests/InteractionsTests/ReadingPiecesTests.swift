import Interactions
import Tensors
import Testing

/// Files that are cut and read side by side are read as in one pass, and refused as in one pass.
@Suite struct ReadingPiecesTests {
  private static let teams = [Workers(2), Workers(3), Workers(7)]

  /// What came of a file, with all that there is to tell.
  private func outcome(
    _ text: [UInt8], _ format: InteractionFormat, positive: Double?, on workers: Workers
  ) -> Result<InteractionReading, InteractionFileError> {
    Result { () throws(InteractionFileError) in
      try InteractionReading(
        bytes: text, name: "f", format: format, positive: positive, on: workers)
    }
  }

  private func expectTheSame(
    _ text: [UInt8], _ format: InteractionFormat, positive: Double? = nil, _ what: String
  ) {
    let whole = outcome(text, format, positive: positive, on: .one)
    for workers in Self.teams {
      switch (whole, outcome(text, format, positive: positive, on: workers)) {
      case (.success(let one), .success(let many)):
        #expect(one.log == many.log && one.lines == many.lines, "\(what)")
        #expect(one.format == many.format && one.columns == many.columns, "\(what)")
      case (.failure(let one), .failure(let many)): #expect(one == many, "\(what)")
      default: Issue.record("\(what): refused by one pass or by pieces, but not by both")
      }
    }
  }

  @Test(arguments: InteractionFormat.allCases)
  func randomFiles(_ format: InteractionFormat) {
    for seed in 0..<200 {
      var file = RandomFile(seed, format)
      expectTheSame(Array(file.text.utf8), format, "seed \(seed)")
      expectTheSame(Array(file.text.utf8), format, positive: 3, "positive, seed \(seed)")
      expectTheSame(file.damaged(), format, "damaged, seed \(seed)")
    }
  }

  @Test func countsLinesThatStandForTimesThroughAllPieces() throws {
    let lines = (0..<1000).map { "u\($0 % 7)\ti\($0 % 11)\t\($0 % 6)\n" }.joined()
    let reading = try InteractionReading(
      bytes: Array("user\titem\trating\n\(lines)".utf8), name: "f", positive: 3,
      on: Workers(3))
    #expect(reading.log.timestamps == (0..<reading.log.count).map(Double.init))
    #expect(reading.lines.belowRating + reading.log.count == 1000)
  }

  @Test func numbersIDsByTheirFirstAppearanceInTheFile() throws {
    let ids = (0..<500).map { "id \($0 * 7 % 401)" }
    let log = try InteractionLog(
      bytes: Array(ids.enumerated().map { "\($1),\($1),\($0)\n" }.joined().utf8), name: "f",
      on: Workers(4))
    var first: [String] = []
    for id in ids where !first.contains(id) { first.append(id) }
    #expect(log.users.ids == first && log.items.ids == first)
  }

  @Test func reportsTheFirstOfSeveralFaults() {
    let lines = (0..<300).map { $0 % 50 == 49 ? "a,x,\n" : "a,x,\($0)\n" }.joined()
    let error = #expect(throws: InteractionFileError.self) {
      try InteractionLog(bytes: Array(lines.utf8), name: "f", on: Workers(3))
    }
    #expect(error?.line == 50)
  }

  @Test func aLineFeedInQuotesEndsNoLine() throws {
    let lines = (0..<300).map { "\"a\nb\",x,\($0)\n" }.joined()
    let log = try InteractionLog(bytes: Array(lines.utf8), name: "f", on: Workers(3))
    #expect(log.count == 300 && log.users.ids == ["a\nb"])
  }
}

/// A file with what files have: headers, blank lines, line ends of all kinds, spaces, quotes, long ids.
private struct RandomFile {
  private var generator: SplitMix64
  private(set) var text = ""

  init(_ seed: Int, _ format: InteractionFormat) {
    generator = Seed(UInt64(seed)).child("file").generator()
    let separator =
      switch format {
      case .automatic, .csv: ","
      case .movieLens1M: "::"
      case .sasRec, .sasRecHistories: " "
      case .movieLens100K, .tsv, .recBole, .reChorus: "\t"
      }
    let isQuoted = separator == "," && seed % 4 == 0
    let ends = seed % 5 == 0 ? ["\r"] : ["\n", "\n", "\r\n", "\n \n", "\n\n", "\r\n\r\n"]
    switch format {
    case .recBole: text = "user_id:token\titem_id:token\trating:float\ttimestamp:float\n"
    case .reChorus: text = "user_id\titem_id\trating\ttime\n"
    case .csv where seed % 2 == 0: text = "user,item,rating,time\r\n"
    case .tsv where seed % 2 == 0: text = "user\titem\trating\n"
    default: break
    }
    let hasTimes = !text.hasSuffix("rating\n")
    for _ in 0..<generator.int(below: 120) {
      var fields = [id("u", isQuoted), id("i", isQuoted)]
      switch format {
      case .sasRec: break
      case .sasRecHistories: for _ in 0..<generator.int(below: 4) { fields.append(id("i", false)) }
      default:
        fields.append("\(generator.int(below: 6))")
        if hasTimes { fields.append("\(generator.int(below: 1 << 40))") }
      }
      text += fields.joined(separator: separator) + ends[generator.int(below: ends.count)]
    }
  }

  private mutating func id(_ kind: String, _ isQuoted: Bool) -> String {
    let number = generator.int(below: 40)
    let id = kind + String(repeating: "é", count: number % 9) + "\(number)"
    guard isQuoted, generator.int(below: 3) == 0 else { return id }
    return generator.int(below: 2) == 0 ? "\"\(id)\n\"" : "\"\(id) \"\"x\"\"\""
  }

  /// The file with a few bytes that are others.
  mutating func damaged() -> [UInt8] {
    var bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return bytes }
    let others: [UInt8] = Array("x,\t :\"\n-".utf8) + [0xFF]
    for _ in 0...generator.int(below: 3) {
      bytes[generator.int(below: bytes.count)] = others[generator.int(below: others.count)]
    }
    return bytes
  }
}
