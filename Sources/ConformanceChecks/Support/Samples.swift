import SeqRec

/// What laws are tried on.
enum Sample {
  /// Uniform on `[-1, 1)`, on a grid that both precisions hold.
  static func tensor<S: Scalar>(_ shape: Shape, _ seed: Seed, as _: S.Type = S.self) -> Tensor<S> {
    var generator = seed.generator()
    return Tensor(
      (0..<shape.elementCount).map { _ in
        S((generator.uniform() * 2048).rounded(.down) / 1024 - 1)
      }, shape: shape)
  }

  /// First values, moved: a bias that begins at 0 would hide what it does.
  static func values(of parameters: [Parameter], _ seed: Seed) -> [Tensor<Float>] {
    let initial = Weights<Float>(parameters, seed: seed)
    return parameters.map { parameter in
      var value = initial[parameter]
      value.add(tensor(parameter.shape, seed.child("moved").child(parameter.path)), times: 0.5)
      return value
    }
  }

  /// Histories of these lengths.
  static func histories(_ lengths: [Int], itemCount: Int, _ seed: Seed) -> [History] {
    lengths.enumerated().map { number, length in
      var generator = seed.child(number).generator()
      return History(
        items: (0..<length).map { _ in Int32(generator.index(below: itemCount)) },
        timestamps: (0..<length).map { Double(10 * $0 + number) }, next: Double(10 * length))
    }
  }
}

/// Histories of a batch, one of which is different from a position on.
struct LaterChange {
  let histories: [History]
  /// The rows of that history before the change, and from it on.
  let kept, changed: Range<Int>
  let name: String

  /// A change at each position but the first of each sequence; the batch is of the whole histories.
  static func all(of histories: [History], in batch: SequenceBatch, itemCount: Int) -> [Self] {
    (0..<batch.count).flatMap { number in
      let positions = batch.positions(of: number)
      return positions.dropFirst().map { first in
        var changed = histories
        let position = first - positions.lowerBound
        changed[number] = changed[number].changed(from: position, itemCount: itemCount)
        return LaterChange(
          histories: changed, kept: positions.lowerBound..<first,
          changed: first..<positions.upperBound,
          name: "of sequence \(number) before position \(position), from which on it changes")
      }
    }
  }
}

extension History {
  /// The same up to a position; from there on other items, and at other times after it: when the next
  /// item comes is what a question knows.
  func changed(from position: Int, itemCount: Int) -> Self {
    var changed = self
    for index in position..<items.count {
      changed.items[index] = (items[index] + 1) % Int32(itemCount)
      if index > position { changed.timestamps[index] += 1000 }
    }
    changed.next += 1000
    return changed
  }
}

extension Tensor {
  /// The rows of a range.
  func taking(_ rows: Range<Int>) -> Tensor {
    Tensor(
      Array(elements[rows.lowerBound * columns..<rows.upperBound * columns]),
      shape: [rows.count, columns])
  }

  /// The same with other numbers in the rows of a range.
  func changed(_ rows: Range<Int>) -> Tensor {
    var changed = self
    for row in rows {
      for column in 0..<columns { changed[row, column] = S(2) - changed[row, column] }
    }
    return changed
  }
}

extension [Parameter] {
  /// Each path once.
  var withoutRepeats: [Parameter] {
    var known: Set<String> = []
    return filter { known.insert($0.path).inserted }
  }
}
