import Ranking
import Tensors
import Testing

@Suite struct TopItemsTests {
  @Test func equalTheBeginningOfAFullSort() {
    for number in 0..<1_000 {
      var generator = generator(number)
      let count = 1 + generator.int(below: 60)
      let levels = 1 + generator.int(below: 20)
      let scores = (0..<count).map { _ in Float(generator.int(below: levels)) - 3 }
      let excluded = (0..<Int32(count + 3)).filter { _ in generator.int(below: 4) == 0 }
      let sorted = (0..<count).filter { !excluded.contains(Int32($0)) }
        .sorted { (-scores[$0], $0) < (-scores[$1], $1) }
      for asked in [0, 1, 2, 10, count, count + 5] {
        #expect(
          row(scores).topItems(asked, excluding: excluded) == Array(sorted.prefix(asked)),
          "\(number): \(asked) of \(scores) without \(excluded)")
      }
    }
  }

  @Test func equalScoresComeByAscendingItem() {
    #expect(row([1, 1, 1, 1, 1]).topItems(3) == [0, 1, 2])
    #expect(row([1, 2, 1, 2]).topItems(3) == [1, 3, 0])
  }

  @Test func infinitiesHaveTheirPlace() {
    #expect(row([-.infinity, 0, .infinity]).topItems(3) == [2, 1, 0])
  }

  @Test func nothingIsLeft() {
    #expect(row([1, 2]).topItems(2, excluding: [0, 1]) == [])
    #expect(row([1, 2]).topItems(2, excluding: [-5, .min, 2, .max]) == [1, 0])
    #expect(Tensor<Float>(zeros: [1, 0]).topItems(3) == [])
  }

  @Test func notANumberComesLast() {
    let scores: [Float] = [.nan, 1, -.infinity, .nan, 2]
    #expect(row(scores).topItems(5) == [4, 1, 0, 2, 3])
    #expect(row(scores).topItems(1) == [4])
  }
}
