// swift-tools-version: 6.2
import PackageDescription

// A package of its own, since all of it is compiled with a sanitizer's instruments: see `run`.
let package = Package(
  name: "sanitizers",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-seqrec", path: "../..")],
  targets: [
    .testTarget(
      name: "SanitizedTests", dependencies: [.product(name: "SeqRec", package: "swift-seqrec")],
      path: "Tests",
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ]
)
