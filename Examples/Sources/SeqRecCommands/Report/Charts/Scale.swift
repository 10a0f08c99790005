#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where numbers stand along an axis, and which of them are written there.
struct Scale {
  struct Tick {
    let value: Double
    let text: String
  }

  let range: ClosedRange<Double>
  let isLogarithmic: Bool
  let ticks: [Tick]

  init(_ range: ClosedRange<Double>, isLogarithmic: Bool = false, ticks: [Tick]) {
    self.range = range
    self.isLogarithmic = isLogarithmic
    self.ticks = ticks
  }

  /// From 0 at the beginning of the range to 1 at its end.
  func place(of value: Double) -> Double {
    let (least, most) = (range.lowerBound, range.upperBound)
    guard most > least else { return 0.5 }
    let place =
      isLogarithmic
      ? log(max(value, least) / least) / log(most / least) : (value - least) / (most - least)
    return min(max(place, 0), 1)
  }

  /// Round numbers around the values, in about so many steps.
  static func linear(covering values: [Double], steps: Int = 4, least unit: Double = 0) -> Scale {
    let least = values.min() ?? 0
    let most = max(values.max() ?? 1, least + max(abs(least) * 1e-3, 1e-9))
    let step = max(roundStep(from: (most - least) / Double(steps)), unit)
    let (first, last) = ((least / step).rounded(.down), (most / step).rounded(.up))
    let ticks = (Int(first)...Int(last)).map { place in
      Tick(value: Double(place) * step, text: text(of: Double(place) * step, step: step))
    }
    return Scale(first * step...last * step, ticks: ticks)
  }

  /// The powers of ten around the values, with what is between them where there are few; of values that are
  /// positive.
  static func logarithmic(covering values: [Double]) -> Scale {
    let least = log10(values.min() ?? 1).rounded(.down)
    let most = max(log10(values.max() ?? 1).rounded(.up), least + 1)
    let powers = stride(from: least, through: most, by: most - least > 6 ? 2 : 1)
    let factors = most - least > 2 ? [1.0] : [1, 2, 5]
    let ticks = powers.flatMap { power in factors.map { $0 * pow(10, power) } }
      .filter { $0 <= pow(10, most) * 1.0001 }
    return Scale(
      pow(10, least)...pow(10, most), isLogarithmic: true,
      ticks: ticks.map { Tick(value: $0, text: text(of: $0, step: $0)) })
  }

  /// 1, 2 or 5 times a power of ten, the first one that is no smaller.
  private static func roundStep(from step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= step * 0.9999 } ?? 10 * power
  }

  /// With the decimals that a step needs.
  private static func text(of value: Double, step: Double) -> String {
    let decimals = max(0, Int(-log10(step * 1.0001).rounded(.down)))
    return decimals == 0 ? Int(value.rounded()).grouped : value.fixed(decimals)
  }
}

/// An axis: what it counts, in which unit, and where numbers stand on it.
struct Axis {
  let title: String
  let scale: Scale

  init(_ name: String, unit: String, _ scale: Scale) {
    title = "\(name) (\(unit))"
    self.scale = scale
  }
}
