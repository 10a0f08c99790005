import Foundation
import SeqRec
import Testing

/// Scores of item-item matrices against their formula, whichever form the matrix has.
@Suite struct ItemItemModelTests {
  /// The recipes that are tried, with W as the weights have it.
  enum Form: CaseIterable {
    case dense, sparse

    func fit(_ log: InteractionLog, halfLife: Double? = nil) throws -> ItemItemModel {
      switch self {
      case .dense: try EASE(lambda: 3, halfLife: halfLife).fit(on: log)
      case .sparse: try ItemKNN(neighbours: 3, shrink: 1, halfLife: halfLife).fit(on: log)
      }
    }

    func matrix(of model: ItemItemModel) throws -> [[Double]] {
      let n = model.itemCount
      var matrix = [[Double]](repeating: Array(repeating: 0, count: n), count: n)
      switch self {
      case .dense:
        let weight = try #require(model.weights["items.weight"])
        for i in 0..<n { for j in 0..<n { matrix[i][j] = Double(weight[i, j]) } }
      case .sparse:
        let items = try #require(model.weights["neighbours.item"])
        let similarities = try #require(model.weights["neighbours.similarity"])
        for j in 0..<n {
          for place in 0..<items.columns where similarities[j, place] > 0 {
            matrix[Int(items[j, place])][j] = Double(similarities[j, place])
          }
        }
      }
      return matrix
    }
  }

  @Test(arguments: Form.allCases, [nil, 0.5, 4])
  func historiesAreSummed(_ form: Form, _ halfLife: Double?) throws {
    for number in 0..<15 {
      let log = InteractionLog(randomRecords(number, events: 60, users: 7, items: 16))
      let train = log.split(.byTime(train: 0.6, validation: 0.2)).train
      let model = try form.fit(train, halfLife: halfLife)
      let matrix = try form.matrix(of: model)
      var live = model.live(after: train)
      for (place, event) in log.events.enumerated().dropFirst(train.count) {
        let history = log.events.prefix(place).filter { $0.user == event.user }.map(\.item)
        expect(
          live.scores(of: event.user).elements, matrix, history: history, halfLife, counts(train))
        live.observe(event)
      }
    }
  }

  private func expect(
    _ scores: [Float], _ matrix: [[Double]], history: [Int], _ halfLife: Double?, _ counts: [Int]
  ) {
    let sums = matrix.indices.map { item in
      Set(history).reduce(0.0) { sum, met in
        let age = history.reversed().firstIndex(of: met).map {
          history.reversed().distance(from: history.reversed().startIndex, to: $0)
        }
        return sum + matrix[met][item] * pow(2, -Double(age ?? 0) / (halfLife ?? .infinity))
      }
    }
    let unit = sums.filter { $0 != 0 }.map { abs($0) }.min() ?? 1
    let events = Double(counts.reduce(0, +))
    for (item, sum) in sums.enumerated() {
      let expected = sum != 0 ? sum : unit * Double(counts[item]) / (events + 1)
      #expect(abs(Double(scores[item]) - expected) < 1e-5)
    }
  }

  private func counts(_ log: InteractionLog) -> [Int] {
    (0..<log.itemCount).map { item in log.events.count { $0.item == item } }
  }

  /// `Tests/Scripts/item_item_ranks.py` shares no code with this.
  @Test func ranksAreThoseOfAnotherProgram() throws {
    try expectRanks("stream-ranks-itemknn.csv") { split in
      let model = try ItemKNN(neighbours: 8, shrink: 3).fit(on: split.train)
      return { model.live(after: $0) }
    }
    try expectRanks("stream-ranks-ease.csv") { split in
      let model = try EASE(lambda: 5, halfLife: 4).fit(on: split.train)
      return { model.live(after: $0) }
    }
  }

  /// Popularity orders what nothing else does, and nothing but that.
  @Test(arguments: Form.allCases)
  func popularityDecidesBetweenItemsWithoutAScore(_ form: Form) throws {
    var undecided = 0
    for number in 0..<20 {
      let log = InteractionLog(randomRecords(number, events: 50, users: 12, items: 40))
      let train = log.split(.byTime(train: 0.8, validation: 0.1)).train
      let model = try form.fit(train)
      let matrix = try form.matrix(of: model)
      let counts = counts(train)
      for item in 0..<train.itemCount {
        // A history of one item, so that sums are rows.
        let row = matrix[item]
        let ranked = model.recommend(row.count, afterHistory: [item], seen: .kept).map(\.item)
        let expected = row.indices.sorted { a, b in
          let (x, y) = (row[a], row[b])
          if x != y { return x > y }
          return x == 0 && counts[a] != counts[b] ? counts[a] > counts[b] : a < b
        }
        #expect(ranked == expected)
        undecided += row.count { $0 == 0 }
      }
      let popular = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
      #expect(model.recommend(40, afterHistory: []).map(\.item) == popular)
      #expect(model.live(after: train).recommend(40, for: 999).map(\.item) == popular)
    }
    #expect(undecided > 100)
  }

