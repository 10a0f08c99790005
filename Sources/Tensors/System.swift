#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The number of processors that are there to be used.
func activeProcessorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Lets another thread have this processor for a moment.
func yieldProcessor() { sched_yield() }

/// The value of an environment variable, if it is set.
func environmentVariable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Writes a line to standard error.
func tellUser(_ message: String) {
  let line = Array((message + "\n").utf8)
  _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}

/// The logarithm to base 2.
package func logarithm2(_ x: Double) -> Double { log2(x) }
