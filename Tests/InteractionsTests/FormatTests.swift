import Interactions
import Tensors
import Testing

/// All formats, written and read again; what is kept and what is counted.
@Suite struct FormatTests {
  /// A log as somebody would write it by hand, with ratings and times where the format has them.
  private static func write(
    _ records: [Record], ratings: [Int], in format: InteractionFormat
  ) -> String {
    let rows = zip(records, ratings)
    func lines(_ separator: String) -> String {
      rows.map { "\($0.user)\(separator)\($0.item)\(separator)\($1)\(separator)\($0.timestamp)\n" }
        .joined()
    }
    return switch format {
    case .automatic, .csv: lines(",")
    case .movieLens100K, .tsv: lines("\t")
    case .movieLens1M: lines("::")
    case .recBole:
      "user_id:token\titem_id:token\trating:float\ttimestamp:float\n" + lines("\t")
    case .sasRec: records.map { "\($0.user) \($0.item)\n" }.joined()
    case .sasRecHistories: records.map { "\($0.user)  \($0.item) \($0.item)\n" }.joined()
    case .reChorus:
      "user_id\titem_id\ttime\tneg_items\n"
        + records.map { "\($0.user)\t\($0.item)\t\($0.timestamp)\t[1, 2]\n" }.joined()
    }
  }

  /// What a reader that splits lines and fields with the standard library makes of it.
  private static func naive(_ text: String, _ format: InteractionFormat) -> [Record] {
    var lines = text.split(separator: "\n")
    let separator =
      switch format {
      case .automatic, .csv: ","
      case .movieLens1M: "::"
      case .sasRec, .sasRecHistories: " "
      default: "\t"
      }
    if format == .recBole || format == .reChorus { lines.removeFirst() }
    var records: [Record] = []
    for line in lines {
      let fields = line.split(separator: separator).map(String.init)
      switch format {
      case .sasRec, .sasRecHistories:
        for item in fields.dropFirst() { records.append((fields[0], item, Double(records.count))) }
      case .reChorus: records.append((fields[0], fields[1], Double(fields[2])!))
      default: records.append((fields[0], fields[1], Double(fields[3])!))
      }
    }
    return records
  }

  @Test(arguments: InteractionFormat.allCases)
  func readsWhatANaiveReaderReads(_ format: InteractionFormat) throws {
    for seed in 0..<1000 {
      let records = randomRecords(seed, longest: 20)
      guard !records.isEmpty else { continue }
      let text = Self.write(records, ratings: records.indices.map { $0 % 6 }, in: format)
      let log = try read(text, format: format)
      #expect(log == InteractionLog(Self.naive(text, format)), "seed \(seed)")
      if format != .sasRec && format != .sasRecHistories {
        #expect(try read(text) == log, "recognised, seed \(seed)")
      }
    }
  }

  @Test func keepsRatingsThatAreHighEnough() throws {
    for seed in 0..<300 {
      let records = randomRecords(seed)
      guard !records.isEmpty else { continue }
      let ratings = records.indices.map { ($0 * $0 + seed) % 6 }
      let least = Double(seed % 7)
      let kept = zip(records, ratings).filter { Double($1) >= least }.map { $0.0 }
      for format in [InteractionFormat.csv, .movieLens100K, .movieLens1M, .recBole] {
        let reading = try InteractionReading(
          bytes: Array(Self.write(records, ratings: ratings, in: format).utf8), name: "f",
          format: format, positive: least)
        #expect(reading.log == InteractionLog(kept), "seed \(seed)")
        #expect(reading.lines.interactions == records.count)
        #expect(reading.lines.belowRating == records.count - kept.count)
      }
    }
  }

  /// Rows that are dropped leave no gap in the order that stands for times.
  @Test func orderCountsWhatIsKept() throws {
    let log = try read("user,item,rating\na,x,5\na,y,1\na,z,4\n", positive: 4)
    #expect(records(of: log).map(text) == ["a,x,0.0", "a,z,1.0"])
    #expect(log.itemCount == 2)
  }

  @Test func linesAreCounted() throws {
    let text = "\u{FEFF}\n \r\nuser,item,rating,note\r\na,x,5,\"two\nlines\"\n\n\na,y,1,\nb,z,4,"
    let reading = try InteractionReading(bytes: Array(text.utf8), name: "f", positive: 4)
    let lines = reading.lines
    #expect([lines.header, lines.interactions, lines.belowRating, lines.blank] == [1, 3, 1, 4])
    #expect(reading.format == .csv && reading.columns == [.user, .item, .rating, .ignored])
    #expect(!reading.hasTimes && reading.log.count == 2)
  }

  @Test(
    arguments: [
      ("1::2::3::4\n", .movieLens1M), ("1\t2\t3\n", .tsv), ("1,2,3\n", .csv), ("a,b::c,3\n", .csv),
      ("user_id:token\titem_id:token\trating:float\n1\t2\t3\n", .recBole),
      ("user_id\titem_id\ttime\n1\t2\t3\n", .tsv), ("a::b\tc\t3\n", .tsv),
    ] as [(String, InteractionFormat)])
  func saysWhatItRecognised(text: String, format: InteractionFormat) throws {
    let reading = try InteractionReading(bytes: Array(text.utf8), name: "f")
    #expect(reading.format == format && reading.log.count == 1)
  }

  /// An error names the format that was probably meant, for programs that have names of their own.
  @Test func errorsCarryTheLikelyFormat() {
    let error = #expect(throws: InteractionFileError.self) {
      try read("1::2::3::4\n", format: .csv)
    }
    #expect(error?.likelyFormat == .movieLens1M)
    let histories = #expect(throws: InteractionFileError.self) { try read("1 2 3\n4 5\n") }
    #expect(histories?.likelyFormat == .sasRecHistories)
    let other = #expect(throws: InteractionFileError.self) { try read("1,2,x\n") }
    #expect(other?.likelyFormat == nil)
  }
}
