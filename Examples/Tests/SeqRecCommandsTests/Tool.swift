import Foundation
import SeqRec
import Testing

/// The built `seqrec`, run as a process of its own in a folder of its own.
struct Tool {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("seqrec-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Runs `body` with a tool whose folder is gone afterwards.
  static func inFolder<R>(_ body: (Tool) throws -> R) throws -> R {
    let tool = try Tool()
    defer { try? FileManager.default.removeItem(at: tool.folder) }
    return try body(tool)
  }

  /// Runs `body` with a tool whose folder holds the sample as `log.csv`.
  static func withSample<R>(_ body: (Tool) throws -> R) throws -> R {
    try inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      return try body(tool)
    }
  }

  /// Runs a line of words, which must succeed.
  @discardableResult
  func succeed(_ line: String, input: String = "") throws -> Outcome {
    let outcome = try run(line.split(separator: " ").map(String.init), input: Data(input.utf8))
    #expect(outcome.status == 0, "\(line): \(outcome.errors)")
    return outcome
  }

  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    var outputLines: [String] { output.split(separator: "\n").map(String.init) }
  }

  func callAsFunction(_ arguments: String..., input: String = "") throws -> Outcome {
    try run(arguments, input: Data(input.utf8))
  }

  func run(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = try start(arguments, input: input, environment: environment)
    process.waitUntilExit()
    return try outcome(of: process)
  }

  /// Standard output and errors go to files of the folder, which no process can fill as it can a pipe.
  func start(
    _ arguments: [String], input: Data? = nil, pipe: Pipe? = nil, output: Pipe? = nil,
    environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.environment = ProcessInfo.processInfo.environment
      .merging(environment) { _, added in added }
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = try output ?? handle("out.txt") as Any
    process.standardError = try handle("err.txt")
    if let pipe {
      process.standardInput = pipe
    } else {
      try (input ?? Data()).write(to: url("in.txt"))
      process.standardInput = try FileHandle(forReadingFrom: url("in.txt"))
    }
    try process.run()
    return process
  }

  func outcome(of process: Process) throws -> Outcome {
    process.waitUntilExit()
    let (output, errors) = (try text("out.txt"), try text("err.txt"))
    try #require(process.terminationReason == .exit, "\(errors)")
    return Outcome(status: process.terminationStatus, output: output, errors: errors)
  }

  private func handle(_ name: String) throws -> FileHandle {
    try Data().write(to: url(name))
    return try FileHandle(forWritingTo: url(name))
  }

  func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
  func text(_ name: String) throws -> String { try String(contentsOf: url(name), encoding: .utf8) }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: url(name).path) }

  /// The file of weights in a checkpoint's folder.
  func weights(in folder: String) throws -> String {
    let manifest = try Checkpoint(contentsOf: url(folder).path).manifest
    return "\(folder)/\(try #require(manifest.file(of: .weights)).name)"
  }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url(folder).path).sorted()
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url(name))
  }

  /// The JSON objects of a file, one a line.
  func objects(_ name: String) throws -> [[String: Any]] {
    try Self.objects(in: text(name))
  }

  static func objects(in text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// An object as a text that is the same for equal ones.
  static func text(of object: Any?) throws -> String {
    let data = try JSONSerialization.data(
      withJSONObject: ["value": object], options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  /// Waits until a file of the folder holds a text.
  func wait(for part: String, in name: String) throws {
    for _ in 0..<600 {
      if try text(name).contains(part) { return }
      usleep(50_000)
    }
    Issue.record("\(name) never held \(part)")
  }

  /// Waits until a file is there.
  func waitForFile(_ name: String) throws {
    for _ in 0..<600 {
      if exists(name) { return }
      usleep(50_000)
    }
    Issue.record("\(name) never came")
  }

  /// The tool stands beside the tests.
  private static var executable: URL {
    #if canImport(Darwin)
      Bundle(for: Marker.self).bundleURL.deletingLastPathComponent()
        .appendingPathComponent("seqrec")
    #else
      URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("seqrec")
    #endif
  }

  private final class Marker {}
}

/// A small log, and options that train on it in no time.
enum Sample {
  static let quick = ["--set", "width=8", "--set", "epochs=3", "--quiet"]

  static let log: InteractionLog = {
    var world = SyntheticLog()
    world.users = 40
    world.items = 30
    world.eventsPerUser = 16
    return world.log(seed: Seed(5))
  }()

  /// Its lines, with times in the given number of units a second.
  static func csv(unitsPerSecond: Double = 1) -> String {
    "user,item,timestamp\n"
      + log.events.map { event in
        "\(log.users[event.user]),\(log.items[event.item]),\(Int(event.timestamp * unitsPerSecond))\n"
      }.joined()
  }
}

extension Tool {
  /// Trains a model into a folder and for the moment, sees that both measure the same, and gives what the folder recommends, as text.
  func saveAndServe(_ options: String) throws -> String {
    try succeed("train \(options) --seed 2 --output model")
    try succeed("evaluate \(options) --seed 2 --json runs.jsonl")
    try succeed("evaluate --checkpoint model --data log.csv --quiet --json runs.jsonl")
    let runs = try objects("runs.jsonl")
    try #require(runs.count == 2)
    for key in ["weightsDigest", "metrics", "hyperparameters"] {
      let values = try runs.map { try Self.text(of: ["value": try #require($0[key])]) }
      #expect(values[0] == values[1], "\(key)")
    }
    let lists = try succeed(
      "recommend --checkpoint model --data log.csv --user \(Sample.log.users[0]) --top 3 --json --quiet"
    )
    return try Self.text(of: #require(Self.objects(in: lists.output).first))
  }
}
