/// The p-values of several tests, corrected for there being several: below a level alpha, all of them
/// together err with a probability of at most alpha, whatever they have in common (Holm, "A Simple
/// Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 1979).
///
///     adjusted p_(i) = max over j <= i of min(1, (m - j + 1) p_(j)),   p_(1) <= ... <= p_(m)
///
/// In the order given. O(m log m).
public func holmCorrected(_ pValues: [Double]) -> [Double] {
  var corrected = pValues
  var largest = 0.0
  for (place, test) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
    largest = max(largest, min(1, Double(pValues.count - place) * pValues[test]))
    corrected[test] = largest
  }
  return corrected
}
