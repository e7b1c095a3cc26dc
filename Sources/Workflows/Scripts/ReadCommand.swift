import SourceText

/// The arguments of `read`.
struct ReadCommand {
    /// The variables that it sets.
    private(set) var names: [String] = []
    /// The list that it sets, by `-a`.
    private(set) var list: String?
    /// Whether it reads other than whole lines, or from elsewhere.
    private(set) var isOther = false
    /// Whether backslashes stand for themselves.
    private(set) var isRaw = false
    /// Whether the line is not split, as with `IFS=` before.
    var isWhole = false

    init(_ arguments: [ScriptValue]) {
        var rest = arguments[...]
        while let option = rest.first?.text, option.hasPrefix("-"), option != "-" {
            rest = rest.dropFirst()
            if option == "--" { break }
            let letters = Array(option.unicodeScalars.dropFirst())
            let taking = letters.firstIndex { "adinNptu".unicodeScalars.contains($0) }
            if letters[..<(taking ?? letters.count)].contains("r") { isRaw = true }
            guard let taking else { continue }
            let isInside = taking + 1 < letters.count
            let value = isInside ? String(String.UnicodeScalarView(letters[(taking + 1)...])) : rest.first?.text
            if !isInside { rest = rest.dropFirst() }
            if letters[taking] == "a" { list = value } else if letters[taking] != "p" { isOther = true }
        }
        names = rest.compactMap(\.text)
        if names.isEmpty, list == nil { names = ["REPLY"] }
    }

    /// `read` where it is all of a condition, and reads what the loop is given; `nil` where it is not.
    init?(condition: [ShellCommand]) {
        guard condition.count == 1, let only = condition.first, only.words.first?.plain == "read", only.body == nil,
            only.inputs.isEmpty, !only.isNegated, only.words.allSatisfy({ $0.plain != nil })
        else { return nil }
        self.init(only.words.dropFirst().map { ScriptValue($0.plain ?? "") })
        isWhole = only.assignments.contains { $0.name == "IFS" && $0.value.plain?.isEmpty ?? false }
        if isOther || list != nil || only.assignments.count != (isWhole ? 1 : 0) { return nil }
    }
}

// Reading lines.
extension ScriptRunner {
    /// `read -r A B C <<< "$CREDENTIALS"`: each variable holds a part of the first line.
    mutating func read(_ arguments: [ScriptValue], _ input: ScriptValue?) -> ScriptValue {
        var reading = ReadCommand(arguments)
        result = .taken
        if let list = reading.list { state.lists[list] = [ScriptValue(unknown: ["${\(list)[@]}, which `read` sets"])] }
        guard !reading.isOther, reading.list == nil, let lines = input?.lines, let line = lines.first?.text else {
            let parts = reading.isOther || state.variables["IFS"] != nil ? nil : input?.parts
            for (index, name) in reading.names.enumerated() {
                let known = parts.flatMap { $0.count == reading.names.count ? $0[index] : nil }
                state.set(name, known ?? ScriptValue(unknown: ["what `read` reads"], origin: input?.origin?.whole))
            }
            if let list = reading.list { state.variables[list] = nil }
            return ScriptValue()
        }
        // A line that does not end is read, and `read` fails.
        if lines.count == 1 { result = .failure } else { result = .success }
        reading.isWhole = reading.isWhole || state.variables["IFS"]?.text == ""
        assign(reading, line)
        return ScriptValue()
    }

    /// Sets variables to the words of a line, the last one to what is left.
    mutating func assign(_ reading: ReadCommand, _ line: String) {
        let names = reading.names
        if line.contains("\\"), !reading.isRaw {
            for name in names { state.forget(name, "which `read` reads without `-r`") }
            return
        }
        guard !reading.isWhole else {
            for (index, name) in names.enumerated() { state.set(name, ScriptValue(index == 0 ? line : "")) }
            return
        }
        if state.variables["IFS"] != nil, names.count > 1 || line.contains(where: { !$0.isLetter && !$0.isNumber }) {
            for name in names { state.forget(name, "which `read` splits by `IFS`") }
            return
        }
        let text = line.drop { $0 == " " || $0 == "\t" }
        let words = text.split(maxSplits: max(0, names.count - 1)) { $0 == " " || $0 == "\t" }
        for (index, name) in names.enumerated() {
            var word = index < words.count ? words[index].drop { $0 == " " || $0 == "\t" } : ""
            while word.last == " " || word.last == "\t" { word.removeLast() }
            state.set(name, ScriptValue(String(word)))
        }
    }
}
