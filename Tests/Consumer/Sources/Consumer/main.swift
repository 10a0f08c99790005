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
synthetic.items = 150
let log = synthetic.log(seed: Seed(3))

let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }
try check(FileManager.default.changeCurrentDirectoryPath(folder.path), "no \(folder.path)")
let lines = log.events.map { "\(log.users[$0.user]),\(log.items[$0.item]),\($0.timestamp)" }
try (["user,item,timestamp"] + lines).joined(separator: "\n")
  .write(toFile: "ratings.csv", atomically: true, encoding: .utf8)

// README.md
let mrr = try firstProgram()
try check(mrr > 0.02, "an MRR of \(mrr)")
let sizes = try otherModels(log)
try check(sizes == [32, 5], "\(sizes) parameters")

// docs/architecture.md
let tally = try trainAndGoLive("ratings.csv")
try check(tally.hits > 0, "none of \(tally.count) was recommended")

let trainer = Trainer(.sasRec, epochs: 1, batchSize: 16, seed: 1)
let split = log.split(.leaveOneOut)
let autoSeqRec = try Trainer(.autoSeqRec, epochs: 1, seed: 1)
  .fit(AutoSeqRec(itemCount: log.itemCount, width: 64), on: split.train)
let counts = try composeWithSASRec(autoSeqRec, log, trainer)
try check(counts == [10, 10, 10], "lists of \(counts)")
let embeddings = autoSeqRec.embeddings(of: split.train)
let swapped = try swapTheUser(embeddings, log, trainer)
try check(swapped == 20, "\(swapped) recommendations")

// docs/checkpoints.md
try SafetensorsFile.write(
  autoSeqRec.weights.paths.compactMap { path in autoSeqRec.weights[path].map { (path, $0) } },
  to: "autoseqrec.safetensors")
try copyWeights()
let (whole, resumed, epochs) = try stopEarlyAndResume(split)
try check(whole == resumed && epochs == 6, "\(epochs) epochs, \(whole) is not \(resumed)")

// docs/data-formats.md
try FileManager.default.createDirectory(atPath: "ml-1m", withIntermediateDirectories: false)
for (name, text) in [
  ("ml-1m/ratings.dat", "1::20::5::8\n2::20::4::9\n1::10::3::10\n2::10::5::11\n3::30::5::12\n"),
  ("ml-1m/movies.dat", "10::Heat (1995)::Action\n20::Toy Story (1995)::Animation|Comedy\n"),
  ("item_meta.csv", "item_id\ti_category\tr_complement\n20\t1\t[30, 40, 10]\n"),
] { try text.write(toFile: name, atomically: true, encoding: .utf8) }
let read = try readInteractions()
try check(read == [4, 4, 0], "\(read) interactions")
let known = try readFields()
try check(known == ["Toy Story (1995)", "30 10"], "\(known)")

// docs/plug-embeddings.md
let plugged = try plugItems(autoSeqRec, split, trainer) + plugUsers(embeddings, log, trainer)
try check(plugged == 50, "\(plugged) recommendations")
let followed = try follow(embeddings, split, trainer, log.itemCount)
try check(followed > 74, "\(followed) of what follows")
let paths = try plugElsewhere(embeddings, log).map(\.path)
try check(paths.first == "source.weight" && paths.count == 8, "\(paths)")
let tables = try tie(log.itemCount).map {
  $0.filter { $0 == "items.weight" || $0 == "targets.weight" }
}
try check(
  tables == [["items.weight"], ["items.weight"], ["items.weight", "targets.weight"]], "\(tables)")
let refusal = refuse(embeddings, log.itemCount)
try check(refusal == "the targets of TwoHopScore: expected a width of 32, found 64", refusal)

// docs/add-a-model.md and docs/add-an-operation.md
let result = try trainANewModel(split)
try check(result.metrics(.full).mrr > 0.02, "an MRR of \(result.metrics(.full).mrr)")
for law in lawsOfTheNewModel() {
  let violations = try await law.violations()
  try check(violations.isEmpty, "\(law): \(violations)")
}
var tape = Tape(Weights<Double>([]))
let ones = tape.constant(Tensor(repeating: 1, shape: [2, 2]))
let scaled = tape.scaled(ones, rowsBy: [3, 4])
try check(tape[scaled].elements == [3, 3, 4, 4], "\(tape[scaled])")

// docs/getting-started.md and docs/evaluate-honestly.md
let recommended = try firstFit("ratings.csv")
try check(recommended.count == 10, "\(recommended)")
let differences = try compareHonestly()
try check(differences.mean > 0.02, "\(differences.mean)")

print("\(tally.hits) of \(tally.count) were recommended; every call site ran")
