/// How elements compare with a threshold.
package struct ThresholdCounts: Hashable, Sendable {
  package var greater: Int
  package var equal: Int
  package var notANumber: Int

  package init(greater: Int = 0, equal: Int = 0, notANumber: Int = 0) {
    self.greater = greater
    self.equal = equal
    self.notANumber = notANumber
  }
}
