import Interactions
import Testing

@Suite struct VocabularyTests {
  @Test(arguments: [0, 1, 7, 8, 9, 1000]) func findsEveryIDAndNoOther(count: Int) {
    let ids = (0..<count).map { "id \($0)" }
    let vocabulary = Vocabulary(ids)
    #expect(vocabulary.count == count)
    #expect(vocabulary.ids == ids)
    for (index, id) in ids.enumerated() {
      #expect(vocabulary[index] == id)
      #expect(vocabulary.index(of: id) == index)
      #expect(vocabulary.index(of: id + " ") == nil)
    }
    #expect(vocabulary.index(of: "") == nil)
  }

  @Test func comparesIDsByteByByte() {
    let composed = "\u{E9}"
    let decomposed = "e\u{301}"
    let vocabulary = Vocabulary([composed, decomposed])
    #expect(vocabulary.index(of: composed) == 0)
    #expect(vocabulary.index(of: decomposed) == 1)
    #expect(vocabulary != Vocabulary([decomposed, composed]))
  }

  @Test func isEqualWhereIDsAndTheirOrderAre() {
    #expect(Vocabulary(["a", "b"]) == Vocabulary(["a", "b"]))
    #expect(Vocabulary(["a", "b"]).hashValue == Vocabulary(["a", "b"]).hashValue)
    #expect(Vocabulary(["a", "b"]) != Vocabulary(["b", "a"]))
    #expect(Vocabulary(["ab", "c"]) != Vocabulary(["a", "bc"]))
    #expect(Vocabulary(["a"]) != Vocabulary(["a", "b"]))
  }

  @Test func tellsApartIDsThatDifferInOneByteAnywhere() {
    let base = [UInt8](repeating: 0x61, count: 20)
    let ids = base.indices.map { place in
      var bytes = base
      bytes[place] = 0x62
      return String(decoding: bytes, as: UTF8.self)
    }
    let prefixes = base.indices.map { String(decoding: base[...$0], as: UTF8.self) }
    let vocabulary = Vocabulary(ids + prefixes)
    for (index, id) in vocabulary.ids.enumerated() { #expect(vocabulary.index(of: id) == index) }
  }

  @Test func tellsApartIDsThatDifferInLengthAlone() {
    let ids = (0...40).map { String(repeating: "\0", count: $0) }
    let vocabulary = Vocabulary(ids)
    #expect(ids.map { vocabulary.index(of: $0) } == Array(0...40))
    #expect(vocabulary.index(of: String(repeating: "\0", count: 41)) == nil)
  }
}
