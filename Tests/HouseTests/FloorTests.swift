import Testing

/// Folders inside a module are floors: what stands in a higher one, no lower one names. Files of one module need no import, so that
/// only the names show it.
@Suite struct FloorTests {
    /// The folders of a module, the lowest first.
    private static let floors: [String: [String]] = [
        "IAM": [
            "Values", "Identifiers", "Undocumented", "Request", "Patterns", "Policy", "World", "Evaluation",
            "Explanation",
        ],
        "STS": [
            "API", "Tokens", "Parameters", "Asking", "Sessions", "Federation", "Operations", "Answers", "Remedies",
            "Answering", "Wire",
        ],
    ]

    private let sources: [SwiftSource]

    init() throws {
        sources = try SwiftSource.all.get()
    }

    @Test(arguments: ["IAM", "STS"]) func eachFolderIsAFloor(_ module: String) throws {
        let floors = try #require(Self.floors[module])
        #expect(Set(sources.filter { $0.module == module }.map(\.floor)) == Set(floors))
    }

    @Test(arguments: ["IAM", "STS"]) func noFloorNamesAHigherOne(_ module: String) throws {
        let floors = try #require(Self.floors[module])
        let own = sources.filter { $0.module == module }
        var places: [Substring: Int] = [:]
        for source in own {
            for name in source.topLevelTypes { places[name] = floors.firstIndex(of: source.floor) }
        }
        #expect(places.count > 100 || module == "STS")
        let faults = own.flatMap { source -> [String] in
            let floor = floors.firstIndex(of: source.floor) ?? 0
            return source.code.enumerated().flatMap { index, line in
                line.matches(of: /\b[A-Z]\w+/).map(\.output).filter { places[$0] ?? 0 > floor }.map {
                    "\(source.path):\(index + 1): `\($0)` stands in \(floors[places[$0] ?? 0]), above \(source.floor)"
                }
            }
        }
        #expect(faults.isEmpty, "\n\(faults.joined(separator: "\n"))")
    }

    /// Functions have at most 60 lines, and nineteen in twenty at most 35.
    @Test func functionsAreShort() {
        let lengths = sources.flatMap { source in source.functions.map { (source.path, $0.line, $0.length) } }
        #expect(lengths.count > 2_000)
        let faults = lengths.filter { $0.2 > 60 }.map { "\($0.0):\($0.1): \($0.2) lines" }
        #expect(faults.isEmpty, "\n\(faults.joined(separator: "\n"))")
        #expect(lengths.count { $0.2 > 35 } * 20 < lengths.count)
    }

    @Test func theLengthOfAFunctionIsMeasured() {
        let text = "struct A {\n    func b() {\n        if c {\n        }\n    }\n\n    init() { d() }\n}\n"
        let source = SwiftSource(path: "Sources/IAM/World/A.swift", text: text)
        #expect(source.functions.map(\.line) == [2, 7])
        #expect(source.functions.map(\.length) == [4, 1])
        #expect(source.topLevelTypes == ["A"])
        #expect(source.floor == "World")
    }
}

extension SwiftSource {
    /// The folder of its module in which the file stands.
    fileprivate var floor: String { path.split(separator: "/").dropFirst(2).first.map(String.init) ?? "" }

    /// The types that the file declares for its module.
    fileprivate var topLevelTypes: [Substring] {
        let declaration = /^((public|package|final|indirect) )*(struct|class|enum|protocol|typealias) (\w+)/
        return code.compactMap { $0.firstMatch(of: declaration).map(\.4) }
    }

    /// The functions with the lines on which they begin, counted from 1, and how many lines they have: each ends at the brace that
    /// stands as far in as itself.
    fileprivate var functions: [(line: Int, length: Int)] {
        let declaration =
            /^( *)((@\w+|public|package|private|fileprivate|static|mutating|convenience|final) )*(func |init[?(<])/
        return code.enumerated().compactMap { index, line in
            guard let indentation = line.firstMatch(of: declaration)?.1 else { return nil }
            if line.hasSuffix("}") { return (index + 1, 1) }
            let end = code[index...].firstIndex { $0 == indentation + "}" }
            return end.map { (index + 1, $0 - index + 1) }
        }
    }
}
