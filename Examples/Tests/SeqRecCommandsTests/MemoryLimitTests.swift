import Foundation
import Testing

/// What takes more memory than is allowed is refused by its size, before it is made.
@Suite struct MemoryLimitTests {
  private func refused(
    _ arguments: String, limit: String, status: Int32, _ message: String
  ) throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      let outcome = try tool.run(
        arguments.split(separator: " ").map(String.init),
        environment: ["SEQREC_MEMORY_LIMIT": limit])
      #expect(outcome.status == status && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test(arguments: ["autoseqrec", "sasrec", "gru4rec", "bpr", "autorec-item"])
  func wideModels(_ model: String) throws {
    try refused(
      "recommend --data log.csv --user u3 --quiet --model \(model) --set width=65536", limit: "1M",
      status: 64, "1048576 are allowed (SEQREC_MEMORY_LIMIT=8G allows 8 GiB)")
  }

  /// Few items and many users: it is not the parameters that are large.
  @Test(arguments: ["autoseqrec", "autorec-user"]) func tablesOfSessions(_ model: String) throws {
    try Tool.inFolder { tool in
      let lines = (0..<2000).map { "u\($0),i\($0 % 5),\($0)" }
      try tool.write((["user,item,timestamp"] + lines).joined(separator: "\n"), to: "log.csv")
      let outcome = try tool.run(
        "recommend --data log.csv --user u3 --quiet --model \(model) --set width=1000 --set epochs=0"
          .split(separator: " ").map(String.init), environment: ["SEQREC_MEMORY_LIMIT": "2M"])
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      #expect(outcome.errors.contains("session.users [2000, 1000] is the largest"))
    }
  }

  @Test func longFiles() throws {
    try refused(
      "describe --data log.csv", limit: "100", status: 65,
      "log.csv: expected at most 100 bytes, found more")
    // It has no end.
    try refused("describe --data /dev/zero", limit: "10M", status: 65, "expected at most 10485760")
  }

  @Test(arguments: ["much", "0", "-1", "1T", "G", "9223372036854775807G"])
  func noNumbersOfBytes(_ limit: String) throws {
    try refused(
      "models", limit: limit, status: 64, "SEQREC_MEMORY_LIMIT=\(limit): expected a number")
  }

  @Test func whatFitsIsMade() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      let outcome = try tool.run(
        ["recommend", "--data", "log.csv", "--user", "u3"] + Sample.quick,
        environment: ["SEQREC_MEMORY_LIMIT": "64M"])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }
}
