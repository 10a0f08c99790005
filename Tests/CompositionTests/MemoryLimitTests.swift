import SeqRec
import Testing

/// What does not fit is refused by its size, before it is made.
@Suite struct MemoryLimitTests {
  private let model = AutoSeqRec(itemCount: 10, width: 3)
  // Per item and decoder a column of the width and a bias, per item a row of the encoder, a bias of the encoder.
  private let numbers = 3 * (10 * 3 + 10) + 10 * 3 + 3

  @Test func whatFitsExactlyPasses() throws {
    try MemoryLimit(bytes: 4 * numbers).check(model.parameters)
    try MemoryLimit(bytes: 16 * numbers).check(
      model.parameters, copies: MemoryLimit.copiesInTraining)
    try MemoryLimit(bytes: 0).check([])
  }

  @Test func aByteMoreIsRefused() {
    let error = #expect(throws: MemoryLimitError.self) {
      try MemoryLimit(bytes: 16 * numbers - 1).check(
        model.parameters, copies: MemoryLimit.copiesInTraining)
    }
    #expect(error?.needed == 16 * numbers && error?.allowed == 16 * numbers - 1)
  }

  /// Recipes hold no numbers, so that one of any size can be made and asked about.
  @Test func sizesBeyondAnyMemoryAreNamed() {
    let huge = AutoSeqRec(itemCount: 1 << 31, width: 1 << 16)
    let error = #expect(throws: MemoryLimitError.self) {
      try MemoryLimit(bytes: 1 << 40).check(huge.parameters)
    }
    let needed = 4 * (4 << 47 + 3 << 31 + 1 << 16)
    #expect(
      error?.description
        == "the parameters, of which encoder.weight [2147483648, 65536] is the largest, take "
        + "\(needed) bytes, and 1099511627776 are allowed")
    let overflowing = AutoSeqRec(itemCount: 1 << 40, width: 1 << 22)
    let other = #expect(throws: MemoryLimitError.self) {
      try MemoryLimit(bytes: .max - 1).check(overflowing.parameters)
    }
    #expect(other?.needed == .max)
  }

  /// What sessions keep is counted by what they have.
  @Test func tablesOfSessionsAreThoseThatTheyHave() throws {
    func numbers(_ model: some SessionTables) -> Int {
      model.sessionTables(users: 7, items: 5).reduce(0) { $0 + $1.shape.elementCount }
    }
    #expect(numbers(model) == (7 + 4 * 5) * 3)
    #expect(numbers(AutoRec(.users(itemCount: 5), width: 3)) == 7 * 3)
    #expect(numbers(AutoRec(.items(userCount: 7), width: 3)) == 2 * 5 * 3)
    let error = #expect(throws: MemoryLimitError.self) {
      try MemoryLimit(bytes: 1 << 30).check(model.sessionTables(users: 1 << 30, items: 5))
    }
    #expect(error?.largest == "session.users [1073741824, 3]")
  }
}
