// swift-tools-version: 6.2
import PackageDescription

// A package as a user writes one: it names the library's products and nothing else.
let package = Package(
  name: "consumer",
  platforms: [.macOS(.v26), .iOS(.v26)],
  dependencies: [.package(name: "swift-seqrec", path: "../..")],
  targets: [
    .executableTarget(
      name: "Consumer",
      dependencies: [
        .product(name: "SeqRec", package: "swift-seqrec"),
        .product(name: "ConformanceChecks", package: "swift-seqrec"),
      ])
  ]
)
