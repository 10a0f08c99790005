import ArgumentParser
import SeqRec

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What all commands that train have in common.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where hyper-parameters begin, where a model has it. See seqrec models.", valueName: "name"))
  var preset = "default"

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A hyper-parameter, as width=64 or autoseqrec.width=64; repeatable. See seqrec models.",
      valueName: "key=value"))
  var settings: [Setting] = []

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "Hyper-parameters as seqrec tune has chosen them for one of the models; --set overrides them. "
        + "Repeatable, for several models.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var configurations: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads to compute on; the result does not depend on it. (default: one a core)",
      valueName: "n"))
  var threads: Int?

  @Flag(help: "No progress and no notes.")
  var quiet = false

  mutating func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): expected a number from 1 to 1024")
    }
  }

  var workers: Workers {
    Workers(threads ?? min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1024))
  }

  /// The recipes of these models.
  ///
  /// - Throws: `ToolError` with status 64, or what reading a configuration throws.
  func recipes(of names: [String]) throws -> [any ShippedModel] {
    try ModelRegistry.recipes(
      names, preset: preset,
      configurations: configurations.map { try Configuration(contentsOf: $0) }, settings: settings)
  }
}
