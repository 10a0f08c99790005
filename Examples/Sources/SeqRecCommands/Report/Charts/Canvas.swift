/// A figure in the making: a box of a column's width, in the middle of which shapes stand between two axes.
/// Lengths are those of the box, 360 wide, which the page scales to the column.
struct Canvas {
  static let width = 360.0

  /// The sides of what is between the axes.
  let left, right, top, bottom: Double
  private var shapes: [HTML] = []
  private var height: Double

  /// - Parameters:
  ///   - left: how much is left of it, for names or numbers.
  ///   - top: how much is above it, for the title of the vertical axis and what else stands there.
  ///   - height: its own.
  init(left: Double, right: Double = 14, top: Double = 22, height: Double) {
    self.left = left
    self.right = Self.width - right
    self.top = top
    bottom = top + height
    self.height = bottom
  }

  mutating func add(_ shape: HTML) { shapes.append(shape) }

  func x(_ value: Double, on scale: Scale) -> Double {
    left + scale.place(of: value) * (right - left)
  }

  func y(_ value: Double, on scale: Scale) -> Double {
    bottom - scale.place(of: value) * (bottom - top)
  }

  /// The horizontal axis below, with lines up from its numbers unless they would cross shapes.
  mutating func addBottom(_ axis: Axis, hasLines: Bool = true) {
    for tick in axis.scale.ticks {
      let x = x(tick.value, on: axis.scale)
      if hasLines { add(.line("grid", x, top, x, bottom)) }
      add(.line("axis", x, bottom, x, bottom + 4))
      add(.text(tick.text, "tick", x: x, y: bottom + 16, anchor: "middle"))
    }
    add(.line("axis", left, bottom, right, bottom))
    let middle = (left + right) / 2
    let half = axis.title.estimatedWidth / 2
    add(
      .text(
        axis.title, "title", x: min(max(middle, half), Self.width - half), y: bottom + 33,
        anchor: "middle"))
    height = max(height, bottom + 38)
  }

  /// The vertical axis at the left, its title above it.
  mutating func addLeft(_ axis: Axis, hasLines: Bool = true) {
    for tick in axis.scale.ticks {
      let y = y(tick.value, on: axis.scale)
      if hasLines { add(.line("grid", left, y, right, y)) }
      add(.line("axis", left - 4, y, left, y))
      add(.text(tick.text, "tick", x: left - 7, y: y + 4, anchor: "end"))
    }
    add(.line("axis", left, top, left, bottom))
    addTitle(ofRows: axis.title)
  }

  /// What the rows are, above them.
  mutating func addTitle(ofRows title: String) { add(.text(title, "title", x: 0, y: 11)) }

  /// Squares in the colours of a series with their names, from a place on; the place below them.
  mutating func addKey(_ names: [String], y start: Double) -> Double {
    var (x, y) = (0.0, start)
    for (series, name) in names.enumerated() {
      let width = 24 + name.estimatedWidth
      if x > 0, x + width > Self.width { (x, y) = (0, y + 18) }
      add(.rectangle("bar s\(series % Self.seriesCount)", x: x, y: y, width: 10, height: 10))
      add(.text(name, "label", x: x + 15, y: y + 9))
      x += width
    }
    return y + 18
  }

  /// How many colours there are.
  static let seriesCount = 8

  /// More room below.
  mutating func extend(to height: Double) { self.height = max(self.height, height) }

  /// The figure.
  ///
  /// - Parameters:
  ///   - content: what it shows, in words, for whoever does not see it.
  ///   - note: what stands below it.
  func figure(_ title: String, content: String, note: String = "") -> HTML {
    let box = "0 0 \(Int(Self.width)) \(Int(height.rounded(.up)))"
    let image = HTML(
      "svg", ["viewBox": box, "role": "img", "aria-label": "\(title). \(content)"], shapes)
    return HTML(
      "figure", [:],
      [HTML("figcaption", [:], title), image]
        + (note.isEmpty ? [] : [HTML("p", ["class": "quiet"], note)]))
  }

  /// How much names take at the left of what is between the axes.
  static func room(for names: [String], atMost most: Double = 150) -> Double {
    min(most, (names.map(\.estimatedWidth).max() ?? 0) + 10)
  }
}

extension HTML {
  static func line(
    _ kind: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double
  ) -> HTML {
    HTML(
      "line",
      ["class": kind, "x1": x1.fixed(1), "y1": y1.fixed(1), "x2": x2.fixed(1), "y2": y2.fixed(1)])
  }

  /// A rectangle, which says what it stands for to whoever points at it.
  static func rectangle(
    _ kind: String, x: Double, y: Double, width: Double, height: Double, opacity: Double = 1,
    telling tip: String = ""
  ) -> HTML {
    HTML(
      "rect",
      [
        "class": kind, "x": x.fixed(1), "y": y.fixed(1), "width": max(width, 0).fixed(1),
        "height": height.fixed(1), "fill-opacity": opacity.fixed(3),
      ], tip.isEmpty ? [] : [HTML("title", [:], tip)])
  }

  static func circle(_ kind: String, x: Double, y: Double, radius: Double = 4) -> HTML {
    HTML(
      "circle",
      ["class": kind, "cx": x.fixed(1), "cy": y.fixed(1), "r": radius.fixed(1)])
  }

  static func text(
    _ text: String, _ kind: String, x: Double, y: Double, anchor: String = "start"
  ) -> HTML {
    HTML(
      "text", ["class": kind, "x": x.fixed(1), "y": y.fixed(1), "text-anchor": anchor], text)
  }
}

extension String {
  /// About how wide it is in a figure, whatever the font.
  var estimatedWidth: Double {
    unicodeScalars.reduce(0) { $0 + Self.estimatedWidth(of: $1) }
  }

  /// As much of its beginning as is about so wide.
  func shortened(toWidth most: Double) -> String {
    guard estimatedWidth > most else { return self }
    var width = 12.0
    let kept = unicodeScalars.prefix { scalar in
      width += Self.estimatedWidth(of: scalar)
      return width <= most
    }
    return String(String.UnicodeScalarView(kept)) + "\u{2026}"
  }

  /// Scripts whose letters are squares are twice as wide.
  private static func estimatedWidth(of scalar: Unicode.Scalar) -> Double {
    scalar.value >= 0x1100 && !(0x2000..<0x2E80).contains(scalar.value) ? 12.5 : 6.7
  }
}
