import ArgumentParser
import SeqRec

/// `seqrec describe`
struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a file of interactions holds, and what of it is not used.",
    discussion: """
      Without --data it describes the built-in synthetic log.

      EXAMPLE: seqrec describe --data ratings.csv
      EXAMPLE: seqrec describe --data ml-1m/ratings.dat --positive 4 --min-interactions 5 --json
      """)

  @OptionGroup var data: DataOptions

  @Flag(help: "A line of JSON instead of text.")
  var json = false

  func run() throws {
    let source = try data.read(on: .one)
    let description = Description(
      source: source, statistics: LogStatistics(of: try data.filtered(source)), options: data)
    try Console.output.write(json ? description.json.text + "\n" : description.text)
  }
}