  @Test(arguments: Form.allCases)
  func aNewcomerIsAnsweredAsAUserIs(_ form: Form) throws {
    let log = smallLog()
    let model = try form.fit(log, halfLife: 3)
    var live = model.live(after: log)
    // Repeats, and items that training did not know.
    let history = [3, 1, 4, 1, 5, 9, 900, 2, 6]
    for (time, item) in history.enumerated() {
      live.observe(Interaction(user: 700, item: item, timestamp: 1e9 + Double(time)))
    }
    #expect(live.itemCount == log.itemCount)
    for seen in SeenItems.allCases {
      let list = model.recommend(12, afterHistory: history, seen: seen)
      #expect(list == live.recommend(12, for: 700, seen: seen))
      #expect(list.count == 12)
    }
  }

  @Test(arguments: Form.allCases)
  func sharesSayWhatAScoreIsMadeOf(_ form: Form) throws {
    let log = smallLog()
    let model = try form.fit(log)
    let row = try form.matrix(of: model)[0]
    for recommendation in model.recommend(log.itemCount, afterHistory: [0], seen: .kept) {
      #expect(
        recommendation.shares
          == (row[recommendation.item] != 0
            ? [ScoreShare(term: "history", share: 1), ScoreShare(term: "popularity", share: 0)]
            : [ScoreShare(term: "history", share: 0), ScoreShare(term: "popularity", share: 1)]))
    }
  }

  /// Renaming items renames recommendations, where no item is left out for its number.
  @Test(arguments: [0, 1])
  func numbersOfItemsMeanNothing(_ number: Int) throws {
    let estimators: [any ItemItemEstimator] = [EASE(lambda: 3), ItemKNN(neighbours: 100)]
    let records = randomRecords(2, events: 120, users: 9, items: 20)
    // Somebody who meets everything at first, in one order or the other, numbers the items.
    let names = Set(records.map(\.item)).sorted()
    func scores(_ names: [String], after id: String) throws -> [String: Float] {
      let log = InteractionLog(names.map { name -> Record in ("first", name, -1) } + records)
      let item = try #require(log.items.index(of: id))
      let list = try estimators[number].fit(on: log)
        .recommend(names.count, afterHistory: [item], seen: .kept)
      return Dictionary(uniqueKeysWithValues: list.map { (log.items[$0.item], $0.score) })
    }
    for id in names {
      let one = try scores(names, after: id)
      let other = try scores(names.reversed(), after: id)
      for name in names { #expect(abs((one[name] ?? 0) - (other[name] ?? 1)) < 1e-6) }
    }
  }

  @Test(arguments: [-1, 3, 0.5, 1e20])
  func aNeighbourThatIsNoItemIsRefused(_ value: Float) {
    #expect(throws: ItemItemError.neighbour(value, of: 1, itemCount: 3)) {
      try model(neighbours: [1, 2, value, 0, 0, 1], similarities: [1, 1, 1, 1, 1, 1])
    }
  }

  @Test func aNeighbourThatComesTwiceIsRefused() throws {
    #expect(throws: ItemItemError.repeatedNeighbour(0, of: 2)) {
      try model(neighbours: [1, 2, 2, 0, 0, 0], similarities: [1, 1, 1, 1, 2, 1])
    }
    // What has no similarity is no neighbour.
    let sound = try model(neighbours: [1, 9, 2, 0, 0, 0], similarities: [1, 0, 1, 1, 1, 0])
    #expect(sound.recommend(3, afterHistory: [0]).map(\.item) == [1, 2])
  }

  @Test func aNegativeCountIsRefused() {
    #expect(throws: ItemItemError.negativeCount(-2, of: 1)) {
      try model(
        neighbours: [1, 2, 2, 0, 0, 1], similarities: [1, 1, 1, 1, 1, 1], counts: [1, -2, 0])
    }
  }

  private func model(
    neighbours: [Float], similarities: [Float], counts: [Float] = [1, 1, 1]
  ) throws -> ItemItemModel {
    try ItemItemModel(
      weights: Weights([
        ("neighbours.item", Tensor(neighbours, shape: [3, 2])),
        ("neighbours.similarity", Tensor(similarities, shape: [3, 2])),
        ("items.count", Tensor(counts, shape: [3])),
      ]))
  }
}
