import Testing

/// A file that must be refused, and what the error must say of it.
struct Malformed: CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let fault: String

  init(_ name: String, _ bytes: [UInt8], _ fault: String) {
    self.name = name
    self.bytes = bytes
    self.fault = fault
  }

  init(_ name: String, _ header: String, data: Int = 0, _ fault: String) {
    self.init(name, fileBytes(header, data: data), fault)
  }

  var testDescription: String { name }
}

/// A letter below so many marks that a normal form sorts them: as many steps as their number's square.
func marks(_ count: Int) -> String {
  "a" + String(repeating: "\u{301}\u{316}", count: count / 2) + (count % 2 == 0 ? "" : "\u{301}")
}

private let good = "{\"a\":\(info())}"
private let maximum = "9223372036854775807"

// The numbers are those of the checks in `docs/checkpoints.md`.
let malformedFiles: [Malformed] = [
  // 1: length of the header
  Malformed("1 empty file", [], "at least the 8 bytes of the header's length, found 0 bytes"),
  Malformed("1 seven bytes", Array(repeating: 0, count: 7), "found 7 bytes"),
  Malformed("1 above the limit", bytes(of: UInt64(100_000_001)), "at most 100000000 bytes"),
  Malformed("1 at the limit, cut off", bytes(of: UInt64(100_000_000)), "within the file's 8 bytes"),
  Malformed("1 largest length", bytes(of: UInt64.max), "a length of 18446744073709551615"),
  Malformed("1 sign bit", bytes(of: UInt64(1) << 63), "a length of 9223372036854775808"),
  Malformed("1 one too long", bytes(of: UInt64(3)) + Array("{}".utf8), "a length of 3"),
  Malformed(
    "1 big-endian length", bytes(of: UInt64(2).byteSwapped) + Array("{}".utf8), "at most 100000000"),
  Malformed("1 zip archive", Array("PK\u{3}\u{4}\0\0\u{8}\u{8}".utf8), "a zip archive"),
  Malformed("1 Git LFS pointer", Array("version https://".utf8), "a Git LFS pointer"),
  Malformed("1 gzip file", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6], "a gzip file"),

  // 2: first byte
  Malformed("2 no header", "", "'{' as the header's first byte, found the end of the header"),
  Malformed("2 leading space", " {}", "first byte, found the byte 0x20"),
  Malformed("2 array", "[]", "first byte, found '['"),
  Malformed("2 byte-order mark", "\u{FEFF}{}", "first byte, found the byte 0xef"),
  Malformed("2 zeros", fileBytes([0, 0]), "first byte, found the byte 0x0"),

  // 3: JSON of the right form
  Malformed("3 unclosed", "{", "found the end of the header"),
  Malformed("3 only spaces after", "{   ", "found the end of the header"),
  Malformed("3 text after", "{}x", "nothing but spaces after the header's '}', found 'x'"),
  Malformed("3 second object", "{}{}", "nothing but spaces after the header's '}', found '{'"),
  Malformed("3 newline after", "{}\n", "nothing but spaces after the header's '}', found the byte"),
  Malformed("3 zero after", "{}\0", "found the byte 0x0"),
  Malformed("3 trailing comma", "{\"a\":\(info()),}", data: 8, "'\"' of a key in the header"),
  Malformed("3 leading comma", "{,}", "'\"' of a key in the header, found ','"),
  Malformed("3 no comma", "{\"a\":\(info())\"b\":\(info())}", data: 8, "'}' of the header"),
  Malformed("3 no colon", "{\"a\" \(info())}", data: 8, "':' of the header, found '{'"),
  Malformed("3 name without quotes", "{a:\(info())}", data: 8, "found 'a'"),
  Malformed("3 single quotes", "{'a':\(info())}", data: 8, "found '''"),
  Malformed("3 a comment", "{/**/}", "found '/'"),
  Malformed("3 tensor is null", "{\"a\":null}", "'{' of tensor \"a\", found 'n'"),
  Malformed("3 tensor is an array", "{\"a\":[]}", "'{' of tensor \"a\", found '['"),
  Malformed("3 nested", "{\"a\":{\"a\":{}}}", "found the key \"a\""),
  Malformed(
    "3 deeply nested", String(repeating: "{\"a\":", count: 100_000), "found the key \"a\""),
  Malformed(
    "3 deep arrays", "{\"a\":{\"shape\":" + String(repeating: "[", count: 100_000),
    "a whole number in the shape of tensor \"a\", found '['"),
  Malformed("3 empty tensor", "{\"a\":{}}", "found no dtype"),
  Malformed("3 no dtype", "{\"a\":{\"shape\":[],\"data_offsets\":[0,0]}}", "found no dtype"),
  Malformed("3 no shape", "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,0]}}", "found no shape"),
  Malformed("3 no offsets", "{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", "found no data_offsets"),
  Malformed("3 unknown key", "{\"a\":{\"stride\":1}}", "found the key \"stride\""),
  Malformed("3 dtype is a number", "{\"a\":{\"dtype\":32}}", "'\"' of the dtype of tensor \"a\""),
  Malformed("3 shape is a number", "{\"a\":\(info("F32", "2"))}", data: 8, "'[' of the shape"),
  Malformed("3 shape is text", "{\"a\":\(info("F32", "[\"2\"]"))}", data: 8, "found '\"'"),
  Malformed("3 negative extent", "{\"a\":\(info("F32", "[-2]"))}", data: 8, "found '-'"),
  Malformed("3 fraction", "{\"a\":\(info("F32", "[2.0]"))}", data: 8, "a fraction"),
  Malformed("3 exponent", "{\"a\":\(info("F32", "[2e0]"))}", data: 8, "an exponent"),
  Malformed("3 leading zero", "{\"a\":\(info("F32", "[02]"))}", data: 8, "a leading zero"),
  Malformed("3 hexadecimal", "{\"a\":\(info("F32", "[0x2]"))}", data: 8, "found 'x'"),
  Malformed("3 trailing comma in shape", "{\"a\":\(info("F32", "[2,]"))}", data: 8, "found ']'"),
  Malformed("3 unclosed shape", "{\"a\":\(info("F32", "[2"))}", data: 8, "a whole number in"),
  Malformed(
    "3 one offset", "{\"a\":\(info("F32", "[2]", "[8]"))}", data: 8, "a begin and an end"),
  Malformed(
    "3 three offsets", "{\"a\":\(info("F32", "[2]", "[0,8,8]"))}", data: 8,
    "at most 2 numbers in the data_offsets of tensor \"a\""),
  Malformed(
    "3 a hundred thousand offsets",
    "{\"a\":{\"data_offsets\":[" + String(repeating: "0,", count: 100_000), "at most 2 numbers"),
  Malformed(
    "3 more than 64 axes",
    "{\"a\":\(info("F32", "[" + String(repeating: "1,", count: 64) + "2]"))}", data: 8,
    "at most 64 numbers in the shape of tensor \"a\", found more"),
  Malformed("3 no offset", "{\"a\":\(info("F32", "[2]", "[]"))}", data: 8, "found []"),
  Malformed("3 unclosed text", "{\"a", "'\"' of a key in the header, found the end"),
  Malformed("3 control character", "{\"a\n\":\(info())}", data: 8, "no bare control character"),
  Malformed("3 last control character", "{\"\u{1F}\":{}}", "found the byte 0x1f"),
  Malformed("3 zero in a name", "{\"\0\":{}}", "found the byte 0x0"),
  Malformed("3 unknown escape", "{\"\\x\":\(info())}", data: 8, "an escape of JSON"),
  Malformed(
    "3 unclosed escape", "{\"\\", "an escape of JSON in a key in the header, found the end"),
  Malformed("3 short code unit", "{\"\\u12\":\(info())}", data: 8, "four hexadecimal digits"),
  Malformed("3 low surrogate", "{\"\\udc00\":\(info())}", data: 8, "found half of one"),
  Malformed("3 high surrogate", "{\"\\ud800x\":\(info())}", data: 8, "found half of one"),
  Malformed("3 two high surrogates", "{\"\\ud800\\ud800\":\(info())}", data: 8, "half of one"),
  Malformed("3 surrogate, then escape", "{\"\\ud800\\n\":\(info())}", data: 8, "half of one"),
  Malformed("3 surrogate, then nothing", "{\"\\ud800\\", "half of one"),
  Malformed(
    "3 invalid UTF-8", fileBytes(Array("{\"".utf8) + [0xFF] + Array("\":{}}".utf8)), "valid UTF-8"),
  Malformed(
    "3 overlong UTF-8", fileBytes(Array("{\"".utf8) + [0xC0, 0xAF] + Array("\":{}}".utf8)),
    "valid UTF-8"),
  Malformed(
    "3 surrogate in UTF-8",
    fileBytes(Array("{\"".utf8) + [0xED, 0xA0, 0x80] + Array("\":{}}".utf8)), "valid UTF-8"),
  Malformed(
    "3 invalid UTF-8 in metadata",
    fileBytes(Array("{\"__metadata__\":{\"a\":\"".utf8) + [0xE9] + Array("\"}}".utf8)),
    "the text of \"a\" in __metadata__ in valid UTF-8"),
  Malformed(
    "3 marks in a name", "{\"\(marks(31))\":\(info())}", data: 8,
    "a key in the header with at most 30 combining marks in a row, found more of them"),
  Malformed(
    "3 marks that are letters by their class",
    "{\"a\(String(repeating: "\u{F73}", count: 16))\":\(info())}", data: 8,
    "a key in the header with at most 30 combining marks in a row, found more of them"),
  Malformed(
    "3 marks in a dtype", "{\"a\":\(info("F" + marks(1_000_000)))}", data: 8,
    "the dtype of tensor \"a\" with at most 30 combining marks"),
  Malformed(
    "3 marks in a key of metadata", "{\"__metadata__\":{\"\(marks(1_000_000))\":\"\"}}",
    "a key in __metadata__ with at most 30 combining marks"),
  Malformed(
    "3 marks in metadata", "{\"__metadata__\":{\"format\":\"s\(marks(1_000_000))\"}}",
    "in __metadata__ with at most 30 combining marks"),
  Malformed("3 metadata is text", "{\"__metadata__\":\"\"}", "'{' of __metadata__"),
  Malformed("3 metadata holds a number", "{\"__metadata__\":{\"a\":1}}", "found '1'"),
  Malformed("3 metadata holds an object", "{\"__metadata__\":{\"a\":{}}}", "found '{'"),

  // 4: duplicates
  Malformed("4 tensor twice", "{\"a\":\(info()),\"a\":\(info())}", data: 8, "a second \"a\""),
  Malformed(
    "4 tensor twice, escaped", "{\"a\":\(info()),\"\\u0061\":\(info("F32", "[2]", "[8,16]"))}",
    data: 16, "a second \"a\""),
  Malformed(
    "4 names that differ in normalisation",
    "{\"\u{E9}\":\(info()),\"e\u{301}\":\(info("F32", "[2]", "[8,16]"))}", data: 16, "a second"),
  Malformed(
    "4 key twice", "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}",
    "distinct keys in tensor \"a\", found a second \"dtype\""),
  Malformed(
    "4 metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}}", "a second \"__metadata__\""),
  Malformed(
    "4 key of metadata twice", "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}",
    "distinct keys in __metadata__, found a second \"k\""),

  // 5: known types
  Malformed(
    "5 F33", "{\"a\":\(info("F33"))}", data: 8, "a known dtype of tensor \"a\", found \"F33\""),
  Malformed("5 lower case", "{\"a\":\(info("f32"))}", data: 8, "found \"f32\""),
  Malformed("5 empty", "{\"a\":\(info(""))}", data: 8, "found \"\""),

  // 6: overflow
  Malformed("6 product", "{\"a\":\(info("F32", "[4294967296,4294967296]"))}", data: 8, "overflows"),
  Malformed(
    "6 product that wraps to 2", "{\"a\":\(info("F32", "[9223372036854775809,2]"))}", data: 8,
    "a larger number"),
  Malformed(
    "6 product that wraps to 0", "{\"a\":\(info("F32", "[4294967296,4294967296]", "[0,0]"))}",
    "overflows"),
  Malformed(
    "6 product beside a zero", "{\"a\":\(info("F32", "[\(maximum),\(maximum),0]", "[0,0]"))}",
    "overflows"),
  Malformed(
    "6 product after a zero", "{\"a\":\(info("F32", "[0,\(maximum),2]", "[0,0]"))}", "overflows"),
  Malformed(
    "6 times bytes, wraps to 0", "{\"a\":\(info("F32", "[4611686018427387904]", "[0,0]"))}",
    "overflows"),
  Malformed("6 times bytes", "{\"a\":\(info("F64", "[\(maximum)]"))}", data: 8, "overflows"),
  Malformed(
    "6 extent above 64 bits", "{\"a\":\(info("F32", "[18446744073709551618]"))}", data: 8,
    "a larger number"),
  Malformed(
    "6 offset above 64 bits", "{\"a\":\(info("F32", "[2]", "[0,18446744073709551624]"))}", data: 8,
    "a larger number"),

  // 7: size
  Malformed(
    "7 too few bytes", "{\"a\":\(info("F32", "[3]"))}", data: 8, "12 bytes of tensor \"a\""),
  Malformed("7 too many bytes", "{\"a\":\(info("F32", "[1]"))}", data: 8, "found 8 between"),
  Malformed("7 scalar of no bytes", "{\"a\":\(info("F32", "[]", "[0,0]"))}", "4 bytes of tensor"),
  Malformed("7 bytes of nothing", "{\"a\":\(info("F32", "[0]"))}", data: 8, "0 bytes of tensor"),
  Malformed("7 another type", "{\"a\":\(info("F64"))}", data: 8, "as F64 [2] takes"),
  Malformed(
    "7 end before begin", "{\"a\":\(info("F32", "[2]", "[8,0]"))}", data: 8, "an end after it"),
  Malformed(
    "7 claims a terabyte", "{\"a\":\(info("F32", "[1099511627776]"))}", data: 8, "found 8 between"),

  // 8: neither hole nor overlap
  Malformed(
    "8 hole at the start", "{\"a\":\(info("F32", "[2]", "[4,12]"))}", data: 12, "a hole before it"),
  Malformed(
    "8 hole between", "{\"a\":\(info()),\"b\":\(info("F32", "[1]", "[12,16]"))}", data: 16,
    "tensor \"b\" to begin at offset 8, found 12: a hole before it"),
  Malformed(
    "8 overlap", "{\"a\":\(info()),\"b\":\(info("F32", "[2]", "[4,12]"))}", data: 12, "an overlap"),
  Malformed("8 same place", "{\"a\":\(info()),\"b\":\(info())}", data: 8, "an overlap"),
  Malformed(
    "8 one within another",
    "{\"a\":\(info("F32", "[4]", "[0,16]")),"
      + "\"b\":\(info("F32", "[1]", "[4,8]"))}", data: 16, "an overlap"),
  Malformed(
    "8 empty within another", "{\"a\":\(info()),\"b\":\(info("F32", "[0]", "[4,4]"))}", data: 8,
    "tensor \"b\" to begin at offset 8, found 4: an overlap"),
  Malformed(
    "8 empty beyond the end", "{\"a\":\(info()),\"b\":\(info("F32", "[0]", "[9,9]"))}", data: 8,
    "a hole before it"),
  Malformed(
    "8 empty alone, not at 0", "{\"b\":\(info("F32", "[0]", "[\(maximum),\(maximum)]"))}",
    "a hole before it"),

  // 9: length of the file
  Malformed(
    "9 data cut off", good, data: 7, "8 bytes of data, where the last tensor ends, found 7"),
  Malformed("9 no data", good, "found 0 (the file may be cut off)"),
  Malformed("9 a byte after", good, data: 9, "found 9"),
  Malformed("9 data without a tensor", "{}", data: 1, "0 bytes of data"),
  Malformed(
    "9 data beside an empty tensor", "{\"a\":\(info("F32", "[0]", "[0,0]"))}", data: 4, "found 4"),
  Malformed(
    "9 beyond the end", "{\"a\":\(info("U8", "[\(maximum)]", "[0,\(maximum)]"))}", data: 8,
    "\(maximum) bytes of data"),
]
