import Interactions
import Testing

/// Input that is unusual and must work.
@Suite struct ReadingUnusualTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var text: String
    /// `user,item,time` in time order.
    var records: [String]
    var format = InteractionFormat.automatic
    var columns: [InteractionColumn]?
    var testDescription: String { what }
  }

  private static let three = ["a,x,1.0", "b,y,2.0", "a,z,3.0"]

  static let cases: [Case] = [
    // Lines and encodings.
    Case(what: "no header", text: "a,x,1\nb,y,2\na,z,3\n", records: three),
    Case(what: "no newline at the end", text: "a,x,1\nb,y,2\na,z,3", records: three),
    Case(what: "CRLF", text: "a,x,1\r\nb,y,2\r\na,z,3\r\n", records: three),
    Case(what: "CRLF, none at the end", text: "a,x,1\r\nb,y,2\r\na,z,3", records: three),
    Case(what: "CR", text: "a,x,1\rb,y,2\ra,z,3\r", records: three),
    Case(what: "mixed line ends", text: "a,x,1\r\nb,y,2\na,z,3\r", records: three),
    Case(what: "byte-order mark", text: "\u{FEFF}a,x,1\nb,y,2\na,z,3\n", records: three),
    Case(
      what: "byte-order mark and header",
      text: "\u{FEFF}user,item,timestamp\na,x,1\nb,y,2\na,z,3\n", records: three),
    Case(what: "blank lines", text: "\n\na,x,1\n\nb,y,2\n  \na,z,3\n\n \n", records: three),
    Case(
      what: "blank lines, CRLF", text: "\r\na,x,1\r\n\r\nb,y,2\r\na,z,3\r\n\r\n", records: three),
    Case(what: "spaces around fields", text: " a, x , 1\nb ,y, 2 \na,z,3", records: three),
    Case(what: "one line", text: "a,x,1", records: ["a,x,1.0"]),
    Case(what: "one user", text: "a,x,1\na,y,2", records: ["a,x,1.0", "a,y,2.0"]),
    Case(what: "one item", text: "a,x,1\nb,x,2", records: ["a,x,1.0", "b,x,2.0"]),
    Case(what: "duplicates are kept", text: "a,x,1\na,x,1", records: ["a,x,1.0", "a,x,1.0"]),
    // Quotes.
    Case(what: "quoted", text: "\"a\",\"x\",\"1\"\nb,\"y\",2\na,z,3", records: three),
    Case(what: "quoted header", text: "\"user\",\"item\",\"time\"\na,x,1", records: ["a,x,1.0"]),
    Case(what: "quoted comma", text: "\"a,b\",\",\",1\n", records: ["a,b,,,1.0"]),
    Case(what: "doubled quotes", text: "\"\"\"a\"\"b\",x,1\n", records: ["\"a\"b,x,1.0"]),
    Case(what: "only a quote", text: "\"\"\"\",x,1\n", records: ["\",x,1.0"]),
    Case(what: "quoted newline", text: "\"a\nb\",x,1\nc,y,2", records: ["a\nb,x,1.0", "c,y,2.0"]),
    Case(what: "quoted spaces stay", text: "\" a \" ,x,1\n", records: [" a ,x,1.0"]),
    Case(what: "quote inside", text: "5\"2,x,1\n", records: ["5\"2,x,1.0"]),
    Case(what: "quoted last field, CRLF", text: "a,x,\"1\"\r\n", records: ["a,x,1.0"]),
    Case(
      what: "quoted and plain are one id", text: "a,x,1\n\"a\",\"x\",2",
      records: ["a,x,1.0", "a,x,2.0"]),
    Case(what: "quotes in TSV are text", text: "\"a\tx\"\t1\n", records: ["\"a,x\",1.0"]),
    // Ids.
    Case(what: "not ASCII", text: "Zoë,映画,1\nمستخدم,🎬,2", records: ["Zoë,映画,1.0", "مستخدم,🎬,2.0"]),
    Case(
      what: "numbers as ids stay text", text: "007,1.0,1\n7,1,2",
      records: ["007,1.0,1.0", "7,1,2.0"]),
    Case(what: "spaces inside", text: "a b,x y,1", records: ["a b,x y,1.0"]),
    Case(what: "negative ids", text: "-1,-2,3", records: ["-1,-2,3.0"]),
    // Times.
    Case(
      what: "out of order, stable", text: "a,x,2\nb,y,1\nc,z,2\nd,w,1",
      records: ["b,y,1.0", "d,w,1.0", "a,x,2.0", "c,z,2.0"]),
    Case(what: "negative", text: "a,x,1\nb,y,-5", records: ["b,y,-5.0", "a,x,1.0"]),
    Case(what: "fractional", text: "a,x,1.75\nb,y,1.5", records: ["b,y,1.5", "a,x,1.75"]),
    Case(what: "milliseconds", text: "a,x,1600000000123", records: ["a,x,1600000000123.0"]),
    Case(
      what: "exponents", text: "a,x,1.5e9\nb,y,+2E+9",
      records: ["a,x,1500000000.0", "b,y,2000000000.0"]),
    Case(
      what: "the ends of 64 bits", text: "a,x,9223372036854775807\nb,y,-9223372036854775808",
      records: ["b,y,-9.223372036854776e+18", "a,x,9.223372036854776e+18"]),
    // Columns.
    Case(what: "four columns", text: "a,x,5,1\nb,y,0.5,2\na,z,-1,3", records: three),
    Case(
      what: "columns in another order", text: "timestamp,rating,item_id,user_id\n1,5,x,a\n2,3,y,b",
      records: ["a,x,1.0", "b,y,2.0"]),
    Case(
      what: "further columns", text: "id,userId,note,movieId,ts\n1,a,,x,1\n2,b,text,y,2\n3,a,,z,3",
      records: three),
    Case(
      what: "Amazon's names",
      text: "reviewerID,asin,overall,unixReviewTime\na,x,5.0,1\nb,y,3,2\na,z,1,3",
      records: three),
    Case(
      what: "RecBole",
      text: "user_id:token\titem_id:token\trating:float\ttimestamp:float\na\tx\t3\t1\nb\ty\t4\t2",
      records: ["a,x,1.0", "b,y,2.0"]),
    Case(what: "ReChorus", text: "user_id\titem_id\ttime\n1\t2\t3\n", records: ["1,2,3.0"]),
    Case(
      what: "MovieLens-100K", text: "196\t242\t3\t881250949\n", records: ["196,242,881250949.0"]),
    Case(what: "capitals", text: "USER_ID,Item-ID,TimeStamp\na,x,1", records: ["a,x,1.0"]),
    Case(
      what: "no time column: the order of the file", text: "user,item,rating\nb,x,1\na,y,2\nb,z,3",
      records: ["b,x,0.0", "a,y,1.0", "b,z,2.0"]),
    Case(
      what: "named columns", text: "1,a,x\n2,b,y\n3,a,z", records: three,
      columns: [.timestamp, .user, .item]),
    Case(
      what: "two named columns", text: "b,x\na,y", records: ["b,x,0.0", "a,y,1.0"],
      columns: [.user, .item]),
    Case(
      what: "named columns: the first line is data", text: "user,item,1\na,x,2",
      records: ["user,item,1.0", "a,x,2.0"], columns: [.user, .item, .timestamp]),
    Case(
      what: "named columns, some ignored", text: "a,,x,?,1", records: ["a,x,1.0"],
      columns: [.user, .ignored, .item, .ignored, .timestamp]),
    // Formats.
    Case(what: "a comma in TSV is text", text: "a,b\tx\t1", records: ["a,b,x,1.0"]),
    Case(what: "a tab in CSV is text", text: "a\tb,x,1", records: ["a\tb,x,1.0"], format: .csv),
    Case(
      what: "MovieLens-1M", text: "1::1193::5::978300760\n1::661::3::978302109\n",
      records: ["1,1193,978300760.0", "1,661,978302109.0"]),
    Case(
      what: "MovieLens-1M, single colons and spaces are text",
      text: "a:b :: x y::5::1\nc:::d::4::2", records: ["a:b,x y,1.0", "c,:d,2.0"]),
    Case(
      what: "named columns between ::", text: "x::a::1\ny::b::2\nz::a::3", records: three,
      columns: [.item, .user, .timestamp]),
    Case(
      what: "MovieLens-100K by name", text: "a\tx\t5\t1\nb\ty\t1\t2\na\tz\t1\t3",
      records: three, format: .movieLens100K),
    Case(
      what: "RecBole, fields of other kinds",
      text: "item_id:token\tw:float_seq\tuser_id:token\tt:token_seq\ttimestamp:float\n"
        + "x\t1 2\ta\tsome words\t1\ny\t\tb\t\t2\nz\t3\ta\t\t3",
      records: three),
    Case(
      what: "RecBole without times", text: "user_id:token\titem_id:token\nb\tx\na\ty",
      records: ["b,x,0.0", "a,y,1.0"], format: .recBole),
    Case(
      what: "tabs under a header in which one has no type",
      text: "user_id:token\titem_id:token\ttime\na\tx\t1", records: ["a,x,1.0"]),
    Case(
      what: "ids that look like names and types", text: "a:1\tx:1\nb:1\ty:1",
      records: ["a:1,x:1,0.0", "b:1,y:1,1.0"], columns: [.user, .item]),
    Case(
      what: "ReChorus with negatives",
      text: "user_id\titem_id\ttime\tneg_items\na\tx\t1\t[1, 2]\nb\ty\t2\t[3]\na\tz\t3\t[]",
      records: three, format: .reChorus),
    Case(
      what: "SASRec", text: "b x\na y\n\nb  z ", records: ["b,x,0.0", "a,y,1.0", "b,z,2.0"],
      format: .sasRec),
    Case(
      what: "SASRec with times", text: "a x 1\nb y 2\n a z 3 \n", records: three,
      format: .sasRec, columns: [.user, .item, .timestamp]),
    Case(
      what: "SASRec's histories", text: "b x y x\na y\n",
      records: ["b,x,0.0", "b,y,1.0", "b,x,2.0", "a,y,3.0"], format: .sasRecHistories),
    Case(
      what: "TSV with an empty ignored field", text: "user\titem\tn\ttime\na\tx\t\t1",
      records: ["a,x,1.0"]),
  ]

  @Test(arguments: cases) func reads(_ example: Case) throws {
    let read = try recordsRead(
      example.text, format: example.format, columns: example.columns)
    #expect(read == example.records)
  }

  @Test(arguments: cases) func readsTheSameInWindowsLines(_ example: Case) throws {
    guard !example.text.contains("\"a\nb\"") && !example.text.utf8.contains(0x0D) else { return }
    let windows = example.text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    let read = try recordsRead(windows, format: example.format, columns: example.columns)
    #expect(read == example.records)
  }

  @Test func otherEncodingsAreFineInColumnsThatAreNotRead() throws {
    let bytes = Array("user,item,time,title\na,x,1,Caf".utf8) + [0xE9, 0x0A]
    let log = try InteractionLog(bytes: bytes, name: "latin-1")
    #expect(records(of: log).map(text) == ["a,x,1.0"])
  }

  @Test func recordsWrittenAsCSVComeBack() throws {
    for seed in 0..<300 {
      let source = randomRecords(seed).map { record in
        (user: record.user + ",\"\n", item: record.item, timestamp: record.timestamp)
      }
      guard !source.isEmpty else { continue }
      func field(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
      }
      let lines = source.map { "\(field($0.user)),\(field($0.item)),\($0.timestamp)" }
      #expect(try read(lines.joined(separator: "\n")) == InteractionLog(source), "seed \(seed)")
    }
  }

  @Test(arguments: [
    ("user_id:token", InteractionColumn.user), ("userId", .user), ("reviewerID", .user),
    ("uid", .user), ("item", .item), ("movie_id", .item), ("asin", .item), ("iid", .item),
    ("Timestamp", .timestamp), ("unixReviewTime", .timestamp), ("ts", .timestamp),
    ("rating:float", .rating), ("Score", .rating), ("ignored", .ignored),
  ])
  func knowsTheUsualNames(name: String, column: InteractionColumn) {
    #expect(InteractionColumn(name: name) == column)
  }

  @Test(arguments: ["", ":", "users list", "reviewTime", "u1"]) func knowsNoOther(name: String) {
    #expect(InteractionColumn(name: name) == nil)
  }
}
