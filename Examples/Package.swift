// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "seqrec-examples",
  platforms: [.macOS(.v26), .iOS(.v26)],
  products: [
    .executable(name: "seqrec", targets: ["SeqRecTool"])
  ],
  dependencies: [
    .package(name: "swift-seqrec", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .target(
      name: "SeqRecCommands",
      dependencies: [
        .product(name: "SeqRec", package: "swift-seqrec"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    // Not named as its product: where file names ignore case, `seqrec` and `SeqRec` would be one.
    .executableTarget(
      name: "SeqRecTool", dependencies: ["SeqRecCommands"], path: "Sources/seqrec",
      swiftSettings: settings),
    .testTarget(
      name: "SeqRecCommandsTests",
      dependencies: [
        "SeqRecCommands", "SeqRecTool", .product(name: "SeqRec", package: "swift-seqrec"),
      ],
      resources: [.copy("Goldens")], swiftSettings: settings),
    .executableTarget(
      name: "PrototypeAModel", dependencies: [.product(name: "SeqRec", package: "swift-seqrec")],
      swiftSettings: settings),
    .testTarget(
      name: "PrototypeAModelTests",
      dependencies: [
        "PrototypeAModel", .product(name: "SeqRec", package: "swift-seqrec"),
        .product(name: "ConformanceChecks", package: "swift-seqrec"),
      ],
      swiftSettings: settings),
    .target(
      name: "PairingTable", dependencies: [.product(name: "SeqRec", package: "swift-seqrec")],
      swiftSettings: settings),
    .executableTarget(
      name: "ComposeWithSASRec",
      dependencies: ["PairingTable", .product(name: "SeqRec", package: "swift-seqrec")],
      swiftSettings: settings),
    .executableTarget(
      name: "FivePairings",
      dependencies: ["PairingTable", .product(name: "SeqRec", package: "swift-seqrec")],
      swiftSettings: settings),
    .executableTarget(
      name: "IncrementalRecommendations",
      dependencies: [.product(name: "SeqRec", package: "swift-seqrec")], swiftSettings: settings),
    .testTarget(
      name: "IncrementalRecommendationsTests",
      dependencies: [
        "IncrementalRecommendations", .product(name: "SeqRec", package: "swift-seqrec"),
      ],
      swiftSettings: settings),
  ]
)

// The manifest that the library of the benchmarks has for Swift 6.2 wants an older argument parser.
#if compiler(>=6.3)
  package.dependencies.append(
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
  package.targets += [
    // Where the library's plugins look for benchmarks: in a folder of that name.
    .executableTarget(
      name: "SeqRecBenchmarks",
      dependencies: [
        .product(name: "SeqRec", package: "swift-seqrec"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Sources/Benchmarks/SeqRecBenchmarks", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .testTarget(
      name: "SeqRecBenchmarksTests",
      dependencies: ["SeqRecBenchmarks", .product(name: "SeqRec", package: "swift-seqrec")],
      swiftSettings: settings),
  ]
#endif
