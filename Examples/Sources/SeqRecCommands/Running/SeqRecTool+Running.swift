import ArgumentParser
import SeqRec

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension SeqRecTool {
  /// Runs the command that the process's arguments name, and ends the process with its status.
  ///
  /// SIGINT and SIGTERM cancel the command, which ends it within moments; a second one ends the
  /// process at once.
  public static func runAndExit() async -> Never {
    // A reader that went away is an error of writing, to be reported as such.
    signal(SIGPIPE, SIG_IGN)
    let (start, starter) = AsyncStream.makeStream(of: Void.self)
    let command = Task.detached {
      for await _ in start {}
      do {
        try checkKernels()
        try MemoryLimit.checkEnvironment()
        var command = try SeqRecTool.parseAsRoot()
        try command.run()
        return ExitStatus.done
      } catch {
        let report = ErrorReport(error)
        if report.status == .done {
          do { try Console.output.write(report.text) } catch { return ErrorReport(error).status }
        } else {
          try? Console.errors.write(report.text)
        }
        return report.status
      }
    }
    let signals = StopSignals { command.cancel() }
    // Not before: a signal that came earlier would end the process with another status.
    starter.finish()
    let status = await command.value
    withExtendedLifetime(signals) { endProcess(status) }
  }
}

/// The library ends the process on a name that it does not know: here that is a word of the user's.
private func checkKernels() throws(ToolError) {
  guard let name = getenv("SEQREC_KERNELS").map({ String(cString: $0) }), !name.isEmpty else {
    return
  }
  let names = KernelSet<Float>.availableNames
  guard names.contains(name) else {
    throw ToolError(
      .usage, "SEQREC_KERNELS=\(name): this processor has \(names.joined(separator: ", "))")
  }
}

// Not a member, where `exit` would be the parser's own.
private func endProcess(_ status: ExitStatus) -> Never {
  exit(status.rawValue)
}
