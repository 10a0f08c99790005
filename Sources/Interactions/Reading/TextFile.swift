/// That bytes are text, in an encoding that is read here.
func refuseWhatIsNoText(_ bytes: [UInt8]) throws(Fault) {
  let expected = "text in UTF-8"
  if bytes.starts(with: [0x1F, 0x8B]) {
    throw Fault(
      offset: 0, expected: expected, found: "a gzip file", hint: "decompress it (gunzip)")
  }
  if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
    throw Fault(
      offset: 0, expected: expected, found: "a zip archive", hint: "unpack it (unzip)")
  }
  let isUTF16 =
    ByteOrderMark.utf16LittleEndian.length(in: bytes) > 0
    || ByteOrderMark.utf16BigEndian.length(in: bytes) > 0
  if isUTF16 {
    throw Fault(
      offset: 0, expected: expected, found: "text in UTF-16", hint: "save it as UTF-8")
  }
  if bytes.span.contains(0), let zero = bytes.firstIndex(of: 0) {
    throw Fault(offset: zero, expected: expected, found: "a zero byte: a binary file")
  }
}

/// The first line that is not blank.
func firstLine(of bytes: [UInt8], from start: Int) -> ArraySlice<UInt8> {
  bytes[start...].drop { ASCII.isLineEnd($0) || $0 == ASCII.space }
    .prefix { !ASCII.isLineEnd($0) }
}

/// The different numbers of words between spaces that lines have, blank ones left out. O(bytes).
func wordCounts(ofLinesIn bytes: [UInt8], from start: Int) -> Set<Int> {
  var counts: Set<Int> = []
  for line in bytes[start...].split(whereSeparator: ASCII.isLineEnd) {
    counts.insert(line.split(separator: ASCII.space).count)
  }
  return counts.subtracting([0])
}
