extension Chart {
  /// A curve with its name, which stands at its end.
  struct Line {
    let name: String
    let points: [(x: Double, y: Double)]
  }

  /// A curve for each seed, over epochs.
  static func curves(
    _ title: String, of what: String, unit: String, best: String,
    _ curves: [[(epoch: Double, value: Double)]]
  ) -> HTML {
    let points = curves.flatMap(\.self)
    let vertical = Axis(what, unit: unit, .linear(covering: points.map(\.value)))
    let horizontal = Axis(
      "training", unit: "epochs", .linear(covering: [0] + points.map(\.epoch), steps: 5, least: 1))
    var canvas = Canvas(
      left: Canvas.room(for: vertical.scale.ticks.map(\.text)), height: 130)
    canvas.addLeft(vertical)
    canvas.addBottom(horizontal, hasLines: false)
    for curve in curves {
      canvas.addCurve(
        "curve s0",
        curve.map {
          (canvas.x($0.epoch, on: horizontal.scale), canvas.y($0.value, on: vertical.scale))
        })
    }
    let content = curves.enumerated().map { number, curve in
      let found =
        best == "lowest"
        ? curve.min { $0.value < $1.value } : curve.max { $0.value < $1.value }
      let (first, last) = (curve[0], curve[curve.count - 1])
      return "Curve \(number + 1) of \(curves.count): \(first.value.fixed(4)) after epoch "
        + "\(first.epoch.fixed(0)), \(last.value.fixed(4)) after epoch \(last.epoch.fixed(0))"
        + (found.map { ", \(best) \($0.value.fixed(4)) after epoch \($0.epoch.fixed(0))" } ?? "")
    }
    return canvas.figure(title, content: content.joined(separator: "; ") + ".")
  }

  /// A line a series over widths, or other sizes that grow by factors.
  static func lines(
    _ title: String, over horizontal: (name: String, unit: String), vertical: Axis,
    _ lines: [Line], note: String
  ) -> HTML {
    let sizes = Set(lines.flatMap { $0.points.map(\.x) }).sorted()
    let ends = (sizes.first ?? 1) / 1.15...(sizes.last ?? 1) * 1.15
    let axis = Axis(
      horizontal.name, unit: horizontal.unit,
      Scale(ends, isLogarithmic: true, ticks: sizes.map { .init(value: $0, text: Int($0).grouped) })
    )
    var canvas = Canvas(
      left: Canvas.room(for: vertical.scale.ticks.map(\.text)),
      right: Canvas.room(for: lines.map(\.name), atMost: 110), height: 200)
    canvas.addLeft(vertical)
    canvas.addBottom(axis)
    var labels: [Double] = []
    for (series, line) in lines.enumerated() {
      let color = "s\(series % Canvas.seriesCount)"
      let points = line.points.map { point in
        (x: canvas.x(point.x, on: axis.scale), y: canvas.y(point.y, on: vertical.scale))
      }
      canvas.addCurve("curve \(color)", points)
      for point in points {
        canvas.add(.circle("dot \(color)", x: point.x, y: point.y, radius: 3.5))
      }
      // Names give way downwards to those that are there.
      guard var y = points.last?.y else { continue }
      while let other = labels.first(where: { abs($0 - y) < 15 }) { y = other + 15 }
      labels.append(y)
      canvas.add(.text(line.name, "label", x: canvas.right + 4, y: y + 4))
    }
    let content = lines.map { line in
      let points = line.points.map { "\($0.y.fixed(4)) at \($0.x.fixed(0))" }
      return "\(line.name): \(points.joined(separator: ", "))"
    }
    return canvas.figure(title, content: content.joined(separator: "; ") + ".", note: note)
  }
}

extension Canvas {
  fileprivate mutating func addCurve(_ kind: String, _ points: [(x: Double, y: Double)]) {
    let path = points.map { "\($0.x.fixed(1)),\($0.y.fixed(1))" }
    add(HTML("polyline", ["class": kind, "points": path.joined(separator: " ")]))
  }
}
