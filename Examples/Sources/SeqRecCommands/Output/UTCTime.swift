/// A time on the calendar: `1997-09-20 03:05:38`, in UTC.
package struct UTCTime {
  /// Date and time of day, to the second.
  package let text: String

  /// The time so many seconds after the beginning of 1970, by the Gregorian calendar; nil before the
  /// year 1 and after 9999.
  package init?(secondsSince1970 seconds: Double) {
    guard -62_135_596_800..<253_402_300_800 ~= seconds else { return nil }
    let whole = Int(seconds.rounded(.down))
    let secondOfDay = (whole % 86_400 + 86_400) % 86_400
    var day = (whole - secondOfDay) / 86_400 + 719_162  // since the first day of the year 1
    // Years end with their leap days, so that 400, 100, 4 and 1 of them have fixed lengths.
    var year = 1
    for (years, days) in [(400, 146_097), (100, 36_524), (4, 1461), (1, 365)] {
      // The last century of four, and the last year of four, is a day longer.
      let most = years == 100 || years == 1 ? 3 : Int.max
      let count = min(day / days, most)
      year += count * years
      day -= count * days
    }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    var month = 1
    for length in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
      if day < length { break }
      day -= length
      month += 1
    }
    func padded(_ number: Int, _ width: Int = 2) -> String {
      String(repeating: "0", count: width - String(number).count) + String(number)
    }
    text =
      "\(padded(year, 4))-\(padded(month))-\(padded(day + 1)) \(padded(secondOfDay / 3600)):"
      + "\(padded(secondOfDay / 60 % 60)):\(padded(secondOfDay % 60))"
  }
}
