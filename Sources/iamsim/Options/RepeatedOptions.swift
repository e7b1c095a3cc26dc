import ArgumentParser
import SourceText

/// Options that take one value and were given several: the parser would keep the last one in silence.
enum RepeatedOptions {
    /// Looks for an option that takes one value and stands twice among arguments that were understood.
    /// - Parameter type: whose options they are.
    static func check(_ arguments: [String], of type: any ParsableArguments.Type) throws {
        let given = values(in: arguments)
        guard given.contains(where: { $0.values.count > 1 }) else { return }
        let single = singleOptions(of: type)
        for option in given where option.values.count > 1 && single.contains(Text(option.name)) {
            let values = option.values.map { "“\($0)”" }
            let words = values.dropLast().joined(separator: ", ") + " and " + (values.last ?? "")
            throw ValidationError("\(option.name) takes one value, and was given \(values.count): \(words).")
        }
    }

    /// The values of each option, in order. No value begins as options do, unless it stands behind `=`.
    private static func values(in arguments: [String]) -> [(name: String, values: [String])] {
        var found: [(name: String, values: [String])] = []
        var rest = arguments.prefix { $0 != "--" }
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else { continue }
            let parts = Text(argument).split(at: "=", maxSplits: 1).map(\.string)
            let value = parts.count == 2 ? parts[1] : rest.first ?? ""
            if let index = found.firstIndex(where: { Text($0.name) == parts[0] }) {
                found[index].values.append(value)
            } else {
                found.append((parts[0], [value]))
            }
        }
        return found
    }

    /// The names of the options that take one value, as the parser tells its definitions to other programs.
    private static func singleOptions(of type: any ParsableArguments.Type) -> Set<Text> {
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "options", text: type._dumpHelp())
        let arguments = JSONParser.parse(file, &diagnostics)?["command"]?["arguments"]?.elements ?? .empty
        let single = arguments.filter { argument in
            argument["kind"]?.hasText("option") == true && argument["isRepeating"]?.hasText("true") == false
        }
        return Set(
            single.flatMap { $0["names"]?.elements ?? .empty }.compactMap { $0["name"].map { Text("--\($0.string)") } })
    }
}
