extension InteractionLog {
  /// Cuts the log in three by a rule. O(events).
  ///
  /// - Precondition: the shares lie in `0 ... 1`, and so does their sum.
  public func split(_ rule: SplitRule) -> Split {
    switch rule {
    case .byTime(let train, let validation):
      precondition(
        train >= 0 && validation >= 0 && train + validation <= 1 + Self.slack,
        "shares \(train) of training and \(validation) of validation")
      let first = share(train)
      let second = max(first, share(train + validation))
      return Split(
        train: slice(0..<first), validation: slice(first..<second), test: slice(second..<count),
        trainAndValidation: slice(0..<second))
    case .leaveOneOut:
      return leavingOneOut()
    }
  }

  private func leavingOneOut() -> Split {
    var total = [Int32](repeating: 0, count: userCount)
    for user in userColumn { total[Int(user)] += 1 }
    var left = total
    // By part: training 0, validation 1, test 2.
    let parts = userColumn.map { user in
      left[Int(user)] -= 1
      return total[Int(user)] < 3 ? 0 : max(0, 2 - left[Int(user)])
    }
    func gathering(_ isPart: (Int32) -> Bool) -> InteractionLog {
      let rows = (0..<Int32(count)).filter { isPart(parts[Int($0)]) }
      let columns = Columns(users: userColumn, items: itemColumn, timestamps: timestamps)
      return InteractionLog(columns.gathering(rows), users: users, items: items)
    }
    return Split(
      train: gathering { $0 == 0 }, validation: gathering { $0 == 1 }, test: gathering { $0 == 2 },
      trainAndValidation: gathering { $0 < 2 })
  }

  /// A decimal share such as 0.8 + 0.1 is a few units in the last place off in binary, which would
  /// cost an event wherever the exact product is a whole number.
  private static var slack: Double { 0x1p-48 }

  /// `floor(fraction * count)` of the decimal fraction that is meant.
  private func share(_ fraction: Double) -> Int {
    min(count, Int((fraction * Double(count) * (1 + Self.slack)).rounded(.down)))
  }

  fileprivate func slice(_ rows: Range<Int>) -> InteractionLog {
    InteractionLog(
      Columns(
        users: Array(userColumn[rows]), items: Array(itemColumn[rows]),
        timestamps: Array(timestamps[rows])),
      users: users, items: items)
  }
}

extension Split {
  /// The split without the events of its test: all that whoever selects something may know.
  public var withoutTest: Split {
    Split(
      train: train, validation: validation, test: test.slice(0..<0),
      trainAndValidation: trainAndValidation)
  }
}
