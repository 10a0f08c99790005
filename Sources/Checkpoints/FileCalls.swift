#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The calls of the system by which bytes of files come and go: a test has any of them fail, stop half-way or end the
/// process.
package struct FileCalls: Sendable {
  /// Those of the task; the system's own unless a test has others.
  @TaskLocal package static var current = FileCalls()

  package var read: @Sendable (Int32, UnsafeMutableRawBufferPointer) -> Int = {
    systemRead($0, $1)
  }
  package var write: @Sendable (Int32, UnsafeRawBufferPointer) -> Int = { systemWrite($0, $1) }
  package var synchronize: @Sendable (Int32) -> Int32 = { fsync($0) }
  package var close: @Sendable (Int32) -> Int32 = { systemClose($0) }
  package var rename: @Sendable (_ from: String, _ to: String) -> Int32 = { systemRename($0, $1) }

  package init() {}
}

// Not members, where these names would be the properties' own.

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
  write(descriptor, buffer.baseAddress, buffer.count)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func systemRename(_ from: String, _ to: String) -> Int32 { rename(from, to) }
