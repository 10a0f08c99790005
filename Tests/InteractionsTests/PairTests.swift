import Interactions
import Tensors
import Testing

/// R and T against dictionaries, on streams in which pairs come again.
@Suite struct PairTests {
  @Test(arguments: 0..<20) func matricesCountAsDictionariesDo(_ number: Int) {
    var generator = Seed(UInt64(number)).generator()
    var (r, t) = (UserItemMatrix(), TransitionMatrix())
    var (pairs, counts) = (Set<[Int]>(), [[Int]: Float]())
    // Near the end of the range, and beside each other.
    func index() -> Int { (number % 2 == 0 ? 0 : Int(Int32.max) - 60) + Int(generator.next() % 60) }
    let rows = 60
    for _ in 0..<(1 << (number % 12)) {
      let (row, column) = (Int(generator.next() % UInt64(rows)), index())
      #expect(r.insert(user: row, item: column) == pairs.insert([row, column]).inserted)
      t.add(from: row, to: column, count: 2)
      counts[[row, column], default: 0] += 2
    }
    #expect(r.count == pairs.count)
    for row in 0..<rows {
      #expect(Set(r.items(of: row).map { [row, Int($0)] }) == pairs.filter { $0[0] == row })
      #expect(t.total(from: row) == counts.filter { $0.key[0] == row }.values.reduce(0, +))
      for column in (0..<60).map({ number % 2 == 0 ? $0 : Int(Int32.max) - 60 + $0 }) {
        #expect(r.contains(user: row, item: column) == pairs.contains([row, column]))
        #expect(t.count(from: row, to: column) == counts[[row, column], default: 0])
      }
    }
  }
}
