// swift-tools-version: 6.1
import PackageDescription

// Built by scripts/fuzz, which adds `-sanitize=fuzzer` for all modules.
let package = Package(
    name: "Fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "iamsim", path: "..")],
    targets: [
        .target(name: "CFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CFuzzer", .product(name: "SourceText", package: "iamsim"), .product(name: "IAM", package: "iamsim"),
                .product(name: "Questions", package: "iamsim"), .product(name: "STS", package: "iamsim"),
                .product(name: "Workflows", package: "iamsim"),
            ]),
    ]
)
