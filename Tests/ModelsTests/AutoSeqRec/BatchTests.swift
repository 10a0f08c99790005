import SeqRec
import Testing

@Suite struct BatchTests {
  private func batches(
    _ number: Int, size: Int, epoch: Int, seed: UInt64 = 0, reshuffles: Bool = true
  ) -> (data: AutoSeqRec.Dataset, batches: [AutoSeqRec.Batch]) {
    var options = AutoSeqRec.Options()
    options.reshuffles = reshuffles
    let log = InteractionLog(randomRecords(number, events: 40 + 10 * number, users: 30))
    let model = AutoSeqRec(itemCount: log.itemCount, width: 2, options: options)
    let data = model.dataset(of: log)
    return (data, model.batches(of: data, size: size, epoch: epoch, seed: Seed(seed)))
  }

  @Test func everyRowOfEachKindComesOnceAnEpoch() {
    for number in 0..<20 {
      for size in [1, 3, 7, 64] {
        let (data, batches) = batches(number, size: size, epoch: number)
        for kind in AutoSeqRec.Kind.allCases {
          let own = batches.filter { $0.kind == kind }
          let count = data.matrix(kind).rows
          #expect(own.flatMap(\.rows).sorted() == Array(0..<count))
          #expect(own.count == (count + size - 1) / size)
          #expect(own.filter { $0.rows.count != size }.count <= 1)
          #expect(own.allSatisfy { (1...size).contains($0.rows.count) })
        }
      }
    }
  }

  @Test func epochsAreReshuffledOrFrozen() {
    let first = batches(5, size: 4, epoch: 0).batches
    #expect(batches(5, size: 4, epoch: 0).batches == first)
    #expect(batches(5, size: 4, epoch: 1).batches != first)
    #expect(Set(batches(5, size: 4, epoch: 1).batches) != Set(first), "rows are reshuffled too")
    #expect(batches(5, size: 4, epoch: 0, seed: 1).batches != first)
    for epoch in 0..<3 {
      #expect(batches(5, size: 4, epoch: epoch, reshuffles: false).batches == first)
    }
  }

  @Test func kindsAreMixed() {
    let kinds = batches(9, size: 2, epoch: 0).batches.map(\.kind)
    let changes = zip(kinds, kinds.dropFirst()).filter { $0 != $1 }.count
    #expect(changes > kinds.count / 3)
  }

  @Test func anEmptyLogHasRowsOfItemsAlone() {
    let model = AutoSeqRec(itemCount: 3, width: 2)
    let data = model.dataset(of: InteractionLog([]))
    let batches = model.batches(of: data, size: 64, epoch: 0, seed: Seed(0))
    #expect(Set(batches.map(\.kind)) == [.source, .target])
  }
}
