import Interactions
import Testing

/// Input that must be refused, with the place and the reason.
@Suite struct ReadingRefusedTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var bytes: [UInt8]
    var message: String
    var format: InteractionFormat
    var columns: [InteractionColumn]?
    var positive: Double?
    var testDescription: String { what }

    init(
      _ what: String, _ text: String, _ message: String, format: InteractionFormat = .automatic,
      columns: [InteractionColumn]? = nil, positive: Double? = nil
    ) {
      self.init(what, bytes: Array(text.utf8), message, format: format, columns: columns)
      self.positive = positive
    }

    init(
      _ what: String, bytes: [UInt8], _ message: String, format: InteractionFormat = .automatic,
      columns: [InteractionColumn]? = nil
    ) {
      self.what = what
      self.bytes = bytes
      self.message = message
      self.format = format
      self.columns = columns
    }
  }

  static let cases: [Case] = files + fields + columnCases + formats + ratings

  private static let files: [Case] = [
    Case("an empty file", "", "f.csv:1:1: expected interactions, found an empty file"),
    Case("only a mark", "\u{FEFF}", "f.csv:1:1: expected interactions, found an empty file"),
    Case("only blank lines", "\n \r\n", "f.csv:1:1: expected interactions, found an empty file"),
    Case(
      "only a header", "user,item,time\n",
      "f.csv:2:1: expected interactions after the header, found the end of the file"),
    Case(
      "a binary file", bytes: Array("a,x,1\nb,".utf8) + [0, 1],
      "f.csv:2:3: expected text in UTF-8, found a zero byte: a binary file"),
    Case(
      "a gzip file", bytes: [0x1F, 0x8B, 8, 0, 0],
      "f.csv:1:1: expected text in UTF-8, found a gzip file; hint: decompress it (gunzip)"),
    Case(
      "a zip archive", bytes: [0x50, 0x4B, 3, 4, 0],
      "f.csv:1:1: expected text in UTF-8, found a zip archive; hint: unpack it (unzip)"),
    Case(
      "UTF-16", bytes: [0xFF, 0xFE, 0x61, 0],
      "f.csv:1:1: expected text in UTF-8, found text in UTF-16; hint: save it as UTF-8"),
    Case(
      "UTF-16, big end first", bytes: [0xFE, 0xFF, 0, 0x61],
      "f.csv:1:1: expected text in UTF-8, found text in UTF-16; hint: save it as UTF-8"),
    Case(
      "a user id that is not UTF-8", bytes: Array("a,x,1\nZo".utf8) + [0xEB] + Array(",x,2".utf8),
      "f.csv:2:1: expected a user id in UTF-8, found \"Zo\u{FFFD}\"; hint: convert the file to UTF-8"
    ),
    Case(
      "an item id that is not UTF-8", bytes: Array("é,".utf8) + [0xC0, 0x80] + Array(",2".utf8),
      "f.csv:1:3: expected an item id in UTF-8, found \"\u{FFFD}\u{FFFD}\"; hint: convert the file to UTF-8"
    ),
  ]

  private static let fields: [Case] = [
    Case(
      "text for a time", "a,x,1\nb,y,soon\n",
      "f.csv:2:5: expected a timestamp (a number), found \"soon\""),
    Case(
      "text for a rating", "a,x,5,1\nb,y,good,2\n",
      "f.csv:2:5: expected a rating (a finite number), found \"good\""),
    Case(
      "NaN for a rating", "user,item,rating,time\na,x,NaN,1\n",
      "f.csv:2:5: expected a rating (a finite number), found \"NaN\""),
    Case(
      "an infinite rating", "a,x,5,1\na,x,inf,1\n",
      "f.csv:2:5: expected a rating (a finite number), found \"inf\""),
    Case(
      "a rating out of range", "a,x,1e999,1\n",
      "f.csv:1:5: expected a rating (a finite number) within 64 bits, found \"1e999\""),
    Case(
      "an empty time", "a,x,1\nb,y,\n",
      "f.csv:2:5: expected a timestamp (a number), found an empty field"),
    Case(
      "a time beyond 64 bits", "a,x,1\nb,y,9223372036854775808\n",
      "f.csv:2:5: expected a timestamp (a number) within 64 bits, found \"9223372036854775808\""),
    Case("no user", "a,x,1\n,y,2\n", "f.csv:2:1: expected a user id, found an empty field"),
    Case("no item", "a,x,1\nb, ,2\n", "f.csv:2:4: expected an item id, found an empty field"),
    Case(
      "an empty quoted user", "\"\",y,2\n", "f.csv:1:1: expected a user id, found an empty field"),
    Case("too few fields", "a,x,1\nb,y\nc,z,3\n", "f.csv:2:4: expected 3 fields, found 2"),
    Case("too few in the last line", "a,x,1\nb,y", "f.csv:2:4: expected 3 fields, found 2"),
    Case(
      "too few in the last line, CRLF", "a,x,1\r\nb,\"y\"\r\n",
      "f.csv:2:6: expected 3 fields, found 2"),
    Case(
      "too few under a header", "user,item,time,n\na,x,1\n", "f.csv:2:6: expected 4 fields, found 3"
    ),
    Case(
      "too many fields", "a,x,1\nb,y,2,3,4\n",
      "f.csv:2:7: expected 3 fields, found 5; hint: in CSV, a field that holds a comma stands in double quotes"
    ),
    Case(
      "a comma at the end", "a,x,1\nb,y,2,\n",
      "f.csv:2:7: expected 3 fields, found 4; hint: in CSV, a field that holds a comma stands in double quotes"
    ),
    Case(
      "the other separator further down", "a,x,1\nb\ty\t2\n",
      "f.csv:2:6: expected 3 fields, found 1; hint: fields of CSV are separated by commas"),
    Case(
      "an unterminated quote", "a,x,1\nb,\"y,2\nc,z,3\n",
      "f.csv:2:3: expected a closing quote for the one that opens here, found the end of the file"),
    Case(
      "a quote at the end of the file", "a,x,\"",
      "f.csv:1:5: expected a closing quote for the one that opens here, found the end of the file"),
    Case(
      "text behind a quote", "a,x,1\n\"b\"c,y,2\n",
      "f.csv:2:4: expected a comma or the end of the line after a closing quote, found \"c\"; "
        + "hint: inside a quoted field a quote is written twice"),
    Case(
      "a place behind a quoted newline", "\"a\nb\",x,1\n\"c\r\nd\",y,?\n",
      "f.csv:4:6: expected a timestamp (a number), found \"?\""),
    Case(
      "a place behind a mark and letters that are not ASCII", "\u{FEFF}é,🎬,?,1\n",
      "f.csv:1:5: expected a rating (a finite number), found \"?\""),
    Case(
      "a place in CR lines", "a,x,1\rb,y,?\r",
      "f.csv:2:5: expected a timestamp (a number), found \"?\""),
    Case(
      "what is long is cut", "a,x," + String(repeating: "é", count: 60) + ",1",
      "f.csv:1:5: expected a rating (a finite number), found \""
        + String(repeating: "é", count: 40) + "\"..."),
    Case(
      "what cannot be shown is escaped", "a,x,\"1\n\u{7F}\",1",
      "f.csv:1:5: expected a rating (a finite number), found \"1\\n\\u{7F}\""),
  ]

  private static let words =
    "a user with all their items on a line is the format sasrec-histories; columns between spaces are "
    + "the format sasrec with the columns named, such as user,item,timestamp"

  private static let columnCases: [Case] = [
    Case(
      "two columns", "a,x\nb,y\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 2 columns; "
        + "hint: where lines are in time order, name the columns, such as user,item, and remove a "
        + "header"),
    Case(
      "two columns with a header", "user,item\nb,y\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 2 columns; "
        + "hint: where lines are in time order, name the columns, such as user,item, and remove a "
        + "header"),
    Case(
      "MovieLens-1M read as CSV", "1::1193::5::978300760\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 1 column; "
        + "hint: did you mean the format movielens-1m?", format: .csv),
    Case(
      "MovieLens-1M read as CSV under named columns", "1::1193::978300760\n",
      "f.csv:1:19: expected 3 fields, found 1; hint: did you mean the format movielens-1m?",
      format: .csv, columns: [.user, .item, .timestamp]),
    Case(
      "pairs between spaces", "1 2\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 1 column; hint: did you mean the format sasrec?"),
    Case(
      "words of one number a line", "1 2 3 4\n2 3 4 5\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 1 column; hint: " + words),
    Case(
      "words of different numbers a line", "\u{FEFF}1 2 3 4\n\n2  3 \n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 1 column; "
        + "hint: did you mean the format sasrec-histories?"),
    Case(
      "a pair and then more", "1 2\r\n2 3 4\r\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 1 column; "
        + "hint: did you mean the format sasrec-histories?"),
    Case(
      "words where columns are named", "1 2 3\n4 5 6\n",
      "f.csv:1:6: expected 3 fields, found 1; hint: did you mean the format sasrec?",
      columns: [.user, .item, .timestamp]),
    Case(
      "MovieLens-100K between spaces", "1 2 3 4\n",
      "f.csv:1:8: expected 4 fields, found 1; hint: " + words, format: .movieLens100K),
    Case(
      "two columns under names that are not known", "a,b\n1,2\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 2 columns; "
        + "hint: where lines are in time order, name the columns, such as user,item, and remove a "
        + "header"),
    Case(
      "commas where tabs were named", "1,2,3\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 1 column; "
        + "hint: did you mean the format csv?", format: .tsv),
    Case(
      "no known columns", "who,what,when\na,x,1\n",
      "f.csv:1:1: expected a header with a user and an item column, or lines of "
        + "user,item,timestamp or user,item,rating,timestamp, found \"who,what,when\"; "
        + "hint: names such as user_id, item_id, rating and timestamp are known"),
    Case(
      "a user column alone", "user,what,when\na,x,1\n",
      "f.csv:1:1: expected a header with a user and an item column, or lines of "
        + "user,item,timestamp or user,item,rating,timestamp, found \"user,what,when\"; "
        + "hint: names such as user_id, item_id, rating and timestamp are known"),
    Case(
      "five columns without a header", "a,x,1,2,3\n",
      "f.csv:1:1: expected a header with a user and an item column, or lines of "
        + "user,item,timestamp or user,item,rating,timestamp, found \"a,x,1,2,3\"; "
        + "hint: names such as user_id, item_id, rating and timestamp are known"),
    Case(
      "two user columns", "user,uid,item,time\na,b,x,1\n",
      "f.csv:1:1: expected one user, one item and one timestamp column, found several of a kind in "
        + "the header \"user,uid,item,time\"; hint: rename the ones that are not meant"),
    Case(
      "two times", "user,item,time,ts\na,x,1,2\n",
      "f.csv:1:1: expected one user, one item and one timestamp column, found several of a kind in "
        + "the header \"user,item,time,ts\"; hint: rename the ones that are not meant"),
    Case(
      "named columns without an item", "a,x,1\n",
      "f.csv: expected one user column, one item column and at most one timestamp column to be "
        + "named, found user,ignored,timestamp", columns: [.user, .ignored, .timestamp]),
    Case(
      "a header where columns are named", "user,item,timestamp\na,x,1\n",
      "f.csv:1:1: expected an interaction, since the columns are named, found the header "
        + "\"user,item,timestamp\"; hint: remove that line, or let the header say what "
        + "the columns are",
      columns: [.user, .item, .timestamp]),
    Case(
      "a header of two where columns are named", "user,item\na,x\n",
      "f.csv:1:1: expected an interaction, since the columns are named, found the header "
        + "\"user,item\"; hint: remove that line",
      columns: [.user, .item]),
    Case(
      "a header with a number is none", "user,item,2020\na,x,b\n",
      "f.csv:2:5: expected a timestamp (a number), found \"b\""),
  ]

  private static let formats: [Case] = [
    Case(
      "MovieLens-1M with a field too many", "1::2::3::4\n1::2::3::4::5\n",
      "f.csv:2:13: expected 4 fields, found 5"),
    Case(
      "MovieLens-1M with a field too few", "1::2::3::4\n1::2:3::4\n",
      "f.csv:2:10: expected 4 fields, found 3"),
    Case(
      "MovieLens-1M with commas further down", "1::2::3::4\n1,2,3,4\n",
      "f.csv:2:8: expected 4 fields, found 1; hint: fields are separated by ::"),
    Case(
      "MovieLens-1M's movies", "1::Toy Story (1995)::Comedy\n",
      "f.csv:1:28: expected 4 fields, found 3"),
    Case(
      "CSV read as MovieLens-1M", "1,2,3,4\n",
      "f.csv:1:8: expected 4 fields, found 1; hint: did you mean the format csv?",
      format: .movieLens1M),
    Case(
      "RecBole's read as MovieLens-1M", "user_id:token\titem_id:token\n1\t2\n",
      "f.csv:1:28: expected 4 fields, found 1; hint: did you mean the format recbole?",
      format: .movieLens1M),
    Case(
      "MovieLens-100K without ratings", "1\t2\t3\n", "f.csv:1:6: expected 4 fields, found 3",
      format: .movieLens100K),
    Case(
      "MovieLens-100K under a header", "user\titem\trating\ttime\n1\t2\t3\t4\n",
      "f.csv:1:1: expected an interaction, since the format has no header, found the header "
        + "\"user\\titem\\trating\\ttime\"; hint: remove that line, or let the header say what "
        + "the columns are", format: .movieLens100K),
    Case(
      "a type that RecBole has not", "user_id:token\titem_id:int\ttimestamp:float\n1\t2\t3\n",
      "f.csv:1:23: expected one of the types token, token_seq, float, float_seq, found \"int\""),
    Case(
      "a type is missing", "user_id:token\titem_id\ttimestamp:float\n1\t2\t3\n",
      "f.csv:1:15: expected a column's name and type, such as user_id:token, found \"item_id\"",
      format: .recBole),
    Case(
      "a type is empty", "user_id:token\titem_id:\n1\t2\n",
      "f.csv:1:15: expected a column's name and type, such as user_id:token, found \"item_id:\"",
      format: .recBole),
    Case(
      "an id that is a number to RecBole", "user_id:float\titem_id:token\n1\t2\n",
      "f.csv:1:1: expected user_id:token, found \"user_id:float\""),
    Case(
      "a time that is a token to RecBole",
      "user_id:token\titem_id:token\ttimestamp:token\n1\t2\t3\n",
      "f.csv:1:29: expected timestamp:float, found \"timestamp:token\""),
    Case(
      "RecBole without a header", "1\t2\t3\n",
      "f.csv:1:1: expected a header with names such as user_id:token, item_id:token and "
        + "timestamp:float, found \"1\\t2\\t3\"", format: .recBole),
    Case(
      "RecBole's items", "item_id:token\ttitle:token_seq\n1\tToy Story\n",
      "f.csv:1:1: expected three columns or more, such as user,item,timestamp or "
        + "user,item,rating,timestamp, found 2 columns; "
        + "hint: where lines are in time order, name the columns, such as user,item, and remove a "
        + "header", format: .tsv),
    Case(
      "RecBole without a time field", "user_id:token\titem_id:token\ttimestamp:float\n1\t2\n",
      "f.csv:2:4: expected 3 fields, found 2"),
    Case(
      "ReChorus without a header", "1\t2\t3\n",
      "f.csv:1:1: expected a header with names such as user_id, item_id and time, "
        + "found \"1\\t2\\t3\"", format: .reChorus),
    Case(
      "ReChorus between commas", "user_id,item_id,time\n1,2,3\n",
      "f.csv:1:1: expected a header with names such as user_id, item_id and time, found "
        + "\"user_id,item_id,time\"; hint: did you mean the format csv?", format: .reChorus),
    Case(
      "SASRec's with a user alone", "1 2\n3\n", "f.csv:2:2: expected 2 fields, found 1",
      format: .sasRec),
    Case(
      "SASRec's with histories", "1 2\n3 4 5\n",
      "f.csv:2:5: expected 2 fields, found 3; hint: " + words,
      format: .sasRec),
    Case(
      "SASRec's between tabs", "1\t2\n",
      "f.csv:1:4: expected 2 fields, found 1; hint: did you mean the format tsv?", format: .sasRec),
    Case(
      "SASRec's under a header", "user item\n1 2\n",
      "f.csv:1:1: expected an interaction, since the format has no header, found the header "
        + "\"user item\"; hint: remove that line",
      format: .sasRec),
    Case(
      "a history without an item", "1 2 3\n4 \n", "f.csv:2:2: expected 2 fields, found 1",
      format: .sasRecHistories),
    Case(
      "named columns of histories", "1 2 3\n",
      "f.csv: expected no columns to be named, since the format sasrec-histories says what they "
        + "are, found user,item", format: .sasRecHistories, columns: [.user, .item]),
    Case(
      "named columns of RecBole's", "1\t2\n",
      "f.csv: expected no columns to be named, since the format recbole says what they are, "
        + "found user,item", format: .recBole, columns: [.user, .item]),
  ]

  private static let ratings: [Case] = [
    Case(
      "no rating to be positive", "a,x,1\n",
      "f.csv:1:1: expected a rating column, since only ratings of 4.0 or more are kept, found the "
        + "columns user,item,timestamp", positive: 4),
    Case(
      "no rating in the header", "\nuser,item,time,n\n",
      "f.csv:2:1: expected a rating column, since only ratings of 0.5 or more are kept, found the "
        + "columns user,item,timestamp,ignored", positive: 0.5),
    Case(
      "no rating in histories", "1 2 3\n",
      "f.csv:1:1: expected a rating column, since only ratings of 1.0 or more are kept, found the "
        + "columns user,item", format: .sasRecHistories, positive: 1),
    Case(
      "a low rating that is no number", "a,x,1,1\nb,y,low,2\n",
      "f.csv:2:5: expected a rating (a finite number), found \"low\"", positive: 4),
    Case(
      "too few fields below a low rating", "a,x,1,1\nb,y,1\n",
      "f.csv:2:6: expected 4 fields, found 3", positive: 4),
  ]

  /// Names of columns that would take minutes to be compared with the known ones.
  @Test func marksInAName() throws {
    let marks = String(repeating: "\u{301}\u{316}", count: 200_000)
    for name in ["user\(marks)", "u\(marks)", marks, "user\(marks):token"] {
      #expect(InteractionColumn(name: name) == nil)
      #expect(try read("user,item,time,\(name)\na,x,1,2\n").count == 1)
      let error = #expect(throws: InteractionFileError.self) {
        try read("\(name)\titem_id:token\n1\t2\n", format: .recBole)
      }
      #expect(error?.line == 1)
      let table = #expect(throws: InteractionFileError.self) {
        try FieldTable(bytes: Array("item_id,\(name)\n1,2\n".utf8), name: "f.csv", format: .csv)
      }
      #expect(
        table?.description
          == "f.csv:1:9: expected a column's name of at most 1024 bytes, found \(name.utf8.count)")
    }
    #expect(InteractionColumn(name: "User-ID:tökén") == .user)
  }

  /// Found by fuzzing: the place behind a name that is not UTF-8 lay behind the end of the file.
  @Test func aTypeBehindANameOfOtherBytes() {
    let header = Array("user_id:token\titem_id:token\t".utf8) + [UInt8](repeating: 0xEC, count: 30)
    let error = #expect(throws: InteractionFileError.self) {
      try InteractionLog(
        bytes: header + Array(":real\n1\t2\t3\n".utf8), name: "f", format: .recBole)
    }
    #expect(error?.found == "\"real\"" && error?.line == 1)
    #expect((error?.column ?? 0) <= header.count + 2)
  }

  @Test(arguments: cases) func refuses(_ example: Case) {
    let error = #expect(throws: InteractionFileError.self) {
      try InteractionLog(
        bytes: example.bytes, name: "f.csv", format: example.format, columns: example.columns,
        positive: example.positive)
    }
    #expect(error?.description == example.message)
    #expect(error?.kind == .malformed)
    #expect((error?.line == nil) == (error?.column == nil))
  }
}
