import Testing

@Suite struct AllPairsTests {
  @Test(arguments: [[2, 2], [3, 1, 4], [7, 7, 9, 5], [2, 3, 4, 5, 6], [5], [1, 1, 1]])
  func everyPairMeets(_ counts: [Int]) {
    let rows = allPairs(counts)
    for row in rows {
      #expect(row.count == counts.count)
      #expect(zip(row, counts).allSatisfy { (0..<$1).contains($0) })
    }
    for a in counts.indices {
      for b in counts.indices.dropFirst(a + 1) {
        let met = Set(rows.map { [$0[a], $0[b]] })
        #expect(met.count == counts[a] * counts[b], "factors \(a) and \(b)")
      }
    }
  }

  @Test func rowsAreFew() {
    #expect(allPairs([2, 2]).count == 4)
    let counts = [7, 7, 9, 5]
    #expect(allPairs(counts).count >= 63)
    #expect(allPairs(counts).count <= 80)
    #expect(allPairs(counts) == allPairs(counts))
    #expect(product(counts).count == 2205)
    #expect(Set(product(counts)).count == 2205)
  }

  /// Every pair of some allowed row is in one that is tried, and no row is tried that is not allowed.
  @Test func everyAllowedPairMeets() {
    let counts = Composition.optionCounts
    func pairs(_ rows: [[Int]]) -> Set<OptionPair> {
      Set(
        rows.flatMap { row in
          counts.indices.flatMap { a in
            counts.indices.dropFirst(a + 1).map { OptionPair(a, row[a], $0, row[$0]) }
          }
        })
    }
    let rows = allPairs(counts, allowing: Composition.isAllowed)
    #expect(rows.allSatisfy { $0.count == counts.count && Composition.isAllowed($0) })
    #expect(pairs(rows) == pairs(product(counts).filter(Composition.isAllowed)))
  }
}
