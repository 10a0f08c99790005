import Foundation
import Testing

/// What must not compile, and what the compiler says of it. Each wrong program is a right one with one
/// line changed, so that nothing else can be what the compiler objects to.
@Suite struct WrongProgramsTests {
  /// What every program begins with.
  private static let beginning = """
    import SeqRec

    func program(_ log: InteractionLog) throws {
      let trainer = Trainer(.sasRec, epochs: 1, seed: 1)
      let items = LearnedItems(count: log.itemCount, width: 8)
      let byHistory = try SASRec(items: items, score: DotScore())
      let byID = try SASRec(
        items: items, score: TwoHopScore(), user: IDUserEncoder(count: 5, width: 8))
      let autoSeqRec = AutoSeqRec(itemCount: log.itemCount, width: 8)

    """

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let right: String
    let wrong: String
    let expected: String

    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a model that knows users by their ids is asked about a newcomer",
      right: "_ = try trainer.fit(byHistory, on: log).recommend(10, afterHistory: [3, 1])",
      wrong: "_ = try trainer.fit(byID, on: log).recommend(10, afterHistory: [3, 1])",
      expected: "requires that 'IDUserEncoder' conform to 'InductiveUserEncoder'"),
    Case(
      name: "an autoencoder of items' users is asked about a newcomer",
      right: """
        let model = AutoRec(.users(itemCount: log.itemCount))
        _ = try Trainer(.adam(rate: 1e-3)).fit(model, on: log).recommend(10, afterHistory: [3, 1])
        """,
      wrong: """
        let model = AutoRec(.items(userCount: log.userCount))
        _ = try Trainer(.adam(rate: 1e-3)).fit(model, on: log).recommend(10, afterHistory: [3, 1])
        """,
      expected: "'ItemRows' and 'UserRows' be equivalent"),
    Case(
      name: "a sequence model asks whose histories it reads",
      right: "_ = SequenceBatch([History([3])], window: 1, questions: .lastPosition).items",
      wrong: "_ = SequenceBatch([History([3])], window: 1, questions: .lastPosition).users",
      expected: "has no member 'users'"),
    Case(
      name: "a recipe recommends without being trained",
      right: "_ = try trainer.fit(byHistory, on: log).recommend(10, afterHistory: [3])",
      wrong: "_ = byHistory.recommend(10, afterHistory: [3])",
      expected: "has no member 'recommend'"),
    Case(
      name: "a recipe goes live without being trained",
      right: "_ = try trainer.fit(autoSeqRec, on: log).live(after: log)",
      wrong: "_ = autoSeqRec.live(after: log)",
      expected: "has no member 'live'"),
    Case(
      name: "a live session is copied",
      right: """
        let live = try trainer.fit(autoSeqRec, on: log).live(after: log)
        _ = live.recommend(1, for: 0)
        """,
      wrong: """
        let live = try trainer.fit(autoSeqRec, on: log).live(after: log)
        let copy = live
        _ = live.recommend(1, for: 0)
        _ = copy.recommend(1, for: 0)
        """,
      expected: "'live' used after consume"),
    Case(
      name: "a live session observes while nobody may change it",
      right: """
        var live = try trainer.fit(byHistory, on: log).live(after: log)
        live.observe(log.events[0])
        """,
      wrong: """
        let live = try trainer.fit(byHistory, on: log).live(after: log)
        live.observe(log.events[0])
        """,
      expected: "cannot use mutating member on immutable value: 'live' is a 'let' constant"),
    Case(
      name: "a live session is changed by two tasks",
      right: """
        var live = try trainer.fit(autoSeqRec, on: log).live(after: log)
        live.observe(log.events[0])
        Task { live.observe(log.events[1]) }
        """,
      wrong: """
        var live = try trainer.fit(autoSeqRec, on: log).live(after: log)
        Task { live.observe(log.events[1]) }
        live.observe(log.events[0])
        """,
      expected: "risks causing data races"),
    Case(
      name: "tasks share a live session without waiting for each other",
      right: """
        actor Service {
          var live: LiveAutoSeqRec
          init(_ live: consuming LiveAutoSeqRec) { self.live = live }
          func observe(_ event: Interaction) { live.observe(event) }
        }
        let service = Service(try trainer.fit(autoSeqRec, on: log).live(after: log))
        for event in log.events { Task { await service.observe(event) } }
        """,
      wrong: """
        final class Service {
          var live: LiveAutoSeqRec
          init(_ live: consuming LiveAutoSeqRec) { self.live = live }
          func observe(_ event: Interaction) { live.observe(event) }
        }
        let service = Service(try trainer.fit(autoSeqRec, on: log).live(after: log))
        for event in log.events { Task { service.observe(event) } }
        """,
      expected: "risks causing data races"),
    Case(
      name: "a tape is used after its gradients were taken",
      right: """
        var tape = Tape(Weights<Float>([]))
        let loss = tape.constant(Tensor<Float>([1], shape: []))
        _ = tape.backward(from: loss)
        """,
      wrong: """
        var tape = Tape(Weights<Float>([]))
        let loss = tape.constant(Tensor<Float>([1], shape: []))
        _ = tape.backward(from: loss)
        _ = tape[loss]
        """,
      expected: "'tape' used after consume"),
    Case(
      name: "a sequence model stands where a score belongs",
      right: "_ = try SASRec(items: items, score: DotScore())",
      wrong: "_ = try SASRec(items: items, score: LastItem(width: 8))",
      expected: "conform to 'ScoreFunction'"),
    Case(
      name: "embeddings are asked of a recipe",
      right: "_ = try trainer.fit(autoSeqRec, on: log).embeddings(of: log)",
      wrong: "_ = autoSeqRec.embeddings(of: log)",
      expected: "has no member 'embeddings'"),
  ]

  @Test(arguments: cases) func onlyTheRightProgramCompiles(_ sample: Case) throws {
    guard let compiler = Compiler() else { return }
    let right = try compiler.check(Self.program(sample.right))
    #expect(right.succeeded, "\(right.messages)")
    let wrong = try compiler.check(Self.program(sample.wrong))
    #expect(!wrong.succeeded)
    #expect(wrong.messages.contains(sample.expected), "\(wrong.messages)")
  }

  private static func program(_ body: String) -> String { beginning + body + "\n}\n" }
}

