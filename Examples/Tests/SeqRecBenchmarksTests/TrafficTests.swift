import Foundation
import SeqRec
import SeqRecBenchmarks
import Testing

@Suite struct TrafficTests {
  private let traffic = Traffic(users: 40, items: 30)

  @Test func theFileHasTheEventsOfTheLog() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "traffic-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    let count = 100_500
    try traffic.write(count, to: file)
    #expect(try Data(contentsOf: file).count == count * Traffic.bytesPerRow)
    let (read, made) = (try InteractionLog(contentsOf: file.path), traffic.log(of: count))
    #expect(Array(read.events) == Array(made.events))
    #expect(read.users[0] == "u000" + "000\(made.users[0])".suffix(4))
  }

  @Test func everybodyIsMetAndTheFirstItemsMost() {
    let events = traffic.prefix(10_000)
    #expect(Set(events.map(\.user)) == Set(0..<40))
    #expect(Set(events.map(\.item)) == Set(0..<30))
    // The first part of the items has the square root of that part of the events.
    let first = events.count { $0.item < 30 / 4 }
    #expect(abs(Double(first) / 10_000 - (7.0 / 30).squareRoot()) < 0.03)
  }

  @Test func seedsTellTrafficApart() {
    let other = Traffic(users: 40, items: 30, seed: Seed(2))
    #expect(Array(traffic.prefix(9)) == Array(traffic.prefix(9)))
    #expect(Array(traffic.prefix(9)) != Array(other.prefix(9)))
  }
}
