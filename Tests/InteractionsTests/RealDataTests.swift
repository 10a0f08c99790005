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

  @Test(arguments: [
    ("ml-1m/movies.dat", ":1:1: expected three columns or more"),
    ("ml-1m/users.dat", ":1:1: expected three columns or more"),
    ("ml-1m/ml-1m.csv.gz", ": expected text in UTF-8, found a gzip file"),
    ("ml-1m", ": expected a file, found a directory"),
  ])
  func refusals(name: String, message: String) {
    let error = #expect(throws: InteractionFileError.self) { try log(name) }
    #expect(error?.description.contains(message) == true)
  }
}
