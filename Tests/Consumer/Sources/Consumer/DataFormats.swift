// The programs of docs/data-formats.md, word for word: a test compares them.
import SeqRec

func readInteractions() throws -> [Int] {
  let log = try InteractionLog(contentsOf: "ml-1m/ratings.dat", format: .movieLens1M)
    .keepingCore(users: 2, items: 2)

  let reading = try InteractionReading(contentsOf: "ml-1m/ratings.dat", positive: 4)
  print(reading.format, reading.columns, reading.lines.belowRating, reading.log.count)

  let statistics = LogStatistics(of: log)
  print(statistics.density, statistics.historyLengths.median, statistics.duplicates)
  return [log.count, reading.log.count, statistics.duplicates]
}

func readFields() throws -> [String?] {
  let log = try InteractionLog(contentsOf: "ml-1m/ratings.dat")
  let movies = try FieldTable(contentsOf: "ml-1m/movies.dat").aligned(with: log.items)
  let titles = movies["title"]
  print(titles?.text(of: 0) ?? "no title")

  let meta = try FieldTable(contentsOf: "item_meta.csv")
  let complements = meta.relation("r_complement", among: log.items)
  print(complements?[0].map { log.items[Int($0)] } ?? [])
  return [titles?.text(of: 0), complements?[0].map { log.items[Int($0)] }.joined(separator: " ")]
}
