import ArgumentParser

/// What items are called.
struct TitleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What items are called: u.item, movies.dat, RecBole's .item, or CSV with a header.",
      valueName: "file"),
    completion: .file())
  var itemFields: String?

  /// The files that are read.
  var inputs: [String] { [itemFields].compactMap(\.self) }

  /// The titles of that file, if one was named.
  ///
  /// - Throws: what ``ItemTitles`` throws.
  func read() throws -> ItemTitles? { try itemFields.map(ItemTitles.init) }
}
