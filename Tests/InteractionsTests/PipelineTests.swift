import Interactions
import Tensors
import Testing

/// A thousand random logs, written as files, read, reduced to their core and split, against the same done to a list of
/// records by brute force. Every record has a place of its own in the file, which its time or its item tells.
@Suite struct PipelineTests {
  /// A line of a file: who, what and when.
  private struct Line: Hashable {
    var user: String
    var item: String
    var time: Int
    /// Its place in the file, by which lines that say the same are told apart.
    var place: Int
  }

  private static func lines(_ generator: inout SplitMix64) -> [Line] {
    let users = 1 + generator.int(below: 9)
    let items = 1 + generator.int(below: 9)
    let times = 1 + generator.int(below: 40)
    return (0..<1 + generator.int(below: 70)).map { place in
      Line(
        user: "u\(generator.int(below: users))", item: "é\(generator.int(below: items))",
        time: generator.int(below: times) - 5, place: place)
    }
  }

  /// The lines in one of the ways in which files are written.
  private static func contents(of lines: [Line], _ generator: inout SplitMix64) -> String {
    let end = ["\n", "\r\n"][generator.int(below: 2)]
    let last = generator.int(below: 2) == 0 ? "" : end
    func file(_ header: String, _ line: (Line) -> String) -> String {
      ((header.isEmpty ? [] : [header]) + lines.map(line)).joined(separator: end) + last
    }
    switch generator.int(below: 6) {
    case 0: return file("user,item,timestamp") { "\($0.user),\($0.item),\($0.time)" }
    case 1: return file("") { "\"\($0.user)\", \($0.item) ,\($0.time)" }
    case 2: return file("time\titem_id\trating\tuserId") { "\($0.time)\t\($0.item)\t3\t\($0.user)" }
    case 3: return file("") { "\($0.user)\t\($0.item)\t5\t\($0.time)" }
    case 4: return file("") { "\($0.user)::\($0.item)::1::\($0.time)" }
    default:
      return file("user_id:token\titem_id:token\ttimestamp:float") {
        "\($0.user)\t\($0.item)\t\($0.time).0e0"
      }
    }
  }

  /// The format of a text, which only tabs under a usual header do not tell.
  private static func format(of text: String) -> InteractionFormat {
    text.hasPrefix("time\t") ? .tsv : .automatic
  }

  private static func inTimeOrder(_ lines: [Line]) -> [Line] {
    lines.sorted { ($0.time, $0.place) < ($1.time, $1.place) }
  }

  /// Largest set of lines in which all users and items have enough, by trying every line until no one falls.
  private static func core(_ lines: [Line], users: Int, items: Int) -> [Line] {
    var kept = lines
    while let place = kept.firstIndex(where: { line in
      kept.count { $0.user == line.user } < users || kept.count { $0.item == line.item } < items
    }) { kept.remove(at: place) }
    return kept
  }

  private func expect(_ log: InteractionLog, _ lines: [Line], _ comment: String) {
    let expected = lines.map { text(($0.user, $0.item, Double($0.time))) }
    #expect(records(of: log).map(text) == expected, "\(comment)")
  }

  /// That the parts are those of the log in their order: no event lost, none doubled.
  private func expectPartition(_ split: Split, of log: InteractionLog, _ comment: String) {
    var left = Dictionary(grouping: records(of: log).map(text)) { $0 }.mapValues(\.count)
    for part in [split.train, split.validation, split.test] {
      for record in records(of: part).map(text) { left[record, default: 0] -= 1 }
    }
    #expect(left.values.allSatisfy { $0 == 0 }, "\(comment)")
    let known = split.train.count + split.validation.count
    #expect(split.trainAndValidation.count == known, "\(comment)")
  }

  @Test(arguments: 0..<10)
  func aFileIsReadReducedAndSplitAsByHand(group: Int) throws {
    for seed in 100 * group..<100 * (group + 1) {
      var generator = Seed(UInt64(seed)).child("pipeline").generator()
      let lines = Self.lines(&generator)
      let text = Self.contents(of: lines, &generator)
      let log = try read(text, format: Self.format(of: text))
      let ordered = Self.inTimeOrder(lines)
      expect(log, ordered, "seed \(seed): \(text)")

      let (users, items) = (generator.int(below: 5), generator.int(below: 5))
      let core = log.keepingCore(users: users, items: items)
      expect(core, Self.core(ordered, users: users, items: items), "seed \(seed)")
      #expect(core.keepingCore(users: users, items: items) == core, "seed \(seed)")

      try splitByTime(core, train: generator.int(below: 11), seed: seed)
      try leaveOneOut(core, seed: seed)
    }
  }

  private func splitByTime(_ log: InteractionLog, train: Int, seed: Int) throws {
    let validation = (10 - train) / 2
    let split = log.split(
      .byTime(train: Double(train) / 10, validation: Double(validation) / 10))
    let cuts = [log.count * train / 10, log.count * (train + validation) / 10]
    let all = records(of: log).map(text)
    #expect(records(of: split.train).map(text) == Array(all[..<cuts[0]]), "seed \(seed)")
    #expect(
      records(of: split.validation).map(text) == Array(all[cuts[0]..<cuts[1]]), "seed \(seed)")
    #expect(records(of: split.test).map(text) == Array(all[cuts[1]...]), "seed \(seed)")
    expectPartition(split, of: log, "seed \(seed)")
    // What is known is never later than what is asked.
    let times = [split.train, split.validation, split.test].map { $0.events.map(\.timestamp) }
    for (earlier, later) in [(0, 1), (1, 2), (0, 2)] {
      if let last = times[earlier].max(), let first = times[later].min() {
        #expect(last <= first, "seed \(seed)")
      }
    }
  }

  private func leaveOneOut(_ log: InteractionLog, seed: Int) throws {
    let split = log.split(.leaveOneOut)
    expectPartition(split, of: log, "seed \(seed)")
    for user in log.users.ids {
      func own(_ part: InteractionLog) -> [Record] { records(of: part).filter { $0.user == user } }
      let events = own(log)
      let held = events.count < 3 ? 0 : 2
      #expect(own(split.train).map(text) == events.dropLast(held).map(text), "seed \(seed)")
      #expect(
        (own(split.validation) + own(split.test)).map(text) == events.suffix(held).map(text),
        "seed \(seed)")
      // Within a user the same order of times holds.
      let known = own(split.train).map(\.timestamp).max() ?? -.infinity
      let asked = own(split.validation).map(\.timestamp).min() ?? .infinity
      let last = own(split.test).map(\.timestamp).min() ?? .infinity
      #expect(known <= asked && asked <= last, "seed \(seed)")
    }
  }
}
