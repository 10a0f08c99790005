import Fuzzing
import SeqRec

/// The first byte says how the others are to be read: they are a log that holds no more than they do, or are
/// refused at a place among them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInteractions(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzz(start, count) { bytes in
    guard let choice = bytes.first.map(Int.init) else { return }
    let formats = InteractionFormat.allCases
    read(
      Array(bytes.dropFirst()), format: formats[choice % formats.count],
      columns: columns[choice / formats.count % columns.count],
      positive: choice & 0x80 == 0 ? nil : 3)
  }
}

private let columns: [[InteractionColumn]?] = [
  nil, [.user, .item], [.item, .user, .timestamp], [.user, .ignored, .item, .rating],
]

private func read(
  _ bytes: [UInt8], format: InteractionFormat, columns: [InteractionColumn]?, positive: Double?
) {
  do throws(InteractionFileError) {
    let reading = try InteractionReading(
      bytes: bytes, name: "f", format: format, columns: columns, positive: positive)
    check(reading.log, of: bytes)
    let again = try InteractionReading(
      bytes: bytes, name: "f", format: reading.format, columns: columns, positive: positive)
    require(again.log == reading.log, "\(format) is not \(reading.format)")
  } catch {
    let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
    require(error.kind == .malformed, "\(error)")
    require(1...lines ~= error.line ?? 1 && 1...bytes.count + 1 ~= error.column ?? 1, "\(error)")
  }
}

private func check(_ log: InteractionLog, of bytes: [UInt8]) {
  require(log.count <= bytes.count, "\(log.count) events")
  var last = -Double.infinity
  for event in log.events {
    require(last <= event.timestamp && event.timestamp.magnitude <= 0x1p63, "\(event)")
    require(event.user < log.userCount && event.item < log.itemCount, "\(event)")
    last = event.timestamp
  }
  let records = log.events.map { (log.users[$0.user], log.items[$0.item], $0.timestamp) }
  require(InteractionLog(records) == log, "a log that its own records do not give")
}
