public import SeqRec

extension Laws {
  /// The laws of what stands for items.
  public static func ofItemEncoder(_ items: some ItemEncoder) -> [Law] {
    let subject = "\(type(of: items))"
    let table = TableOfItems(items: items)
    return lawsOfComputation(subject, table, shapes: [[]]) + [
      Law("a row for each item", of: subject) { findings in
        let value = table.value(at: table.point([], Seed(1)))
        let expected: Shape = [items.itemCount, items.width]
        findings.expectEqual(value.shape, expected, "the table's shape")
        findings.expectFinite(value, "the table")
      }
    ]
  }
}

struct TableOfItems<Items: ItemEncoder>: DifferentiableOperation {
  let items: Items
  var parameters: [Parameter] { items.parameters }

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    items.table(on: &tape)
  }
}
