/// Figures as SVG.
enum Chart {
  /// The height of a row of bars or intervals.
  private static let row = 26.0

  /// A bar from 0 for each model, with a whisker of one deviation on either side.
  static func bars(
    _ title: String, unit: String, _ values: [(name: String, spread: Spread)]
  ) -> HTML {
    var canvas = Canvas(
      left: Canvas.room(for: values.map(\.name)), right: 52, height: Double(values.count) * row)
    let ends = values.map { $0.spread.mean + ($0.spread.deviation ?? 0) }
    let axis = Axis(title, unit: unit, .linear(covering: [0] + ends))
    canvas.addBottom(axis)
    canvas.addTitle(ofRows: "model")
    for (place, (name, spread)) in values.enumerated() {
      let y = canvas.top + (Double(place) + 0.5) * row
      func x(_ value: Double) -> Double { canvas.x(value, on: axis.scale) }
      canvas.addName(name, y: y)
      canvas.add(
        .rectangle(
          "bar s0", x: canvas.left, y: y - 8, width: x(spread.mean) - canvas.left, height: 16))
      var end = x(spread.mean)
      if let deviation = spread.deviation, deviation > 0 {
        end = x(spread.mean + deviation)
        canvas.add(.line("whisker", x(spread.mean - deviation), y, end, y))
      }
      canvas.add(.text(spread.mean.fixed(4), "label", x: end + 6, y: y + 4))
    }
    canvas.add(.line("axis", canvas.left, canvas.top, canvas.left, canvas.bottom))
    let content = values.map { "\($0.name) \($0.spread.text(4, sign: "\u{B1}"))" }
    return canvas.figure(title, content: content.joined(separator: ", ") + ".")
  }

  /// Differences from 0 with their intervals.
  static func intervals(
    _ title: String, unit: String,
    _ values: [(name: String, middle: Double, interval: ClosedRange<Double>)]
  ) -> HTML {
    var canvas = Canvas(
      left: Canvas.room(for: values.map(\.name)), right: 24, height: Double(values.count) * row)
    let bounds = values.flatMap { [$0.interval.lowerBound, $0.interval.upperBound] }
    let axis = Axis("difference", unit: unit, .linear(covering: [0] + bounds))
    canvas.addBottom(axis)
    canvas.addTitle(ofRows: "model")
    func x(_ value: Double) -> Double { canvas.x(value, on: axis.scale) }
    canvas.add(.line("zero", x(0), canvas.top, x(0), canvas.bottom))
    for (place, value) in values.enumerated() {
      let y = canvas.top + (Double(place) + 0.5) * row
      canvas.addName(value.name, y: y)
      canvas.add(
        .line("whisker", x(value.interval.lowerBound), y, x(value.interval.upperBound), y))
      canvas.add(.circle("dot s0", x: x(value.middle), y: y))
    }
    let content = values.map { value in
      let (least, most) = (value.interval.lowerBound, value.interval.upperBound)
      return "\(value.name) \(value.middle.fixed(4)), from \(least.fixed(4)) to \(most.fixed(4))"
    }
    return canvas.figure(title, content: content.joined(separator: "; ") + ".")
  }

  /// A row of parts for each item, its title above it; each row's parts are percentages.
  ///
  /// - Parameters:
  ///   - series: what the parts of a row are.
  ///   - areStacked: whether they are one behind the other and make a whole, or each begins at 0.
  static func parts(
    _ title: String, of what: String, rows name: String, series: [String],
    _ rows: [(title: String, parts: [Double])], areStacked: Bool
  ) -> HTML {
    let bar = areStacked ? 10.0 : 7.0
    let bars = areStacked ? bar : bar * Double(series.count)
    let height = 16 + bars + 9
    var canvas = Canvas(
      left: 4, right: 20, top: Double(keyHeight(series)) + 24,
      height: Double(rows.count) * height + 4)
    canvas.addTitle(ofRows: name)
    _ = canvas.addKey(series, y: 22)
    let most = areStacked ? [100] : rows.flatMap(\.parts)
    let axis = Axis(what, unit: "%", .linear(covering: [0] + most))
    canvas.addBottom(axis)
    func x(_ value: Double) -> Double { canvas.x(value, on: axis.scale) }
    for (place, row) in rows.enumerated() {
      var y = canvas.top + Double(place) * height + 4
      canvas.add(
        .text(row.title.shortened(toWidth: Canvas.width - 8), "label", x: 4, y: y + 11))
      y += 16
      var start = 0.0
      for (number, part) in row.parts.enumerated() where part > 0 {
        canvas.add(
          .rectangle(
            "bar s\(number % Canvas.seriesCount)", x: x(start),
            y: areStacked ? y : y + Double(number) * bar, width: x(start + part) - x(start),
            height: bar - 0.5, telling: "\(row.title): \(series[number]) \(part.fixed(1))%"))
        if areStacked { start += part }
      }
    }
    canvas.add(.line("axis", canvas.left, canvas.top, canvas.left, canvas.bottom))
    let content = rows.map { row in
      let parts = zip(series, row.parts).map { "\($0) \($1.fixed(1))%" }
      return "\(row.title): \(parts.joined(separator: ", "))"
    }
    return canvas.figure(title, content: content.joined(separator: "; ") + ".")
  }

  /// The room that a key takes.
  private static func keyHeight(_ names: [String]) -> Int {
    var canvas = Canvas(left: 0, height: 0)
    return Int(canvas.addKey(names, y: 0))
  }
}

extension Canvas {
  /// The name of a row whose middle is at `y`.
  fileprivate mutating func addName(_ name: String, y: Double) {
    add(.text(name.shortened(toWidth: left - 10), "label", x: left - 8, y: y + 4, anchor: "end"))
  }
}
