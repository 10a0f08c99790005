private import CKernels

/// Begins to fetch an element from memory, without waiting for it; nothing where the index lies outside.
package func prefetch<Element>(_ index: Int, of array: [Element]) {
  array.withUnsafeBufferPointer {
    if $0.indices.contains(index) { sr_prefetch($0.baseAddress! + index) }
  }
}

extension Tensor {
  /// Begins to fetch a row from memory, without waiting for it; nothing where there is none. Of long rows it is the
  /// beginning that counts, as processors see by themselves how a row goes on.
  package func prefetchRow(_ row: Int) {
    guard row >= 0, row < rows else { return }
    let start = storage.elements + row * columns
    for element in stride(from: 0, to: min(columns, 128), by: 16) { sr_prefetch(start + element) }
  }
}
