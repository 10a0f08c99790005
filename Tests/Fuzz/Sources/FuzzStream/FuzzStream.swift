import Fuzzing
import SeqRec

/// Any lines are answered as `stream` promises: one line of JSON for each that asks or is wrong, nothing for others.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStream(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzz(start, count) { bytes in
    let server = Server(LiveBox(OnlineMarkovChain(after: log)), log: log, seen: .filtered)
    var dialogue = Dialogue(server, top: 3)
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if let answer = dialogue.answer(to: Array(line)) { check(answer, to: line) }
    }
  }
}

private func check(_ answer: JSON, to line: ArraySlice<UInt8>) {
  let text = answer.text
  require(!text.utf8.contains(UInt8(ascii: "\n")), "an answer of two lines: \(text)")
  do throws(JSONError) {
    require(try JSON(parsing: Array(text.utf8)).text == text, "\(text) is read as something else")
  } catch {
    require(false, "\(error) in \(text)")
  }
  if answer["error"] != nil { return }
  guard let user = answer["user"]?.string, case .array(let items)? = answer["items"] else {
    fatalError("no answer: \(text)")
  }
  let words = line.split { [0x20, 0x09, 0x0D].contains($0) }
  require(words.count >= 2 && words[1].elementsEqual(user.utf8), "\(user) has not asked")
  require(words.count == 3 || items.count <= 3, "\(items.count) items")
  let ids = items.compactMap { $0["item"]?.string.map { Array($0.utf8) } }
  require(ids.count == items.count && Set(ids).count == items.count, "an item twice: \(text)")
}

private let log = InteractionLog(
  (0..<30).map { (user: "u\($0 % 5)", item: "i\($0 * $0 % 7)", timestamp: Double($0)) })
