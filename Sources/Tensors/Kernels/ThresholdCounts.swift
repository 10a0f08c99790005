/// How elements compare with a threshold.
package struct ThresholdCounts: Hashable, Sendable {
  package var greater = 0
  package var equal = 0
  package var notANumber = 0
}
