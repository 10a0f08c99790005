import Interactions
import Testing

/// Files of fields that must be refused, with the place and the reason.
@Suite struct FieldTableRefusedTests {
  static let refused: [(text: String, format: FieldFormat, message: String)] = [
    ("", .automatic, "f:1:1: expected fields of items or users, found an empty file"),
    (" \n\r\n", .reChorus, "f:1:1: expected fields of items or users, found an empty file"),
    (
      "one word", .automatic,
      "f:1:1: expected a header, or lines of u.item, u.user, movies.dat or users.dat, "
        + "found \"one word\""
    ),
    (
      "1|2|3", .automatic,
      "f:1:1: expected a header, or lines of u.item, u.user, movies.dat or users.dat, "
        + "found \"1|2|3\""
    ),
    (
      "item,title\n", .automatic,
      "f:2:1: expected a line after the header, found the end of the file"
    ),
    (
      "1,Toy Story\n", .automatic,
      "f:1:1: expected a header with an item or a user column, found \"1,Toy Story\"; "
        + "hint: names such as item_id and user_id are known"
    ),
    ("item,,x\n", .csv, "f:1:6: expected a column's name, found an empty field"),
    ("1::A::B\n2::C\n", .automatic, "f:2:5: expected 3 fields, found 2"),
    ("1::A::B\n2::C::D::E\n", .automatic, "f:2:10: expected 3 fields, found 4"),
    ("1::A::B\n::C::D\n", .automatic, "f:2:1: expected an id, found an empty field"),
    ("1::A::B\n2::C::D\n1::E::F", .automatic, "f:3:1: expected each id once, found \"1\" again"),
    ("1::F::x::10::4", .automatic, "f:1:7: expected age (a finite number), found \"x\""),
    ("1::F::inf::10::4", .automatic, "f:1:7: expected age (a finite number), found \"inf\""),
    (
      "1|a|b|c|d|1|0|2" + String(repeating: "|0", count: 16), .automatic,
      "f:1:15: expected a flag, 0 or 1, found \"2\""
    ),
    (
      "1|a|b|c|d|1||0" + String(repeating: "|0", count: 16), .automatic,
      "f:1:13: expected a flag, 0 or 1, found an empty field"
    ),
    (
      "item_id:token\tx:int\n", .automatic,
      "f:1:17: expected one of the types token, token_seq, float, float_seq, found \"int\""
    ),
    (
      "item_id:token\tx\n", .recBole,
      "f:1:15: expected a column's name and type, such as user_id:token, found \"x\""
    ),
    (
      "item_id:token\t\n", .recBole,
      "f:1:15: expected a column's name and type, such as user_id:token, found an empty field"
    ),
    (
      "item_id:token\tx:float_seq\n1\t1 2 a\n", .automatic,
      "f:2:7: expected x (a finite number), found \"a\""
    ),
    (
      "item_id\tr_x\n1\t3\n", .automatic,
      "f:2:3: expected r_x, a list of whole numbers such as [3, 17], found \"3\""
    ),
    (
      "item_id\tr_x\n1\t\n", .automatic,
      "f:2:3: expected r_x, a list of whole numbers such as [3, 17], found an empty field"
    ),
    (
      "item_id\tr_x\n1\t[1, é, 2]\n", .automatic,
      "f:2:6: expected r_x, a list of whole numbers such as [3, 17], found \" é\""
    ),
    (
      "item_id\tr_x\n1\t[1 2]\n", .automatic,
      "f:2:4: expected r_x, a list of whole numbers such as [3, 17], found \"1 2\""
    ),
    (
      "item_id\tr_x\n1\t[1,,2]\n", .automatic,
      "f:2:3: expected r_x, a list of whole numbers such as [3, 17], found \"[1,,2]\""
    ),
    (
      "item_id\tr_x\n1\t[\n", .automatic,
      "f:2:3: expected r_x, a list of whole numbers such as [3, 17], found \"[\""
    ),
    ("\u{1}\u{0}", .automatic, "f:1:2: expected text in UTF-8, found a zero byte: a binary file"),
  ]

  @Test(arguments: refused)
  func isRefused(_ refused: (text: String, format: FieldFormat, message: String)) {
    let error = #expect(throws: InteractionFileError.self) {
      try fields(refused.text, format: refused.format)
    }
    #expect(error?.description == refused.message)
    #expect(error?.kind == .malformed)
  }

  @Test(arguments: [
    ("item,title\n1,", "title"), ("item_id\tname\n1\t", "name"),
    ("item_id:token\tname:token\n1\t", "name"),
  ])
  func otherEncodingsAreRefused(start: String, column: String) {
    let error = #expect(throws: InteractionFileError.self) {
      try FieldTable(bytes: Array(start.utf8) + [0xE9, 0x0A], name: "f")
    }
    #expect(
      error?.expected == "\(column) in UTF-8" && error?.hint == "convert the file to UTF-8"
        && error?.line == 2)
  }

  @Test func placesAreThoseOfTheFileInLatin1() {
    let error = #expect(throws: InteractionFileError.self) {
      try FieldTable(
        bytes: Array("1::A::B\n2::".utf8) + [0xE9, 0xE8] + Array("::a::b".utf8), name: "f")
    }
    #expect(error?.description == "f:2:11: expected 3 fields, found 4")
  }

  @Test func filesThatAreNotThere() {
    let error = #expect(throws: InteractionFileError.self) {
      try FieldTable(contentsOf: "/tmp")
    }
    #expect(error?.kind == .missing)
  }

  static let files = [
    "1::Star Wars: IV::Action|Sci-Fi\r\n2::L\u{E9}on::\n",
    "1|24|M|technician|85711\n2|53|F|other|94043",
    "1|a|b||c" + String(repeating: "|0|1", count: 9) + "|0\n",
    "item_id:token\ttitle:token_seq\tx:float\tv:float_seq\n1\tToy Story\t1.5\t1 2\n",
    "item_id\ti_category\tr_complement\n1\t4\t[9, 3]\n3\t0\t[]\n",
    "\u{FEFF}item,title\n1,\"a \"\"b\"\"\"\n2,c\n",
  ]

  /// Cut anywhere, with any bit flipped: read, or refused at a place inside.
  @Test(arguments: files) func damaged(_ file: String) {
    let bytes = Array(file.utf8)
    for count in 0...bytes.count {
      tryToRead(Array(bytes[..<count]))
      tryToRead(Array(bytes[count...]))
    }
    for place in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[place] ^= 1 << UInt8(bit)
        tryToRead(damaged)
      }
    }
  }

  private func tryToRead(_ bytes: [UInt8]) {
    let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
    for format in FieldFormat.allCases {
      do {
        let table = try FieldTable(bytes: bytes, name: "f", format: format)
        #expect(1...lines ~= table.ids.count)
        #expect(table.columns.allSatisfy { $0.values.count == table.ids.count })
      } catch {
        #expect(error.kind == .malformed && !error.expected.isEmpty && !error.found.isEmpty)
        #expect(1...lines ~= error.line ?? 1)
        #expect(1...bytes.count + 1 ~= error.column ?? 1)
      }
    }
  }
}
