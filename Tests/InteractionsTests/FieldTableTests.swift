import Interactions
import Testing

func fields(
  _ text: String, format: FieldFormat = .automatic
) throws(InteractionFileError) -> FieldTable {
  try FieldTable(bytes: Array(text.utf8), name: "f", format: format)
}

/// What is known of items and users: all files that are read, and access to what they say.
@Suite struct FieldTableTests {
  private let log = InteractionLog([
    (user: "u2", item: "3", timestamp: 0), (user: "u1", item: "1", timestamp: 1),
    (user: "u2", item: "9", timestamp: 2),
  ])

  private func texts(_ table: FieldTable, _ column: String) -> [String?] {
    table.ids.ids.indices.map { table[column]?.text(of: $0) }
  }

  @Test func moviesOfMovieLens1M() throws {
    let table = try fields("1::Star Wars: IV (1977)::Action|Sci-Fi\n2::L\u{E9}on::\n")
    #expect(table.ids.ids == ["1", "2"])
    #expect(table.columns.map(\.name) == ["title", "genres"])
    #expect(texts(table, "title") == ["Star Wars: IV (1977)", "L\u{E9}on"])
    #expect(texts(table, "genres") == ["Action Sci-Fi", nil])
    #expect(
      table["genres"]?.values
        == .tokens(RaggedRows([[0, 1], []]), Vocabulary(["Action", "Sci-Fi"])))
    #expect(table.titles?.name == "title")
  }

  @Test func usersOfMovieLens1M() throws {
    let table = try fields("1::F::1::10::48067\n2::M::56::16::70072\n")
    #expect(table.columns.map(\.name) == ["gender", "age", "occupation", "zip"])
    #expect(table["age"]?.values == .numbers(RaggedRows([[1], [56]])))
    #expect(texts(table, "zip") == ["48067", "70072"])
    #expect(texts(table, "age") == ["1.0", "56.0"])
    #expect(table.titles == nil)
  }

  private static func flags(_ set: Set<Int>) -> String {
    (0..<19).map { set.contains($0) ? "|1" : "|0" }.joined()
  }

  @Test func itemsOfMovieLens100K() throws {
    let table = try fields(
      "1|Toy Story (1995)|01-Jan-1995||http://x?a::b" + Self.flags([3, 4, 5]) + "\n"
        + "267|unknown|||" + Self.flags([0]) + "\n7||||" + Self.flags([]) + "\n",
      format: .movieLens100KItems)
    #expect(texts(table, "title") == ["Toy Story (1995)", "unknown", nil])
    #expect(texts(table, "release_date") == ["01-Jan-1995", nil, nil])
    #expect(texts(table, "genres") == ["Animation Children's Comedy", "unknown", nil])
    #expect(try fields("1|a|b||c" + Self.flags([18])).columns.count == 5)
    #expect(try texts(fields("1|a|b||c" + Self.flags([18])), "genres") == ["Western"])
  }

  @Test func usersOfMovieLens100K() throws {
    let table = try fields("1|24|M|technician|85711\n2|53|F|other|94043")
    #expect(table.columns.map(\.name) == ["age", "gender", "occupation", "zip"])
    #expect(texts(table, "occupation") == ["technician", "other"])
  }

  @Test func recBole() throws {
    let table = try fields(
      "item_id:token\tmovie_title:token_seq\tyear:token\tprice:float\tvector:float_seq\n"
        + "1\tToy  Story\t1995\t1.5\t1 -2e1\n2\t\t\t\t\n")
    #expect(table.ids.ids == ["1", "2"])
    #expect(texts(table, "movie_title") == ["Toy Story", nil])
    #expect(table["year"]?.values == .tokens(RaggedRows([[0], []]), Vocabulary(["1995"])))
    #expect(table["price"]?.values == .numbers(RaggedRows([[1.5], []])))
    #expect(table["vector"]?.values == .numbers(RaggedRows([[1, -20], []])))
    #expect(table.titles?.name == "movie_title")
    let users = try fields("age:float\tuser_id:token\n7\tu\n")
    #expect(users.ids.ids == ["u"] && users.columns.map(\.name) == ["age"])
  }

  @Test func reChorus() throws {
    let table = try fields(
      "item_id\ti_category\tr_complement\tr_substitute\n"
        + "1\t4\t[9, 3]\t[]\n3\t0\t[ 1 ,7]\t[9]\n4\t4\t[]\t[3, 3]\n")
    #expect(texts(table, "i_category") == ["4", "0", "4"])
    #expect(
      table["r_complement"]?.values
        == .tokens(RaggedRows([[0, 1], [2, 3], []]), Vocabulary(["9", "3", "1", "7"])))
    // The log numbers 3, 1, 9; it does not have 4 and 7.
    let complement = try #require(table.relation("r_complement", among: log.items))
    #expect(complement == RaggedRows([[1], [2, 0], []]))
    #expect(table.relation("r_substitute", among: log.items) == RaggedRows([[2], [], []]))
    #expect(table.relation("r_other", among: log.items) == nil)
  }

  @Test func csvWithAHeader() throws {
    let table = try fields("movieId,title,genres\n1,\"Story, \"\"Toy\"\"\",A|B\n2,Heat,\n")
    #expect(texts(table, "title") == ["Story, \"Toy\"", "Heat"])
    #expect(texts(table, "genres") == ["A|B", nil])
    #expect(table.relation("title", among: log.items) == nil)
  }

  @Test func alignsWithALog() throws {
    let table = try fields(
      "item_id:token\ttitle:token_seq\tprice:float\n1\tOne\t1\n3\tThree 3\t3\n5\tFive\t5\n")
    let aligned = table.aligned(with: log.items)
    #expect(aligned.ids == log.items)
    #expect(texts(aligned, "title") == ["Three 3", "One", nil])
    #expect(texts(aligned, "price") == ["3.0", "1.0", nil])
    #expect(aligned.aligned(with: log.items) == aligned)
    let csv = try fields("item,title\n3,Three\n").aligned(with: log.items)
    #expect(texts(csv, "title") == ["Three", nil, nil])
  }

  /// Latin-1 in files of MovieLens alone; UTF-8 there, too.
  @Test func encodings() throws {
    let latin1 = Array("1::Mis".utf8) + [0xE9] + Array("rables, Les (1995)::Drama\n".utf8)
    let table = try FieldTable(bytes: latin1, name: "f")
    #expect(texts(table, "title") == ["Mis\u{E9}rables, Les (1995)"])
    #expect(try texts(fields("1::Mis\u{E9}rables::Drama"), "title") == ["Mis\u{E9}rables"])
    let every = try FieldTable(
      bytes: Array("1::".utf8) + (0x80...0xFF).map { $0 } + Array("::x".utf8), name: "f")
    let expected = String(String.UnicodeScalarView((0x80...0xFF).map { Unicode.Scalar(UInt8($0)) }))
    #expect(texts(every, "title") == [expected])
    let marked = try fields("\u{FEFF}1::A::B\r\n\r\n2::C::D\r\n")
    #expect(marked.ids.ids == ["1", "2"] && texts(marked, "genres") == ["B", "D"])
  }

  @Test func rowsAreACollection() {
    var rows = RaggedRows([[1, 2], [], [3]])
    rows.append([4, 5, 6])
    #expect(rows.map { Array($0) } == [[1, 2], [], [3], [4, 5, 6]])
    #expect(rows.elements == [1, 2, 3, 4, 5, 6] && rows.count == 4)
    #expect(RaggedRows<Int>().isEmpty)
    #expect(RaggedRows([[1], []]) != RaggedRows([[], [1]]))
  }
}
