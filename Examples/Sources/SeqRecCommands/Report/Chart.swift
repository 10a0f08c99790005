/// Figures as SVG, drawn in a box as wide as a column of the page.
enum Chart {
  private static let width = 380.0

  /// A bar from 0 for each value, with a whisker of one deviation on either side.
  static func bars(_ title: String, _ values: [(name: String, spread: Spread)]) -> HTML {
    let (left, right, row) = (110.0, 60.0, 26.0)
    let most = values.map { $0.spread.mean + ($0.spread.deviation ?? 0) }.max() ?? 0
    let scale = (width - left - right) / max(most, 1e-12)
    var shapes: [HTML] = []
    for (place, (name, spread)) in values.enumerated() {
      let middle = (Double(place) + 0.5) * row
      let end = left + spread.mean * scale
      let half = (spread.deviation ?? 0) * scale
      shapes.append(text(name, x: left - 8, y: middle + 4, anchor: "end"))
      shapes.append(
        HTML(
          "rect",
          [
            "class": "bar", "x": left.fixed(1), "y": (middle - 8).fixed(1),
            "width": (end - left).fixed(1), "height": "16",
          ]))
      if half > 0 { shapes.append(line("whisker", end - half, middle, end + half, middle)) }
      shapes.append(text(spread.mean.fixed(4), x: end + half + 6, y: middle + 4))
    }
    let height = Double(values.count) * row
    shapes.append(line("axis", left, 0, left, height))
    return figure(title, height: height, shapes)
  }

  /// Differences from 0 with their intervals.
  static func intervals(
    _ title: String, _ values: [(name: String, middle: Double, interval: ClosedRange<Double>)]
  ) -> HTML {
    let (left, right, row) = (110.0, 16.0, 26.0)
    let least = min(0, values.map(\.interval.lowerBound).min() ?? 0)
    let most = max(0, values.map(\.interval.upperBound).max() ?? 0)
    let scale = (width - left - right) / max(most - least, 1e-12)
    func x(_ value: Double) -> Double { left + (value - least) * scale }
    let height = Double(values.count) * row
    var shapes = [line("axis", x(0), 0, x(0), height)]
    for (place, value) in values.enumerated() {
      let y = (Double(place) + 0.5) * row
      shapes.append(text(value.name, x: left - 8, y: y + 4, anchor: "end"))
      shapes.append(
        line("whisker", x(value.interval.lowerBound), y, x(value.interval.upperBound), y))
      shapes.append(
        HTML(
          "circle", ["class": "dot", "cx": x(value.middle).fixed(1), "cy": y.fixed(1), "r": "4"]))
    }
    let labels = [(least, "start"), (most, "end")].filter { $0.0 != 0 }.map {
      text($0.0.fixed(4), x: x($0.0), y: height + 14, anchor: $0.1, isQuiet: true)
    }
    shapes += labels + [text("0", x: x(0), y: height + 14, anchor: "middle", isQuiet: true)]
    return figure(title, height: height + 18, shapes)
  }

  /// A curve for each seed, over epochs.
  static func curves(_ title: String, _ curves: [[(epoch: Double, value: Double)]]) -> HTML {
    let (left, height, bottom) = (62.0, 130.0, 20.0)
    let points = curves.flatMap(\.self)
    let (least, most) = (points.map(\.value).min() ?? 0, points.map(\.value).max() ?? 0)
    let last = max(points.map(\.epoch).max() ?? 1, 1)
    func x(_ epoch: Double) -> Double { left + (epoch / last) * (width - left - 8) }
    func y(_ value: Double) -> Double {
      6 + (height - 12) * (most > least ? (most - value) / (most - least) : 0.5)
    }
    var shapes = [line("axis", left, height, width, height), line("axis", left, 0, left, height)]
    for curve in curves {
      let path = curve.map { "\(x($0.epoch).fixed(1)),\(y($0.value).fixed(1))" }
      shapes.append(
        HTML("polyline", ["class": "curve", "points": path.joined(separator: " ")]))
    }
    shapes.append(text(most.fixed(4), x: left - 6, y: 12, anchor: "end", isQuiet: true))
    shapes.append(text(least.fixed(4), x: left - 6, y: height - 2, anchor: "end", isQuiet: true))
    shapes.append(
      text("epoch \(Int(last))", x: width - 2, y: height + 15, anchor: "end", isQuiet: true))
    return figure(title, height: height + bottom, shapes)
  }

  private static func figure(_ title: String, height: Double, _ shapes: [HTML]) -> HTML {
    let box = "0 0 \(Int(width)) \(Int(height.rounded(.up)))"
    return HTML(
      "figure", [:],
      [
        HTML("h3", [:], title),
        HTML("svg", ["viewBox": box, "role": "img", "aria-label": title], shapes),
      ])
  }

  private static func line(
    _ kind: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double
  ) -> HTML {
    HTML(
      "line",
      ["class": kind, "x1": x1.fixed(1), "y1": y1.fixed(1), "x2": x2.fixed(1), "y2": y2.fixed(1)])
  }

  private static func text(
    _ text: String, x: Double, y: Double, anchor: String = "start", isQuiet: Bool = false
  ) -> HTML {
    HTML(
      "text",
      [
        "x": x.fixed(1), "y": y.fixed(1), "text-anchor": anchor,
        "class": isQuiet ? "quiet" : "label",
      ], text)
  }
}
