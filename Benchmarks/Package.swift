// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "iamsim", path: "..")],
    targets: [
        .executableTarget(
            name: "Benchmark",
            dependencies: [
                .product(name: "SourceText", package: "iamsim"), .product(name: "IAM", package: "iamsim"),
                .product(name: "Questions", package: "iamsim"), .product(name: "STS", package: "iamsim"),
            ])
    ]
)
