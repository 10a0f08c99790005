public import ArgumentParser

/// The command `seqrec`: recommenders measured, asked and fed from a terminal. It does nothing that a
/// program importing `SeqRec` could not do.
public struct SeqRecTool: ParsableCommand {
  /// Name, version and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "seqrec",
    abstract: "Trains, measures and runs sequential recommenders.",
    discussion: """
      EXAMPLE: seqrec compare
      EXAMPLE: seqrec recommend --data ratings.csv --user 42

      Exit status: 0 done, 64 wrong usage, 65 bad data or weights, 66 input that is not there, \
      70 a fault of ours, 73 output that cannot be written, 130 stopped.
      """,
    version: version,
    subcommands: [
      Compare.self, Evaluate.self, Tune.self, Train.self, Recommend.self, Stream.self,
      Export.self, Describe.self, Models.self,
    ])

  /// The version that reports carry.
  package static let version = "0.1.0"

  /// The command without arguments, which prints its help.
  public init() {}
}
