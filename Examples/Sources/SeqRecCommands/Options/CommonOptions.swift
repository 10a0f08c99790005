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
  @Option(help: "Where hyper-parameters begin.")
  var preset: Preset = .default

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A hyper-parameter, as width=64 or autoseqrec.width=64; repeatable. See seqrec models.",
      valueName: "key=value"))
  var settings: [Setting] = []

  @Option(
    help: ArgumentHelp(
      "Threads to compute on; the result does not depend on it. (default: one a core)",
      valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Use these weights as they are, without training.", valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var weights: String?

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
  /// - Throws: `ToolError` with status 64, also where `--weights` does not fit.
  func recipes(of names: [String]) throws(ToolError) -> [any ShippedModel] {
    let recipes = try ModelRegistry.recipes(names, preset: preset, settings: settings)
    if weights != nil { try requireOneWithWeights(recipes, for: "--weights") }
    return recipes
  }

  /// That there is one model and that it has weights.
  func requireOneWithWeights(
    _ recipes: [any ShippedModel], for option: String
  ) throws(ToolError) {
    let models = recipes.map { type(of: $0).card }
    guard models.count == 1 else {
      throw ToolError(
        .usage,
        "\(option) needs exactly one model, found \(models.map(\.name).joined(separator: ","))",
        hint: "name it with --model")
    }
    guard models[0].hasWeights else {
      throw ToolError(.usage, "\(option): the model \(models[0].name) has no weights")
    }
  }
}
