import Ranking
import Tensors
import Testing

@Suite struct RankTests {
  /// Few distinct scores, so that ties are everywhere; exclusions of the target and beyond the end.
  @Test func equalsTheFirstAndLastPlaceOfAllSortsOnAThousandCases() throws {
    for number in 0..<1_000 {
      var generator = generator(number)
      let count = 1 + generator.int(below: 12)
      let levels = 1 + generator.int(below: 5)
      let scores = (0..<count).map { _ in
        [-Float.infinity, -1, 0, 2.5, .infinity][generator.int(below: levels)]
      }
      let target = generator.int(below: count)
      let excluded = (0..<Int32(count + 3)).filter { _ in generator.int(below: 3) == 0 }
      let rank = try Rank(of: target, in: row(scores), excluding: excluded)
      // Excluded items stand behind all others, whatever their scores; an order that breaks ties
      // for the target, and one that breaks them against it, give the two places.
      func place(_ targetWinsTies: Bool) -> Int {
        let order = (0..<count).sorted { a, b in
          let (aIsOut, bIsOut) = (excluded.contains(Int32(a)), excluded.contains(Int32(b)))
          if aIsOut != bIsOut { return bIsOut }
          if !aIsOut, scores[a] != scores[b] { return scores[a] > scores[b] }
          return targetWinsTies ? a == target && b != target : b == target && a != target
        }
        return (order.firstIndex(of: target) ?? -1) + 1
      }
      #expect(rank.optimistic == place(true), "\(number): \(scores) \(target) \(excluded)")
      #expect(rank.pessimistic == place(false), "\(number): \(scores) \(target) \(excluded)")
      #expect(1 <= rank.optimistic && rank.optimistic <= rank.pessimistic)
      #expect(rank.pessimistic <= count)
    }
  }

  @Test func aRowOfManyIsRankedLikeThatRowAlone() throws {
    for number in 0..<200 {
      var generator = generator(number)
      let (rows, count) = (1 + generator.int(below: 5), 1 + generator.int(below: 12))
      let values = (0..<rows * count).map { _ in Float(generator.int(below: 4)) }
      let scores = Tensor(values, shape: [rows, count])
      let target = generator.int(below: count)
      let some = (0..<generator.int(below: 9)).map { _ in Int32(generator.int(below: count)) }
      for index in 0..<rows {
        let alone = row(Array(values[index * count..<(index + 1) * count]))
        #expect(
          try Rank(of: target, in: scores, row: index, excluding: Set(some))
            == Rank(of: target, in: alone, excluding: Set(some)))
        #expect(
          try Rank(of: target, in: scores, row: index, among: some)
            == Rank(of: target, in: alone, among: some))
      }
    }
  }

  @Test func amongSomeItemsEveryOneCounts() throws {
    let scores = row([1, 3, 2, 2, 2])
    #expect(try Rank(of: 2, in: scores, among: []) == Rank(pessimistic: 1, optimistic: 1))
    #expect(try Rank(of: 2, in: scores, among: [0, 1, 3]) == Rank(pessimistic: 3, optimistic: 2))
    #expect(try Rank(of: 2, in: scores, among: [1, 1, 0]) == Rank(pessimistic: 3, optimistic: 3))
    #expect(try Rank(of: 2, in: scores, among: [2]) == Rank(pessimistic: 2, optimistic: 1))
    #expect(try Rank(of: 0, in: row([1, .nan]), among: [0]) == Rank(pessimistic: 2, optimistic: 1))
    #expect(throws: RankingError.self) { try Rank(of: 0, in: row([1, .nan]), among: [0, 1]) }
    #expect(throws: RankingError.self) { try Rank(of: 1, in: row([1, .nan]), among: [0]) }
  }

  @Test func closedForms() throws {
    let scores = row([1, 3, 2, 2, 2])
    #expect(
      try Rank(of: 2, in: scores, excluding: []) == Rank(pessimistic: 4, optimistic: 2))
    #expect(
      try Rank(of: 2, in: scores, excluding: [1, 3]) == Rank(pessimistic: 2, optimistic: 1))
    #expect(
      try Rank(of: 0, in: scores, excluding: [1, 2, 3, 4, 99])
        == Rank(pessimistic: 1, optimistic: 1)
    )
    #expect(
      try Rank(of: 1, in: scores, excluding: [1, 2]) == Rank(pessimistic: 5, optimistic: 4))
    #expect(try Rank(of: 0, in: row([7]), excluding: []) == Rank(pessimistic: 1, optimistic: 1))
    #expect(try Rank(of: 0, in: row([7]), excluding: [0]) == Rank(pessimistic: 1, optimistic: 1))
  }

  @Test func aConstantScorerGainsNothing() throws {
    let rank = try Rank(of: 3, in: row([Float](repeating: 0, count: 100)), excluding: [])
    #expect(rank == Rank(pessimistic: 100, optimistic: 1))
  }

  @Test func zeroAndMinusZeroTie() throws {
    let rank = try Rank(of: 0, in: row([0, -0.0]), excluding: [])
    #expect(rank == Rank(pessimistic: 2, optimistic: 1))
  }

  @Test func infinitiesAreScores() throws {
    let scores = row([-.infinity, .infinity, 0, .infinity])
    #expect(try Rank(of: 1, in: scores, excluding: []) == Rank(pessimistic: 2, optimistic: 1))
    #expect(try Rank(of: 0, in: scores, excluding: []) == Rank(pessimistic: 4, optimistic: 4))
  }

  /// Whoever has the NaN, the model is damaged: the target, another item, or an excluded one.
  @Test(arguments: [0, 1, 2]) func notANumberIsAnError(_ place: Int) {
    var scores: [Float] = [1, 2, 3]
    scores[place] = .nan
    let error = #expect(throws: RankingError.self) {
      try Rank(of: 0, in: row(scores), excluding: [2])
    }
    #expect(error?.notANumber == 1 && error?.count == 3)
    #expect(error?.description.hasPrefix("1 of 3 scores are not a number") == true)
  }
}
