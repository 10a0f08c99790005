import SeqRec
import SeqRecBenchmarks
import Testing

/// What is timed does what its name says.
@Suite struct SessionTests {
  private var size: Size {
    var size = Size()
    (size.users, size.items, size.width, size.events) = (70, 90, 8, 900)
    return size
  }

  @Test func listsHaveTenItemsBeforeAndAfterEvents() {
    let session = Session(after: size.log, size)
    #expect(Set(session.recommend().map(\.item)).count == 10)
    session.observe(100)
    #expect(Set(session.recommend().map(\.item)).count == 10)
  }

  @Test func stepsOfTrainingLearn() {
    let training = Training(size)
    let first = training.step()
    for _ in 0..<50 { training.step() }
    #expect(training.step() < 0.9 * first)
  }
}
