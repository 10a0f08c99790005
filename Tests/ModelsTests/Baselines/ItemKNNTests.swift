import Foundation
import SeqRec
import Testing

/// Neighbours against similarities of sets of users, each computed from its definition.
@Suite struct ItemKNNTests {
  private static let recipes: [ItemKNN] =
    ItemKNN.Similarity.allCases.flatMap { similarity in
      [0, 0.5, 10].map {
        ItemKNN(neighbours: 4, shrink: $0, similarity: similarity, asymmetry: 0.7)
      }
    } + [ItemKNN(neighbours: 1), ItemKNN(neighbours: 1000, shrink: 0)]

  @Test(arguments: recipes)
  func countsCommonUsers(_ recipe: ItemKNN) throws {
    for number in 0..<20 {
      let log = InteractionLog(randomRecords(number, events: 10 * number, users: 9, items: 14))
      let users = (0..<log.itemCount).map { item in
        Set(log.events.filter { $0.item == item }.map(\.user))
      }
      try expectNeighbours(of: recipe, on: log) { i, j in
        let (c, a, b) = (
          Double(users[i].intersection(users[j]).count), Double(users[i].count),
          Double(users[j].count)
        )
        guard c > 0 else { return 0 }
        return switch recipe.similarity {
        case .cosine: c / (sqrt(a) * sqrt(b) + recipe.shrink)
        case .jaccard: c / (Double(users[i].union(users[j]).count) + recipe.shrink)
        case .dice: 2 * c / (a + b + recipe.shrink)
        case .asymmetricCosine: c / (pow(a, 0.7) * pow(b, 0.3) + recipe.shrink)
        }
      }
    }
  }

  @Test(arguments: [ItemKNN.Weighting.tfIDF, .bm25])
  func weighsUsersAndItems(_ weighting: ItemKNN.Weighting) throws {
    for number in 5..<20 {
      let records = InteractionLog(
        randomRecords(number, events: 10 * number, users: 9, items: 14))
      let n = records.itemCount
      let pairs = Set(records.events.map { [$0.user, $0.item] })
      let (rows, columns) = (pairs.map { $0[0] }, pairs.map { $0[1] })
      let mean = Double(pairs.count) / Double(n)
      func x(_ user: Int, _ item: Int) -> Double {
        guard pairs.contains([user, item]) else { return 0 }
        let idf = log(Double(n) / Double(rows.count { $0 == user }))
        let length = Double(columns.count { $0 == item }) / mean
        return weighting == .tfIDF
          ? idf : idf * (1.2 + 1) / (1 + 1.2 * (1 - 0.75 + 0.75 * length))
      }
      let table = (0..<n).map { item in (0..<records.userCount).map { x($0, item) } }
      func dot(_ i: Int, _ j: Int) -> Double {
        zip(table[i], table[j]).reduce(0) { $0 + $1.0 * $1.1 }
      }
      try expectNeighbours(
        of: ItemKNN(neighbours: 4, shrink: 2, weighting: weighting), on: records
      ) {
        dot($0, $1) / (sqrt(dot($0, $0) * dot($1, $1)) + 2)
      }
    }
  }

  /// Every item's neighbours are the most similar, each once, in order, with their similarity.
  private func expectNeighbours(
    of recipe: ItemKNN, on log: InteractionLog, similarity: (Int, Int) -> Double
  ) throws {
    let weights = try recipe.fit(on: log, workers: Workers(2)).weights
    let n = log.itemCount
    let items = try #require(weights["neighbours.item"])
    let similarities = try #require(weights["neighbours.similarity"])
    #expect(weights.paths == recipe.parameters(itemCount: n).map(\.path))
    for parameter in recipe.parameters(itemCount: n) {
      #expect(weights[parameter.path]?.shape == parameter.shape)
    }
    #expect(items.columns == min(recipe.neighbours, max(0, n - 1)))
    for j in 0..<n {
      let expected = (0..<n).filter { $0 != j }.map { similarity($0, j) }.filter { $0 > 0 }
        .sorted(by: >).prefix(items.columns)
      var previous: (item: Int, similarity: Float)?
      var met: Set<Int> = []
      for place in 0..<items.columns {
        let value = similarities[j, place]
        guard place < expected.count else {
          #expect(value == 0)
          continue
        }
        let i = Int(items[j, place])
        #expect(i != j && met.insert(i).inserted)
        #expect(abs(Double(value) - expected[place]) < 1e-6)
        #expect(abs(Double(value) - similarity(i, j)) < 1e-6)
        if let previous {
          #expect(
            value < previous.similarity || value == previous.similarity && i > previous.item)
        }
        previous = (i, value)
      }
    }
  }

  @Test func ofEquallySimilarItemsTheFirstAreKept() throws {
    // Everybody has met everything.
    let log = InteractionLog(
      (0..<6).flatMap { item in
        (0..<3).map { user -> Record in ("u\(user)", "i\(item)", Double(item)) }
      })
    let weights = try ItemKNN(neighbours: 2).fit(on: log).weights
    let items = try #require(weights["neighbours.item"])
    #expect(items.elements == [1, 2, 0, 2, 0, 1, 0, 1, 0, 1, 0, 1])
  }

  @Test func theNumberOfThreadsChangesNoBit() throws {
    let log = smallLog(users: 80, items: 150)
    let one = try ItemKNN(neighbours: 7).fit(on: log).weights
    for count in [2, 8] {
      #expect(try ItemKNN(neighbours: 7).fit(on: log, workers: Workers(count)).weights == one)
    }
  }
}
