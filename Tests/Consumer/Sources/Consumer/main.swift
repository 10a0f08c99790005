import Foundation
import SeqRec

/// How often the truth was recommended.
struct Tally {
  var hits = 0
  var count = 0

  mutating func record(_ list: [Recommendation], truth: Int) {
    hits += list.contains { $0.item == truth } ? 1 : 0
    count += 1
  }
}

/// Runs the call sites on a small log and stops with a message where one of them misbehaves.
func check(_ isAsExpected: Bool, _ message: String) throws {
  guard isAsExpected else { throw CheckFailed(message: message) }
}

struct CheckFailed: Error {
  let message: String
}

var synthetic = SyntheticLog()
synthetic.users = 60
synthetic.items = 60
let log = synthetic.log(seed: Seed(3))

let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
defer { try? FileManager.default.removeItem(at: file) }
let lines = log.events.map { "\(log.users[$0.user]),\(log.items[$0.item]),\($0.timestamp)" }
try (["user,item,timestamp"] + lines).joined(separator: "\n")
  .write(to: file, atomically: true, encoding: .utf8)

let tally = try trainAndGoLive(file.path)
try check(tally.hits > 0, "none of \(tally.count) was recommended")

let trainer = Trainer(.sasRec, epochs: 1, batchSize: 16, seed: 1)
let autoSeqRec = try Trainer(.autoSeqRec, epochs: 1, seed: 1)
  .fit(AutoSeqRec(itemCount: log.itemCount, width: 64), on: log.split(.leaveOneOut).train)
let counts = try composeWithSASRec(autoSeqRec, log, trainer)
try check(counts == [10, 10, 10], "lists of \(counts)")
let swapped = try swapTheUser(autoSeqRec.embeddings(of: log), log, trainer)
try check(swapped == 20, "\(swapped) recommendations")
print("\(tally.hits) of \(tally.count) were recommended; every call site ran")
