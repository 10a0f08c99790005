// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A program that libFuzzer drives, and what it is made of besides the library.
func target(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: ["Fuzzing", .product(name: "SeqRec", package: "swift-seqrec")],
    swiftSettings: settings)
}

// A package of its own, since all of it is compiled with a fuzzer's instruments: see `run`.
let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-seqrec", path: "../..")],
  targets: [
    .target(name: "CAllocations"),
    .target(name: "Fuzzing", dependencies: ["CAllocations"], swiftSettings: settings),
    target("FuzzInteractions"),
    target("FuzzManifest"),
    target("FuzzSafetensors"),
    target("FuzzStream"),
  ]
)
