/// Two indices in one hashable word.
func packed(_ first: Int, _ second: Int) -> UInt64 {
  precondition(
    first >= 0 && second >= 0 && first <= Int32.max && second <= Int32.max,
    "indices \(first) and \(second)")
  return UInt64(first) << 32 | UInt64(second)
}
