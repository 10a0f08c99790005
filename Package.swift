// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of the library; each imports only modules that are listed above it.
func module(_ name: String, imports dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: settings)
}

func tests(
  of name: String, imports dependencies: [Target.Dependency], goldens: Bool = false
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies,
    resources: goldens ? [.copy("Goldens")] : [], swiftSettings: settings)
}

let package = Package(
  name: "swift-seqrec",
  platforms: [.macOS(.v26), .iOS(.v26)],
  products: [
    .library(name: "SeqRec", targets: ["SeqRec"]),
    .library(name: "ConformanceChecks", targets: ["ConformanceChecks"]),
  ],
  targets: [
    // MARK: Numerics
    .target(name: "CKernels", exclude: ["README.md"]),
    module("Tensors", imports: ["CKernels"]),
    module("Gradients", imports: ["Tensors"]),
    module("Layers", imports: ["Gradients", "Tensors"]),

    // MARK: Data, evaluation, files
    module("Interactions", imports: ["Tensors"]),
    module("Ranking", imports: ["Interactions", "Tensors"]),
    module("Checkpoints", imports: ["Gradients", "Tensors"]),

    // MARK: Models
    module(
      "Recommenders",
      imports: ["Checkpoints", "Gradients", "Interactions", "Layers", "Ranking", "Tensors"]),
    module(
      "Models",
      imports: ["Gradients", "Interactions", "Layers", "Ranking", "Recommenders", "Tensors"]),
    module(
      "SeqRec",
      imports: [
        "Checkpoints", "Gradients", "Interactions", "Layers", "Models", "Ranking", "Recommenders",
        "Tensors",
      ]),
    module("ConformanceChecks", imports: ["SeqRec"]),

    // MARK: Tests
    tests(of: "Tensors", imports: ["CKernels", "Tensors"]),
    tests(of: "Gradients", imports: ["Gradients", "Layers", "Tensors"]),
    tests(of: "Interactions", imports: ["Interactions", "Tensors"]),
    tests(of: "Ranking", imports: ["Interactions", "Ranking", "Tensors"], goldens: true),
    tests(of: "Checkpoints", imports: ["Checkpoints", "Gradients", "Tensors"], goldens: true),
    tests(of: "Models", imports: ["SeqRec"], goldens: true),
    tests(of: "Composition", imports: ["SeqRec"]),
    tests(of: "ConformanceChecks", imports: ["ConformanceChecks", "SeqRec"]),
  ]
)
