import Interactions
import Tensors

typealias Record = (user: String, item: String, timestamp: Double)

extension SplitMix64 {
  mutating func int(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// A log of up to `longest` records with few users, items and times, so that ties, duplicates and
/// repeats are frequent. Empty once in a while.
func randomRecords(_ seed: Int, longest: Int = 60) -> [Record] {
  var generator = Seed(UInt64(seed)).child("records").generator()
  let users = 1 + generator.int(below: 8)
  let items = 1 + generator.int(below: 10)
  let times = 1 + generator.int(below: 30)
  return (0..<generator.int(below: longest + 1)).map { _ in
    let user = generator.int(below: users)
    return (
      "u\(user)", "\(generator.int(below: items))é",
      Double(generator.int(below: times) - times / 2) / 2
    )
  }
}

/// The events with their ids instead of indices.
func records(of log: InteractionLog) -> [Record] {
  log.events.map { (log.users[$0.user], log.items[$0.item], $0.timestamp) }
}

/// A record as one comparable text.
func text(_ record: Record) -> String { "\(record.user),\(record.item),\(record.timestamp)" }

func read(
  _ text: String, format: InteractionFormat = .automatic, columns: [InteractionColumn]? = nil,
  positive: Double? = nil
) throws(InteractionFileError) -> InteractionLog {
  try InteractionLog(
    bytes: Array(text.utf8), name: "f.csv", format: format, columns: columns, positive: positive)
}

/// The records of a file, each as one text.
func recordsRead(
  _ text: String, format: InteractionFormat = .automatic, columns: [InteractionColumn]? = nil
) throws -> [String] {
  records(of: try read(text, format: format, columns: columns)).map { InteractionsTests.text($0) }
}
