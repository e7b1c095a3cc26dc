import Foundation
import TestSupport
import Testing

/// An option that takes one value, given twice, is refused: the last value would hold, and nobody would know.
@Suite struct RepeatedOptionTests {
    /// A command as the parser tells its definitions.
    private struct Definition {
        let command: String
        let options: [(name: String, isRepeating: Bool, value: String)]
    }

    /// All commands with all their options, so that none that comes later is left out.
    private static func definitions() throws -> [Definition] {
        let dump = try Command.iamsim(["--experimental-dump-help"]).output
        let root = try #require(try JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any])
        let commands = (root["command"] as? [String: Any])?["subcommands"] as? [[String: Any]] ?? []
        return commands.map { command in
            let arguments = command["arguments"] as? [[String: Any]] ?? []
            let options = arguments.filter { $0["kind"] as? String == "option" }.flatMap { argument in
                let names = (argument["names"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
                let value = (argument["allValues"] as? [String])?.first ?? "1"
                return names.map { ("--\($0)", argument["isRepeating"] as? Bool ?? false, value) }
            }
            return Definition(command: command["commandName"] as? String ?? "", options: options)
        }
    }

    /// What a command needs beside its options, so that its line is understood.
    private static func operands(_ command: String) -> [String] {
        switch command {
        case "table", "workflow", "import": ["x"]
        case "schema": ["answer"]
        default: []
        }
    }

    @Test func everySingleOptionOfEveryCommandIsRefusedTwice() throws {
        var count = 0
        for definition in try Self.definitions() where definition.command != "help" {
            for option in definition.options where !option.isRepeating {
                let line = [definition.command] + Self.operands(definition.command)
                let result = try Command.iamsim(line + [option.name, option.value, "\(option.name)=\(option.value)"])
                #expect(result.status == 64, "\(definition.command) \(option.name): \(result.errors)")
                #expect(
                    result.errors.contains(
                        "\(option.name) takes one value, and was given 2: “\(option.value)” and “\(option.value)”."),
                    "\(definition.command) \(option.name): \(result.errors)")
                count += 1
            }
        }
        #expect(count >= 40)
    }

    @Test func bothValuesAreNamed() throws {
        let result = try Command.iamsim([
            "explain", "--caller", "arn:aws:iam::111111111111:user/a", "--action", "s3:GetObject", "--action",
            "s3:PutObject",
        ])
        #expect(result.status == 64)
        #expect(
            result.errors.hasPrefix(
                "Error: --action takes one value, and was given 2: “s3:GetObject” and “s3:PutObject”.\n"))
    }

    @Test func optionsThatTakeSeveralMayRepeat() throws {
        for definition in try Self.definitions() {
            for option in definition.options where option.isRepeating {
                let line = [definition.command] + Self.operands(definition.command)
                let result = try Command.iamsim(line + [option.name, "text", option.name, "text=-"])
                #expect(!result.errors.contains("takes one value"), "\(definition.command) \(option.name)")
            }
        }
    }

    /// What stands behind `--` or `=` is no option.
    @Test func whatOnlyLooksLikeAnOptionDoesNotCount() throws {
        let behind = try Command.iamsim(["test", "--filter=--filter", "--", "--filter", "--filter"])
        #expect(behind.status == 65)
        #expect(!behind.errors.contains("takes one value"))
    }

    @Test func theMarkOfATableIsHeldToItToo() throws {
        let folder = try TemporaryFolder()
        let scenario = "scenarios/sts/assume-role/worked-example.yaml"
        let mark = "<!-- iamsim:table \(scenario) --columns case --columns outcome -->\n<!-- iamsim:end -->\n"
        try folder.write(mark, to: "page.md")
        let result = try Command.iamsim(["table", scenario, "--into", folder.path("page.md")])
        #expect(result.status == 65)
        #expect(result.errors.contains("--columns takes one value, and was given 2: “case” and “outcome”."))
    }
}
