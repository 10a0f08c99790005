import Interactions
import Tensors
import Testing

/// A log's items by another vocabulary's numbers.
struct NumberingTests {
  @Test(arguments: 0..<200)
  func eventsStayAndTheVocabularyComesFirst(seed: Int) {
    let log = InteractionLog(randomRecords(seed))
    var generator = Seed(UInt64(seed)).child("vocabulary").generator()
    // Some of the items, in an order of their own, between others.
    var known = log.items.ids.filter { _ in generator.int(below: 2) == 0 } + ["other", "more"]
    generator.shuffle(&known)
    let numbered = log.numberingItems(by: Vocabulary(known))
    #expect(Array(numbered.items.ids.prefix(known.count)) == known)
    #expect(
      numbered.items.ids.dropFirst(known.count) == log.items.ids.filter { !known.contains($0) }[...]
    )
    #expect(records(of: numbered).map { text($0) } == records(of: log).map { text($0) })
    #expect(numbered.users == log.users)
    #expect(log.numberingItems(by: log.items) == log)
  }
}
