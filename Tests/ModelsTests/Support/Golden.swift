import Foundation
import SeqRec

/// Where a committed file lies; `Tests/Scripts/README.md` says what is in it.
func goldenPath(_ name: String) -> String {
  Bundle.module.bundleURL.appending(path: "Goldens").appending(path: name).path
}

/// `autoseqrec.safetensors`, with users and items in the numbering of a log of its events.
///
/// A log numbers ids by first appearance and the file's weights do not, so all that has an axis of
/// users or items is put into the log's order.
struct Golden {
  let log: InteractionLog
  let model: AutoSeqRec
  private let file: SafetensorsFile
  /// The file's number of each of the log's users and items.
  private let users, items: [Int]

  init() throws {
    file = try SafetensorsFile(contentsOf: goldenPath("autoseqrec.safetensors"))
    let events = try file.tensor("events", as: Double.self)
    log = InteractionLog(
      (0..<events.rows).map {
        ("\(Int(events[$0, 0]))", "\(Int(events[$0, 1]))", Double($0))
      })
    let (userCount, itemCount) = try (
      file.tensor("R", as: Double.self).rows, file.tensor("R", as: Double.self).columns
    )
    func order(_ ids: [String], _ count: Int) -> [Int] {
      let met = ids.compactMap { Int($0) }
      return met + (0..<count).filter { !met.contains($0) }
    }
    users = order(log.users.ids, userCount)
    items = order(log.items.ids, itemCount)
    let width = try file.tensor("initial.encoder.bias", as: Double.self).count
    model = AutoSeqRec(itemCount: itemCount, width: width)
  }

  /// `initial`, `final` or `gradient.source`: as many of the model's parameters as the file has.
  func weights<S: Scalar>(_ set: String, as: S.Type = S.self) throws -> Weights<S> {
    Weights<S>(
      try model.parameters.filter { file["\(set).\($0.path)"] != nil }.map { parameter in
        let path = parameter.path
        let isDecoder = path.hasPrefix("decoders")
        let tensor = try file.tensor("\(set).\(path)", as: S.self)
        let ordered =
          switch (isDecoder, path.hasSuffix("weight")) {
          case (false, true), (true, false): tensor.taking(rows: items)
          case (true, true): tensor.taking(columns: items)
          case (false, false): tensor
          }
        return (path, ordered)
      })
  }

  /// A matrix whose rows are of that kind and whose columns are items.
  func matrix(_ name: String, _ kind: AutoSeqRec.Kind) throws -> Tensor<Double> {
    try rows(name, kind).taking(columns: items)
  }

  /// A matrix whose rows are of that kind.
  func rows(_ name: String, _ kind: AutoSeqRec.Kind) throws -> Tensor<Double> {
    try file.tensor(name, as: Double.self).taking(rows: kind == .collaborative ? users : items)
  }

  func numbers(_ name: String) throws -> [Double] {
    try file.tensor(name, as: Double.self).elements
  }

  /// A batch of the file's rows.
  func batch(_ kind: AutoSeqRec.Kind, _ rows: some Sequence<Double>) -> AutoSeqRec.Batch {
    let order = kind == .collaborative ? users : items
    return AutoSeqRec.Batch(kind, rows: rows.compactMap { order.firstIndex(of: Int($0)) })
  }
}

extension Tensor {
  /// The chosen rows or columns, or for a vector the chosen elements as its rows.
  func taking(rows chosenRows: [Int]? = nil, columns chosenColumns: [Int]? = nil) -> Tensor {
    let (rows, columns) = (
      chosenRows ?? Array(0..<self.rows), chosenColumns ?? Array(0..<self.columns)
    )
    let elements = rows.flatMap { row in columns.map { self[row * self.columns + $0] } }
    return Tensor(elements, shape: shape.rank == 1 ? [rows.count] : [rows.count, columns.count])
  }
}

/// The largest difference from what is expected, in units of the last place that a `Float` has at the
/// largest expected element; infinite where shapes differ or a number is NaN.
func ulps<A: Scalar>(_ found: Tensor<A>, from expected: Tensor<Double>) -> Double {
  guard found.shape == expected.shape else { return .infinity }
  let largest = expected.elements.map(abs).max() ?? 0
  let differences = zip(found.elements, expected.elements).map { abs(Double($0) - $1) }
  if differences.contains(where: \.isNaN) { return .infinity }
  return (differences.max() ?? 0) / Double(Float(largest).ulp)
}
