import Ranking
import Tensors
import Testing

@Suite struct BootstrapTests {
  /// Four units have 256 resamples, all equally likely.
  @Test(arguments: [
    [0.5, 0.25, -0.125, 0], [0.5, 0.25, -0.125, 0.25], [0, 0, 0.75, -0.25], [0.5, 0.25, 0.125, 0],
  ])
  func fourUnitsEqualAllResamples(_ differences: [Double]) throws {
    var means: [Double] = []
    for bits in 0..<256 {
      means.append((0..<4).reduce(0) { $0 + differences[bits >> (2 * $1) & 3] } / 4)
    }
    means.sort()
    let resamples = 100_000
    let bootstrap = try paired(differences).bootstrap(
      resamples: resamples, level: 0.7, seed: Seed(1))
    #expect(bootstrap.difference == differences.reduce(0, +) / 4)
    let rarer = Double(min(means.count { $0 <= 0 }, means.count { $0 >= 0 })) / 256
    // Five standard deviations of the rarer share, twice.
    let spread = 10 * (rarer * (1 - rarer) / Double(resamples)).squareRoot() + 1e-4
    #expect(abs(bootstrap.pValue - min(1, 2 * rarer)) < spread)
    // 15% on either side, where the distribution does not step there.
    let places = [0.15, 0.85].map { $0 * 256 }
    for (place, bound) in zip(
      places, [bootstrap.interval.lowerBound, bootstrap.interval.upperBound])
    {
      let around = means[Int(place) - 2...Int(place) + 2]
      #expect(around.contains { abs($0 - bound) < 1e-12 }, "\(bound) is none of \(around)")
    }
  }

  /// Drawing first how many units differ is drawing them all.
  @Test(arguments: [0, 30, 180, 297, 300]) func equalsAPlainOne(_ zeros: Int) throws {
    var generator = generator(zeros)
    let differences = (0..<300).map {
      $0 < zeros ? 0 : Double(generator.int(below: 1 << 20)) / 0x1p20 - 0.35
    }
    let resamples = 20_000
    let means = (0..<resamples).map { _ in
      (0..<300).reduce(0) { sum, _ in sum + differences[generator.int(below: 300)] } / 300
    }.sorted()
    let bootstrap = try paired(differences).bootstrap(resamples: resamples, seed: Seed(7))
    let mean = means.reduce(0, +) / Double(resamples)
    let deviation =
      (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(resamples)).squareRoot()
    #expect(abs(bootstrap.interval.lowerBound - means[500]) <= 0.1 * deviation)
    #expect(abs(bootstrap.interval.upperBound - means[resamples - 501]) <= 0.1 * deviation)
  }

  @Test func theIntervalLeavesZeroOutWhereTheValueIsSmall() throws {
    var both = Set<Bool>()
    for number in 0..<300 {
      var generator = generator(number)
      let differences = (0..<30).map { _ in Double(generator.int(below: 256)) / 256 - 0.44 }
      let bootstrap = try paired(differences).bootstrap(
        resamples: 999, level: 0.9, seed: Seed(UInt64(number)))
      #expect((bootstrap.pValue <= 0.1) == !bootstrap.interval.contains(0))
      #expect(bootstrap.interval.contains(bootstrap.difference))
      both.insert(bootstrap.pValue <= 0.1)
    }
    #expect(both.count == 2)
  }

  @Test func aThousandComparisonsOfEquals() throws {
    let pValues = try (0..<1_000).map { number in
      var generator = generator(number)
      return try PairedDifferences(
        values(60, 1 << 20, &generator), against: values(60, 1 << 20, &generator)
      ).bootstrap(resamples: 499, seed: Seed(UInt64(number))).pValue
    }
    #expect((20...95).contains(pValues.count { $0 <= 0.05 }))
    #expect((420...600).contains(pValues.count { $0 <= 0.5 }))
    #expect((840...970).contains(pValues.count { $0 <= 0.9 }))
  }

  @Test func threadsDoNotMatterAndSeedsDo() throws {
    var generator = generator(1)
    let differences = PairedDifferences(
      values(200, 64, &generator), against: values(200, 64, &generator))
    let one = try differences.bootstrap(seed: Seed(3))
    for threads in [2, 8] {
      #expect(try differences.bootstrap(seed: Seed(3), workers: Workers(threads)) == one)
    }
    #expect(try differences.bootstrap(seed: Seed(4)) != one)
  }

  @Test func nothingDiffers() throws {
    for values in [[], [0.5], [Double](repeating: 0.25, count: 80)] {
      let bootstrap = try PairedDifferences(values, against: values).bootstrap(seed: Seed(0))
      #expect(bootstrap.pValue == 1 && bootstrap.difference == 0 && bootstrap.interval == 0...0)
    }
  }

  /// One unit is always drawn, so that the interval has no width: a sample too small to tell anything.
  @Test func oneUnit() throws {
    let bootstrap = try PairedDifferences([0.75], against: [0.25]).bootstrap(
      resamples: 999, seed: Seed(0))
    #expect(bootstrap.interval == 0.5...0.5)
    #expect(bootstrap.pValue == 0.002)
  }

  @Test func cancels() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try PairedDifferences([1], against: [0]).bootstrap(seed: Seed(0))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// Values whose differences these are, exactly.
  private func paired(_ differences: [Double]) -> PairedDifferences {
    PairedDifferences(differences.map { max($0, 0) }, against: differences.map { max(-$0, 0) })
  }
}
