import SeqRec
import Testing

@Suite struct SequenceBatchTests {
  private let histories = [history([1, 2, 3, 2, 5]), history([6]), history([4, 0, 4])]

  @Test func byHand() {
    let batch = SequenceBatch(histories, window: 3, questions: .everyPosition)
    #expect(batch.starts == [0, 3, 4, 7])
    #expect(batch.items == [3, 2, 5, 6, 4, 0, 4])
    #expect(batch.timestamps == [2, 3, 4, 0, 0, 1, 2])
    #expect(batch.earlierItems.map(Array.init) == [[1, 2], [], []])
    #expect(batch.count == 3 && batch.positionCount == 7 && batch.rowCount == 7)
    #expect(batch.rowPositions == [0, 1, 2, 3, 4, 5, 6])
    #expect(batch.sequenceOfPosition == [0, 0, 0, 1, 2, 2, 2])
  }

  @Test func onlyTheLastPositionsAsk() {
    let batch = SequenceBatch(histories, window: 3, questions: .lastPosition)
    #expect(batch.rowCount == 3)
    #expect(batch.rowPositions == [2, 3, 6])
    #expect(batch.items == [3, 2, 5, 6, 4, 0, 4])
  }

  @Test(arguments: [1, 2, 5, 100]) func windowAndWhatLiesBeforeMakeTheHistory(_ window: Int) {
    let batch = SequenceBatch(histories, window: window, questions: .everyPosition)
    for (sequence, history) in histories.enumerated() {
      let positions = batch.positions(of: sequence)
      #expect(positions.count == min(window, history.items.count))
      #expect(batch.earlierItems[sequence] + batch.items[positions] == history.items[...])
      #expect(Array(batch.timestamps[positions]) == history.timestamps.suffix(positions.count))
    }
  }

  /// What comes next comes at the next item's time, and after the last one when it is asked for.
  @Test func everyPositionKnowsWhenTheNextItemComes() {
    let asked = History(items: [1, 2, 3], timestamps: [10, 20, 40], next: 70)
    let latest = History(items: [4, 5], timestamps: [1, 3])
    let batch = SequenceBatch([asked, latest], window: 2, questions: .everyPosition)
    #expect(batch.nextTimestamps == [40, 70, 3, 3])
    #expect(History([8, 9]) == History(items: [8, 9], timestamps: [0, 1], next: 2))
  }

  @Test func noHistories() {
    let batch = SequenceBatch([], window: 3, questions: .lastPosition)
    #expect(batch.starts == [0] && batch.rowCount == 0 && batch.rowPositions.isEmpty)
  }

  #if os(macOS) || os(Linux)
    @Test func aHistoryHasItemsAndTheirTimes() async {
      await #expect(processExitsWith: .failure) {
        _ = SequenceBatch([history([])], window: 3, questions: .everyPosition)
      }
      await #expect(processExitsWith: .failure) {
        _ = History(items: [1, 2], timestamps: [0])
      }
    }
  #endif

  @Test func targetsAreFollowedByTheirNegatives() {
    let targets = Targets([4, 2], negatives: [0, 1, 3, 0])
    #expect(targets.candidates == [4, 0, 1, 2, 3, 0])
    #expect(Targets([4, 2]).candidates == [4, 2])
    #expect(Targets([]).candidates == [])
  }

  @Test func aTargetIsARowWithAOne() {
    let rows = Targets([3, 0]).rows(itemCount: 4, as: Double.self)
    #expect(rows.dense() == Tensor([0, 0, 0, 1, 1, 0, 0, 0], shape: [2, 4]))
    let given = SparseMatrix<Float>(columns: 3, rows: [[(0, 2), (2, 1)], []])
    #expect(Targets(rows: given).rows(itemCount: 3, as: Float.self) == given)
    #expect(Targets(rows: given).items.isEmpty && Targets(rows: given).candidates.isEmpty)
  }
}
