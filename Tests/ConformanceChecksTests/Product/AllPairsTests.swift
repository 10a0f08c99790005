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
}
