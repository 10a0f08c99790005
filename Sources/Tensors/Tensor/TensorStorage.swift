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

  /// By size, see `place(of:)`: an array, since a dictionary would allocate when it is looked into.
  private let free = Mutex<[[Memory]]>([])
  /// Says again what the lock says: whoever waits for it does so in a library without the thread
  /// sanitizer's instruments, which would take each hand-over of memory for a race. Plain moves on x86.
  private let turn = Atomic(0)

  /// An empty pool.
  public init() {}

  deinit {
    free.withLock { for memory in $0.joined() { memory.start.deallocate() } }
  }

  fileprivate func take(bytes: Int) -> UnsafeMutableRawPointer? {
    let place = Self.place(of: bytes)
    return withFree { $0.indices.contains(place) ? $0[place].popLast() : nil }?.start
  }

  fileprivate func giveBack(_ start: UnsafeMutableRawPointer, bytes: Int) {
    let (memory, place) = (Memory(start: start), Self.place(of: bytes))
    withFree {
      while $0.count <= place { $0.append([]) }
      $0[place].append(memory)
    }
  }

  private func withFree<R>(_ body: (inout [[Memory]]) -> sending R) -> R {
    free.withLock { free in
      _ = turn.load(ordering: .acquiring)
      defer { turn.store(0, ordering: .releasing) }
      return body(&free)
    }
  }

  // Cache-line alignment lets vector loads of a row's start stay within one line.
  fileprivate static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: rounded(bytes), alignment: 64)
  }

  /// The number of a rounded size: of the multiples of 64 below 512, and then of the quarters of each
  /// power of two.
  private static func place(of bytes: Int) -> Int {
    let bytes = rounded(bytes)
    guard bytes >= 512 else { return bytes / 64 }
    let exponent = Int.bitWidth - 1 - bytes.leadingZeroBitCount
    return 4 * (exponent - 7) + bytes >> (exponent - 2) & 3
  }

  private static func rounded(_ bytes: Int) -> Int {
    let bytes = max(bytes, 1)
    let unit = max(64, (1 << (Int.bitWidth - bytes.leadingZeroBitCount)) / 8)
    return (bytes + unit - 1) / unit * unit
  }
}
