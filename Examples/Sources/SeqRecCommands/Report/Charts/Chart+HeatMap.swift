extension Chart {
  /// A square for each pair of values, the stronger the better; the best one is framed, and a ring stands where
  /// the model is.
  ///
  /// - Parameters:
  ///   - titles: of the axes, with units.
  ///   - own: the pair that the model was measured with.
  static func heatMap(
    _ title: String, titles: (x: String, y: String), unit: String, _ map: MixtureMap,
    own: (x: Double, y: Double)?, note: String
  ) -> HTML {
    let (xs, ys) = (Set(map.cells.map(\.x)).sorted(), Set(map.cells.map(\.y)).sorted())
    func scale(_ values: [Double]) -> Scale {
      Scale(
        -0.5...Double(values.count) - 0.5,
        ticks: values.enumerated().filter { $0.offset.isMultiple(of: values.count > 6 ? 2 : 1) }
          .map { Scale.Tick(value: Double($0.offset), text: "\($0.element)") })
    }
    let (across, up) = (scale(xs), scale(ys))
    let side = (Canvas.width - 34 - 14) / Double(max(xs.count, 1))
    var canvas = Canvas(left: 34, height: side * Double(ys.count))
    let values = map.cells.map(\.value).filter(\.isFinite)
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
      guard let column = xs.firstIndex(where: { abs($0 - x) < 1e-9 }),
        let row = ys.firstIndex(where: { abs($0 - y) < 1e-9 })
      else { return nil }
      return (canvas.x(Double(column), on: across), canvas.y(Double(row), on: up))
    }
    for cell in map.cells {
      guard let place = place(cell.x, cell.y) else { continue }
      let strength = most > least ? (cell.value - least) / (most - least) : 1
      canvas.add(
        .rectangle(
          "bar s0", x: place.x - side / 2, y: place.y - side / 2, width: side - 1,
          height: side - 1, opacity: opacity(strength),
          telling: "\(map.x) \(cell.x), \(map.y) \(cell.y): \(cell.value.fixed(4))"))
    }
    let best = map.best
    if let place = place(best.x, best.y) {
      canvas.add(
        .rectangle(
          "frame", x: place.x - side / 2 - 0.5, y: place.y - side / 2 - 0.5, width: side,
          height: side, opacity: 0))
    }
    if let own, let place = place(own.x, own.y) {
      canvas.add(.circle("ring", x: place.x - 0.5, y: place.y - 0.5, radius: side / 4))
    }
    canvas.addLeft(Axis(titles.y, unit: "fraction", up), hasLines: false)
    canvas.addBottom(Axis(titles.x, unit: "fraction", across), hasLines: false)
    canvas.addScale(from: least, to: most, title: "\(map.criterion) (\(unit))")
    func text(_ cell: MixtureMap.Cell) -> String {
      "\(cell.value.fixed(4)) at \(map.x) \(cell.x) and \(map.y) \(cell.y)"
    }
    let worst = map.cells.min { $0.value < $1.value } ?? best
    let ownCell = own.flatMap { own in
      map.cells.first { abs($0.x - own.x) < 1e-9 && abs($0.y - own.y) < 1e-9 }
    }
    let content =
      "\(map.cells.count) mixtures. Best: \(text(best)). Worst: \(text(worst))."
      + (ownCell.map { " The model's own: \(text($0))." } ?? "")
    return canvas.figure(title, content: content, note: note)
  }

  fileprivate static func opacity(_ strength: Double) -> Double { 0.12 + 0.88 * strength }
}

extension Canvas {
  /// What colours mean, below the horizontal axis.
  fileprivate mutating func addScale(from least: Double, to most: Double, title: String) {
    let (y, steps) = (bottom + 46, 12)
    let width = (right - left) / Double(steps)
    for step in 0..<steps {
      add(
        .rectangle(
          "bar s0", x: left + Double(step) * width, y: y, width: width + 0.3, height: 10,
          opacity: Chart.opacity(Double(step) / Double(steps - 1))))
    }
    add(.text(least.fixed(4), "tick", x: left, y: y + 23))
    add(.text(most.fixed(4), "tick", x: right, y: y + 23, anchor: "end"))
    add(.text(title, "title", x: (left + right) / 2, y: y + 38, anchor: "middle"))
    extend(to: y + 43)
  }
}
