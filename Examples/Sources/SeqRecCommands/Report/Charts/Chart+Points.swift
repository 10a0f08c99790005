extension Chart {
  /// A model among others: where it is and how surely.
  struct Point {
    let name: String
    /// Nil for one that has none, which stands at the beginning of the axis.
    let x: Double?
    let y: Spread
  }

  /// A point a model, over what it took on an axis of powers of ten.
  static func points(
    _ title: String, over horizontal: (name: String, unit: String, none: String),
    vertical: (name: String, unit: String), _ points: [Point], note: String
  ) -> HTML {
    let ends = points.flatMap { point in
      [-1, 1].map { point.y.mean + $0 * (point.y.deviation ?? 0) }
    }
    let up = Axis(vertical.name, unit: vertical.unit, .linear(covering: [0] + ends))
    var scale = Scale.logarithmic(covering: points.compactMap(\.x))
    let none = scale.range.lowerBound / 5
    if points.contains(where: { $0.x == nil }) {
      scale = Scale(
        none...scale.range.upperBound, isLogarithmic: true,
        ticks: [.init(value: none, text: horizontal.none)] + scale.ticks)
    }
    var canvas = Canvas(left: Canvas.room(for: up.scale.ticks.map(\.text)), right: 20, height: 230)
    canvas.addLeft(up)
    canvas.addBottom(Axis(horizontal.name, unit: horizontal.unit, scale))
    let places = points.map { point in
      (x: canvas.x(point.x ?? none, on: scale), y: canvas.y(point.y.mean, on: up.scale))
    }
    var taken = places.map { Area(x: $0.x - 5, y: $0.y - 5, width: 10, height: 10) }
    for (point, place) in zip(points, places) {
      if let deviation = point.y.deviation, deviation > 0 {
        let ends = [-1, 1].map { canvas.y(point.y.mean + $0 * deviation, on: up.scale) }
        canvas.add(.line("whisker", place.x, ends[0], place.x, ends[1]))
      }
      canvas.add(.circle("dot s0", x: place.x, y: place.y))
      let area = Area.free(for: point.name, at: place, among: taken, in: canvas)
      taken.append(area)
      let middle = area.y + 7
      if abs(middle - place.y) > 20 {
        let end = min(max(place.x, area.x), area.x + area.width)
        canvas.add(.line("leader", place.x, place.y, end, middle + (middle < place.y ? 7 : -7)))
      }
      canvas.add(.text(point.name, "label", x: area.x, y: area.y + 11))
    }
    let content = points.map { point in
      let x = point.x.map { "\($0.fixed(1)) \(horizontal.unit.prefix { $0 != "," })" }
      return "\(point.name): \(x ?? horizontal.none), \(point.y.text(4, sign: "\u{B1}"))"
    }
    return canvas.figure(title, content: content.joined(separator: "; ") + ".", note: note)
  }
}

/// What a shape covers.
private struct Area {
  let x, y, width, height: Double

  /// Where a name meets nothing, as near to its point as can be: beside it, else above or below.
  static func free(
    for name: String, at point: (x: Double, y: Double), among taken: [Area], in canvas: Canvas
  ) -> Area {
    // A font may be a little wider than estimated.
    let width = name.estimatedWidth + 4
    func area(_ aside: Double, _ step: Double) -> Area {
      Area(x: point.x + aside, y: point.y - 7 + step, width: width, height: 14)
    }
    func isInside(_ area: Area) -> Bool {
      area.x > canvas.left && area.x + width <= Canvas.width && area.y > canvas.top - 7
        && area.y + 14 < canvas.bottom
    }
    for place in 0..<60 {
      // 0, one step up, one down, two up and so on.
      let step: Double = 8 * Double((place + 1) / 2) * (place.isMultiple(of: 2) ? 1 : -1)
      let asides: [Double] = step.magnitude < 15 ? [8, -8 - width] : [-width / 2, 8, -8 - width]
      for aside in asides {
        let found = area(aside, step)
        if isInside(found), !found.overlaps(taken) { return found }
      }
    }
    return area(8, 0)
  }

  private func overlaps(_ others: [Area]) -> Bool {
    others.contains {
      x < $0.x + $0.width && $0.x < x + width && y < $0.y + $0.height && $0.y < y + height
    }
  }
}
