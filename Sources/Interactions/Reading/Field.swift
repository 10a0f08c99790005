/// Where a field stands in the bytes of a file.
struct Field {
  /// What is in it, without quotes.
  var content = 0..<0
  var quotes = Quotes.none

  enum Quotes {
    case none
    case around
    /// Around it, and doubled ones inside.
    case aroundAndInside
  }

  /// Where it begins, the opening quote included.
  var offset: Int { quotes == .none ? content.lowerBound : content.lowerBound - 1 }
  /// Where it ends, the closing quote included.
  var end: Int { quotes == .none ? content.upperBound : content.upperBound + 1 }
  /// Whether there is nothing, not even quotes.
  var isAbsent: Bool { content.isEmpty && quotes == .none }
}

/// The fields of a line that mean something, and how many it has.
struct Row {
  var user = Field()
  var item = Field()
  var rating = Field()
  var timestamp = Field()
  var count = 0

  @inline(__always) mutating func append(_ field: Field, _ layout: Layout) {
    if count == layout.user {
      user = field
    } else if count == layout.item {
      item = field
    } else if count == layout.timestamp {
      timestamp = field
    } else if count == layout.rating {
      rating = field
    }
    count += 1
  }
}
