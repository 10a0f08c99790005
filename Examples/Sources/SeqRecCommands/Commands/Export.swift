import ArgumentParser
import SeqRec

/// `seqrec export`
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a model's embeddings with the ids of their rows.",
    discussion: """
      One safetensors file. Of autoseqrec it has users.collaborative, items.source and items.target, of variant1 and \
      variant2 the tables that sessions read, all after the interactions of the data; of other models items.weight, \
      and items.targets and users.weight where there are some. Its metadata has the ids of the rows under users and \
      items, as arrays of JSON.

      EXAMPLE: seqrec export --checkpoint trained --data ratings.csv --output embeddings.safetensors
      """)

  @OptionGroup var model: ModelOptions

  @Option(
    help: ArgumentHelp("The file.", valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var output: String

  func run() throws {
    let restored = try model.restored()
    let file = try OutputFile(replacing: output, inputs: model.inputs(restored))
    let loaded = try model.loaded(restored)
    try Task.checkCancellation()
    let embeddings = loaded.fitted.embeddings(loaded.log)
    guard !embeddings.isEmpty else {
      throw ToolError(.usage, "export: the model \(loaded.name) has no embeddings")
    }
    var metadata = ["model": loaded.name, "seqrec": SeqRecTool.version]
    for embedding in embeddings {
      let ids = embedding.kind == .users ? loaded.log.users : loaded.log.items
      metadata[embedding.kind.rawValue] =
        JSON.array(ids.ids.prefix(embedding.table.rows).map { .string($0) }).text
    }
    try SafetensorsFile.write(
      embeddings.map { ($0.name, $0.table) }, metadata: metadata, to: file.path)
    let sizes = embeddings.map { "\($0.name) \($0.table.shape)" }.joined(separator: ", ")
    try Console.output.write("\(loaded.name): \(sizes) in \(output)\n")
  }
}
