// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let package = Package(
    name: "iamsim",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "iamsim", targets: ["iamsim"]),
        .library(name: "SourceText", targets: ["SourceText"]),
        .library(name: "IAM", targets: ["IAM"]),
        .library(name: "STS", targets: ["STS"]),
        .library(name: "Questions", targets: ["Questions"]),
        .library(name: "Workflows", targets: ["Workflows"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        // Floor 1: text with places, and XML.
        .systemLibrary(
            name: "CLibXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]
        ),
        .target(name: "SourceText", dependencies: ["Yams"], swiftSettings: settings),
        .target(name: "XMLText", dependencies: ["CLibXML2"], swiftSettings: settings),
        // Floor 2: what policies say, and what they decide.
        .target(name: "IAM", dependencies: ["SourceText"], swiftSettings: settings),
        // Floor 3: what a call checks.
        .target(name: "STS", dependencies: ["IAM", "SourceText", "XMLText", crypto], swiftSettings: settings),
        // Floor 4: the grammar of questions; how answers are told.
        .target(name: "Questions", dependencies: ["STS", "IAM", "SourceText"], swiftSettings: settings),
        .target(name: "Reports", dependencies: ["STS", "IAM", "SourceText", "XMLText"], swiftSettings: settings),
        // Floor 5: those who ask.
        .target(
            name: "Scenarios", dependencies: ["Questions", "STS", "IAM", "Reports", "SourceText"],
            swiftSettings: settings),
        .target(
            name: "Workflows", dependencies: ["Questions", "STS", "IAM", "Reports", "SourceText"],
            swiftSettings: settings),
        // Floor 6: the front door.
        .executableTarget(
            name: "iamsim",
            dependencies: [
                "Scenarios", "Workflows", "Questions", "STS", "IAM", "Reports", "SourceText", argumentParser,
            ],
            resources: [
                "Schemas/question.json", "Schemas/scenario.json", "Schemas/answer.json", "Schemas/report.json",
                "Templates/scenario.yaml", "Templates/deployer.json", "Templates/deploy-trust.json",
            ].map { .embedInCode($0) },
            swiftSettings: settings
        ),
        // A program of somebody else's, as the README shows it.
        .executableTarget(
            name: "Embedding", dependencies: ["STS", "IAM"], path: "Examples/Embedding"),
        .target(
            name: "TestSupport", dependencies: ["IAM", "SourceText"], path: "Tests/TestSupport", swiftSettings: settings
        ),
        .testTarget(name: "SourceTextTests", dependencies: ["SourceText", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "XMLTextTests", dependencies: ["XMLText"], swiftSettings: settings),
        .testTarget(name: "IAMTests", dependencies: ["IAM", "SourceText", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "STSTests", dependencies: ["Questions", "STS", "IAM", "SourceText", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "QuestionsTests", dependencies: ["Questions", "STS", "IAM", "SourceText", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "SourceText", "XMLText", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ScenariosTests",
            dependencies: [
                "Scenarios", "Workflows", "Questions", "STS", "IAM", "Reports", "SourceText", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "WorkflowsTests",
            dependencies: ["Workflows", "Questions", "STS", "IAM", "SourceText", "TestSupport"],
            swiftSettings: settings),
        .testTarget(name: "CommandTests", dependencies: ["iamsim", "XMLText", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "HouseTests", dependencies: ["TestSupport"], swiftSettings: settings),
    ]
)
