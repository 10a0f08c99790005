import Crypto
import SeqRec

/// A log as it was read.
struct DataSource: Sendable {
  /// The file's name without its folder, or `synthetic`.
  let name: String
  /// Of the file's bytes; nil for the synthetic log.
  let sha256: String?
  /// How the file was understood; nil for the synthetic log.
  let reading: InteractionReading?
  let log: InteractionLog
  /// What is attainable on the synthetic log.
  var oracle: SyntheticOracle?
}

/// A log with what a report says of its source.
struct Dataset: Sendable {
  /// The file's name without its folder, or `synthetic`.
  let name: String
  let path: String?
  /// Of the file's bytes; nil for the synthetic log.
  let sha256: String?
  let log: InteractionLog
  /// The filter that it has passed.
  let minInteractions: Int
  /// The least rating that was kept, where ratings were looked at.
  let positive: Double?
  /// What is attainable on the synthetic log, unless a filter left events out: others' probabilities are not
  /// known, and neither are those of a log that misses events.
  let oracle: SyntheticOracle?
  /// How long it took to read and filter.
  let seconds: Double

  /// What messages call it: the file as it was named, or `synthetic`.
  var source: String { path ?? name }

  /// SHA-256 of users, items and times of all events in their order: what trainings depend on.
  var eventsDigest: String {
    var hash = SHA256()
    for event in log.events {
      let fields = [log.users[event.user], log.items[event.item], "\(event.timestamp)"]
      for field in fields {
        hash.update(data: Array(field.utf8))
        // No text in UTF-8 holds this byte.
        hash.update(data: [0xFF])
      }
    }
    return hash.finalize().hexadecimal
  }

  var json: JSON {
    [
      "name": .string(name), "users": .integer(log.userCount), "items": .integer(log.itemCount),
      "interactions": .integer(log.count), "sha256": sha256.map { .string($0) } ?? .null,
      "minInteractions": .integer(minInteractions),
      "positive": positive.map { .number($0) } ?? .null,
    ]
  }
}

extension [UInt8] {
  /// SHA-256 in hexadecimal digits.
  var sha256: String {
    withUnsafeBytes { buffer in
      var hash = SHA256()
      hash.update(bufferPointer: buffer)
      return hash.finalize().hexadecimal
    }
  }
}

extension Sequence<UInt8> {
  /// Two digits a byte.
  var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
