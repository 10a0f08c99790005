import CAllocations

/// Runs `body` on an input of the fuzzer's and ends the process where it takes memory that the input's length
/// does not account for.
///
/// No allocation may be larger than sixteen times the input and 64 KiB. The reading of a text takes several times the
/// text in arrays that grow by doubling and in hash tables; what a number in the input claims takes far more.
public func fuzz(
  _ start: UnsafePointer<UInt8>?, _ count: Int, _ body: ([UInt8]) -> Void
) -> CInt {
  _ = isWatching
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  seqrec_forget_allocations()
  body(input)
  let largest = Int(seqrec_largest_allocation())
  require(largest <= 16 * count + 1 << 16, "an allocation of \(largest) bytes for \(count)")
  return 0
}

/// Ends the process, so that the fuzzer keeps the input, unless `law` holds.
public func require(_ law: Bool, _ message: @autoclosure () -> String) {
  guard law else { fatalError(message()) }
}

private let isWatching: Bool = {
  seqrec_watch_allocations()
  return true
}()
