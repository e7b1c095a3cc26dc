import Foundation
import IAM
import SourceText

/// AWS managed policies, one a line with its name.
struct ManagedPolicies {
    let policies: [Policy]
    let texts: [[UInt8]]

    init(_ lines: String) {
        var texts: [[UInt8]] = []
        var policies: [Policy] = []
        for line in lines.split(separator: "\n") {
            let entry = Questions.node(String(line))
            guard let name = entry["name"]?.string, let document = entry["document"] else { continue }
            let place = document.location
            let bytes = Array(place.file.bytes[place.offset..<place.end])
            texts.append(bytes)
            if let policy = Self.read(bytes) { policies.append(Policy(name: name, document: policy)) }
        }
        self.texts = texts
        self.policies = policies
    }

    static func read(_ bytes: [UInt8]) -> PolicyDocument? {
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "policy.json", bytes: bytes)
        guard let node = SourceParser.parse(file, &diagnostics) else { return nil }
        return PolicyReader.read(node, as: .identity, &diagnostics)
    }
}

/// (e) Reading all AWS managed policies, with a located tree and all that is checked while reading.
struct ReadingBenchmark {
    let folder: String

    func run() -> [Measurement] {
        guard let lines = try? String(contentsOfFile: "\(folder)/managed.jsonl", encoding: .utf8) else { return [] }
        let managed = ManagedPolicies(lines)
        let times = Rounds.times(rounds: 9) {
            for text in managed.texts { Sink.value &+= ManagedPolicies.read(text)?.statements.count ?? 0 }
        }
        return [
            Measurement(
                name: "e read \(managed.policies.count) of \(managed.texts.count) managed policies", unit: "s",
                values: times, goal: "under 0.1; aim for 0.03")
        ]
    }
}
