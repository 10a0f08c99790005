import Interactions
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

private let folder = getenv("SEQREC_DATA").map { String(cString: $0) }

/// Published statistics, where the environment variable `SEQREC_DATA` names a folder with the data.
@Suite(.enabled(if: folder != nil, "SEQREC_DATA does not name a folder with public data sets"))
struct RealDataTests {
  private func log(_ name: String) throws -> InteractionLog {
    try InteractionLog(contentsOf: "\(folder ?? "")/\(name)")
  }

  @Test func movieLens100KInCSV() throws {
    let log = try log("ml-100k/ml-100k.csv")
    #expect([log.count, log.userCount, log.itemCount] == [99_287, 943, 1_349])
    #expect(log.users.ids == (0..<943).map(String.init))
    #expect(log.items.ids == (0..<1_349).map(String.init))
    let split = log.split(.byTime(train: 0.8, validation: 0.1))
    #expect(
      [split.train.count, split.validation.count, split.test.count] == [79_429, 9_929, 9_929])
    #expect(log.timeHint == nil)
  }

  @Test func movieLens100KInRecBoleFormat() throws {
    let log = try log("ml-100k/ml-100k.inter")
    #expect([log.count, log.userCount, log.itemCount] == [100_000, 943, 1_682])
    let core = log.keepingCore(users: 5, items: 5)
    #expect([core.count, core.userCount, core.itemCount] == [99_287, 943, 1_349])
  }

  @Test(arguments: [
    ("amazon-garden/garden_5.csv", 13_272, 1_686, 962),
    ("amazon-video/ratings_user5.csv", 63_836, 8_072, 11_830),
    ("amazon-video/video_5.csv", 37_126, 5_130, 1_685),
    ("amazon-grocery/train.csv", 121_892, 14_681, 8_687),
  ])
  func amazon(name: String, events: Int, users: Int, items: Int) throws {
    let log = try log(name)
    #expect([log.count, log.userCount, log.itemCount] == [events, users, items])
  }

  @Test func amazonVideoCoreIsThePublishedOne() throws {
    let core = try log("amazon-video/ratings_user5.csv").keepingCore(users: 5, items: 5)
    #expect([core.count, core.userCount, core.itemCount] == [37_126, 5_130, 1_685])
    #expect(try core == log("amazon-video/video_5.csv"))
  }

  /// Ratings of MovieLens-100K, written as `u.data` and as `ratings.dat`.
  @Test(arguments: [(InteractionFormat.movieLens100K, "\t"), (.movieLens1M, "::")])
  func movieLensUnderItsOwnFormats(format: InteractionFormat, separator: String) throws {
    let path = "\(folder ?? "")/ml-100k/ml-100k.inter"
    let bytes = try whole(path)
    let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.split(separator: "\t").joined(separator: separator) }.joined(separator: "\n")
    let log = try InteractionLog(bytes: Array(text.utf8), name: "ratings", format: format)
    #expect(try log == InteractionLog(contentsOf: path, format: .recBole))
    let positive = try InteractionReading(contentsOf: path, format: .recBole, positive: 4)
    #expect(positive.log.count == 55_375 && positive.lines.belowRating == 44_625)
    #expect(positive.lines.interactions == 100_000 && positive.lines.header == 1)
  }

  private func whole(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return bytes
  }

  @Test func groceryInReChorusFormat() throws {
    let path = "\(folder ?? "")/amazon-grocery/train.csv"
    let reading = try InteractionReading(contentsOf: path, format: .reChorus)
    #expect(reading.log.count == 121_892 && reading.columns == [.user, .item, .timestamp])
    #expect(try reading.log == log("amazon-grocery/train.csv"))
  }

  private func fields(_ name: String) throws -> FieldTable {
    try FieldTable(contentsOf: "\(folder ?? "")/\(name)")
  }

  @Test func moviesHaveTitles() throws {
    let movies = try fields("ml-1m/movies.dat")
    #expect(movies.ids.count == 3_883)
    func title(_ id: String) -> String? {
      movies.ids.index(of: id).flatMap { movies["title"]?.text(of: $0) }
    }
    #expect(title("1") == "Toy Story (1995)")
    // In Latin-1.
    #expect(title("73") == "Mis\u{E9}rables, Les (1995)")
    guard case .tokens(let genres, let names)? = movies["genres"]?.values else {
      Issue.record("genres are tokens")
      return
    }
    #expect(names.count == 18 && genres.allSatisfy { !$0.isEmpty })
  }

  @Test func usersHaveFields() throws {
    let users = try fields("ml-1m/users.dat")
    #expect(users.ids.count == 6_040)
    #expect(users.columns.map(\.name) == ["gender", "age", "occupation", "zip"])
  }

  @Test func groceriesHaveRelations() throws {
    let items = try fields("amazon-grocery/item_meta.csv")
    #expect(items.ids.count == 8_713)
    let log = try log("amazon-grocery/train.csv")
    for (name, pairs) in [("r_complement", 248_444), ("r_substitute", 124_933)] {
      guard case .tokens(let rows, _)? = items[name]?.values else {
        Issue.record("\(name) is a list")
        continue
      }
      #expect(rows.elements.count == pairs)
      #expect(items.relation(name, among: items.ids)?.elements.count == pairs)
      let related = try #require(items.relation(name, among: log.items))
      #expect(related.count == log.itemCount && related.elements.count <= pairs)
    }
  }

  @Test(arguments: [
    ("ml-1m/movies.dat", ":1:49: expected 4 fields, found 3"),
    ("ml-1m/users.dat", ":1:14: expected 4 fields, found 5"),
    ("ml-1m/ml-1m.csv.gz", ": expected text in UTF-8, found a gzip file"),
    ("ml-1m", ": expected a file, found a directory"),
  ])
  func refusals(name: String, message: String) {
    let error = #expect(throws: InteractionFileError.self) { try log(name) }
    #expect(error?.description.contains(message) == true)
  }
}
