import Synchronization

/// The memory behind tensors. `Tensor` copies it before it writes to a shared one.
@usableFromInline
final class TensorStorage<S: Scalar>: @unchecked Sendable {
  @usableFromInline let elements: UnsafeMutablePointer<S>
  let count: Int
  let pool: StoragePool?

  /// Memory whose contents are unspecified.
  init(count: Int, pool: StoragePool?) {
    self.count = count
    self.pool = pool
    let bytes = count * MemoryLayout<S>.stride
    elements = (pool?.take(bytes: bytes) ?? StoragePool.allocate(bytes: bytes))
      .bindMemory(to: S.self, capacity: count)
  }

  deinit {
    let memory = UnsafeMutableRawPointer(elements)
    if let pool {
      pool.giveBack(memory, bytes: count * MemoryLayout<S>.stride)
    } else {
      memory.deallocate()
    }
  }
}

/// Keeps the memory of tensors that are gone for the next ones of about the same size.
///
/// A training step makes the same tensors over and over; with a pool, only the first step allocates.
/// Sizes are rounded up to eighths of a power of two, so that tensors that grow bit by bit leave only a
/// geometric series behind them.
public final class StoragePool: Sendable {
  private struct Memory: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
  }

  private let free = Mutex<[Int: [Memory]]>([:])

  /// An empty pool.
  public init() {}

  deinit {
    free.withLock { for memory in $0.values.joined() { memory.start.deallocate() } }
  }

  fileprivate func take(bytes: Int) -> UnsafeMutableRawPointer? {
    free.withLock { $0[Self.rounded(bytes)]?.popLast() }?.start
  }

  fileprivate func giveBack(_ start: UnsafeMutableRawPointer, bytes: Int) {
    let memory = Memory(start: start)
    free.withLock { $0[Self.rounded(bytes), default: []].append(memory) }
  }

  // Cache-line alignment lets vector loads of a row's start stay within one line.
  fileprivate static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: rounded(bytes), alignment: 64)
  }

  private static func rounded(_ bytes: Int) -> Int {
    let bytes = max(bytes, 1)
    let unit = max(64, (1 << (Int.bitWidth - bytes.leadingZeroBitCount)) / 8)
    return (bytes + unit - 1) / unit * unit
  }
}