/// The compiler that built the tests, with the modules that it made.
private struct Compiler {
  private let modules, moduleMap: String

  /// Nothing, which is said, where the modules are not where SwiftPM puts them. Where `CI` is `true` that
  /// is a failure: there, nobody reads a warning.
  init?() {
    let binary = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = binary.deletingLastPathComponent()
    while folder.path != "/" {
      let modules = folder.appending(path: "Modules/SeqRec.swiftmodule").path
      let map = folder.appending(path: "CKernels.build/module.modulemap").path
      if FileManager.default.fileExists(atPath: modules),
        FileManager.default.fileExists(atPath: map)
      {
        self.modules = folder.appending(path: "Modules").path
        moduleMap = map
        return
      }
      folder.deleteLastPathComponent()
    }
    let isFailure = ProcessInfo.processInfo.environment["CI"] == "true"
    Issue.record(
      "skipped: no modules beside \(binary.path)", severity: isFailure ? .error : .warning)
    return nil
  }

  func check(_ program: String) throws -> (succeeded: Bool, messages: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "Program.swift")
    try Data(program.utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      // Type checking alone does not see what is used after it was consumed.
      "swiftc", "-emit-sil", "-o", "/dev/null", "-swift-version", "6", "-I", modules,
      "-Xcc", "-fmodule-map-file=\(moduleMap)", file.path,
    ]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus == 0, String(decoding: output, as: UTF8.self))
  }
}
