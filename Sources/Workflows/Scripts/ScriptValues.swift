import SourceText

// What words and files come to.
extension ScriptRunner {
    mutating func value(of word: ShellWord) -> ScriptValue {
        var value = ScriptValue()
        for piece in word.pieces { value.append(self.value(of: piece)) }
        spend(onBytes: value.size)
        return value
    }

    private mutating func value(of piece: ShellWord.Piece) -> ScriptValue {
        switch piece {
        case .text(let text): return ScriptValue(text)
        case .variable(let name): return variable(name)
        case .expression(let index):
            return ScriptValue(index < expressions.count ? expressions[index] : .unknown(["an expression"]))
        case .output(let commands): return substitution(commands)
        case .unclear(let text): return ScriptValue(unknown: [text])
        case .list(let name), .joined(let name): return Self.joined(elements(of: name))
        case .standard(let standard): return value(of: standard)
        case .arithmetic(let word):
            return arithmetic(word).map { ScriptValue(String($0)) } ?? ScriptValue(unknown: ["$((…))"])
        case .process(let commands, let isRead): return process(commands, isRead: isRead)
        }
    }

    /// `${NAME:-WORD}` and the like.
    private mutating func value(of standard: ShellWord.Standard) -> ScriptValue {
        let known = variable(standard.name)
        let isSet = standard.isEmptyUnset ? known.text.map { !$0.isEmpty } : known.text.map { _ in true }
        switch (standard.kind, isSet) {
        case (.alternative, true?): return value(of: standard.word)
        case (.alternative, false?): return ScriptValue()
        case (.standIn, false?): return value(of: standard.word)
        case (.assigned, false?):
            let value = value(of: standard.word)
            state.set(standard.name, value)
            return value
        case (.assigned, nil): state.forget(standard.name, "which `${\(standard.name)=…}` may set")
        case (.required, false?):
            flow = .exits
            result = .failure
            if openConditions == 0 { failure = failure ?? "`${\(standard.name)?…}` ends the script" }
        case (.required, nil): mayHaveEnded = true
        case (.alternative, nil): return ScriptValue(unknown: ["${\(standard.name)…}"], origin: known.origin)
        case (.standIn, _), (.assigned, true?), (.required, true?): break
        }
        return known
    }

    /// `<( … )` and `>( … )`: the name of a file.
    private mutating func process(_ commands: [ShellCommand], isRead: Bool) -> ScriptValue {
        processCount += 1
        let path = "/dev/fd/\(62 + processCount)"
        if isRead {
            state.files[path] = aside(ScriptValue()) { $0.output(of: commands) }
        } else {
            consume(ScriptValue(unknown: ["what is written to `>(…)`"]), commands)
        }
        return ScriptValue(path)
    }

    /// Commands that read what another one prints.
    mutating func consume(_ output: ScriptValue, _ commands: [ShellCommand]) {
        _ = aside(output) { $0.output(of: commands) }
    }

    /// What runs in a shell of its own, beside the command: how it ends is nothing to that.
    private mutating func aside(
        _ input: ScriptValue, _ body: (inout ScriptRunner) -> ScriptValue
    ) -> ScriptValue {
        let outer = (piped, result)
        piped = input
        oversight += 1
        let value = isolated(body)
        oversight -= 1
        (piped, result) = outer
        return value
    }

    /// The value of a variable, or of an argument.
    private func variable(_ name: String) -> ScriptValue {
        if let number = Int(name) {
            let arguments = state.lists["@"] ?? []
            if let open = arguments.firstIndex(where: \.isOpen), number > open + 1 {
                return ScriptValue(unknown: ["$\(name)"], origin: arguments[open].origin)
            }
            return number <= arguments.count ? arguments[number - 1] : ScriptValue()
        }
        return state.variables[name] ?? state.lists[name]?.first ?? ScriptValue(unknown: ["$\(name)"])
    }

    private func elements(of name: String) -> [ScriptValue] {
        state.lists[name] ?? state.variables[name].map { [$0] } ?? [ScriptValue(unknown: ["${\(name)[@]}"])]
    }

    private static func joined(_ values: [ScriptValue]) -> ScriptValue {
        var joined = ScriptValue()
        for (index, value) in values.enumerated() {
            if index > 0 { joined.append(" ") }
            joined.append(value)
        }
        return joined
    }

    /// What words come to as arguments: lists are their elements, and what stands without quotes is split at blanks.
    mutating func arguments(_ words: [ShellWord]) -> [ScriptValue] {
        var values: [ScriptValue] = []
        for word in words {
            if let list = word.list {
                let elements = elements(of: list)
                spend(onBytes: elements.reduce(0) { $0 + $1.size })
                values += word.isQuoted ? elements : elements.flatMap { fields([($0, true)], isQuoted: false) }
                continue
            }
            let parts = word.pieces.enumerated().map { index, piece in
                (value(of: piece), word.openPieces.contains(index))
            }
            let own = fields(parts, isQuoted: word.isQuoted)
            spend(onBytes: own.reduce(0) { $0 + $1.size })
            values += word.hasBraces && !isPosix ? own.flatMap { Self.expanded($0, isQuoted: word.isQuoted) } : own
        }
        return Self.bounded(values)
    }

    /// The parts of a word, split at the blanks of those that are open to it.
    private func fields(_ parts: [(value: ScriptValue, isOpen: Bool)], isQuoted: Bool) -> [ScriptValue] {
        var fields: [ScriptValue] = []
        var current: ScriptValue? = isQuoted ? ScriptValue() : nil
        func append(_ value: ScriptValue) {
            var whole = current ?? ScriptValue()
            whole.append(value)
            whole.isOpen = whole.isOpen || value.isOpen
            current = whole
        }
        func finish() {
            if let done = current { fields.append(done) }
            current = nil
        }
        for (value, isOpen) in parts {
            if isOpen, let parts = value.parts {
                for (index, part) in parts.enumerated() {
                    if index > 0 { finish() }
                    append(part)
                }
                continue
            }
            guard isOpen, let text = value.text else {
                var value = value
                value.isOpen = value.isOpen || isOpen
                append(value)
                continue
            }
            if state.variables["IFS"] != nil, text.unicodeScalars.contains(where: { !ShellParser.isOfName($0) }) {
                var value = ScriptValue(unknown: ["what `IFS` splits"])
                value.isOpen = true
                append(value)
                continue
            }
            if text.first?.isWhitespace ?? false { finish() }
            for (index, word) in text.split(whereSeparator: \.isWhitespace).enumerated() {
                if index > 0 { finish() }
                append(ScriptValue(String(word)))
            }
            if text.last?.isWhitespace ?? false { finish() }
        }
        // A word of which nothing is left is none, unless quotes stand in it.
        if let current { fields.append(current) }
        return fields
    }

    /// A word in which a shell may find braces to expand, as in `{a,b}` and `{1..3}`.
    private static func expanded(_ value: ScriptValue, isQuoted: Bool) -> [ScriptValue] {
        let text = value.supposed
        guard text.contains("{"), text.contains("}"), text.contains(",") || text.contains("..") else { return [value] }
        if !isQuoted, let known = value.text, let words = expanded(known) { return words.map { ScriptValue($0) } }
        var whole = ScriptValue(unknown: ["what `{…}` stands for"], origin: value.origin)
        whole.isOpen = true
        return [whole]
    }

    /// The words that one pair of braces stands for; `nil` where there are more, or other ones.
    private static func expanded(_ text: String) -> [String]? {
        let parts = text.split(separator: "{", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let inner = parts[1].split(separator: "}", omittingEmptySubsequences: false)
        guard inner.count == 2, !parts[0].hasSuffix("$") else { return nil }
        var words = inner[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if words.count == 1 {
            let ends = inner[0].split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
            guard ends.count == 3, let first = ends[0], let last = ends[2], first <= last,
                case let (length, isTooLong) = last.subtractingReportingOverflow(first), !isTooLong, length < 1_000,
                String(first).count == inner[0].prefix(while: { $0 != "." }).count
            else { return nil }
            words = (first...last).map(String.init)
        }
        return words.map { "\(parts[0])\($0)\(inner[1])" }
    }

    /// A list that is not too long to be followed: one that is made of itself twice would soon fill all memory.
    static func bounded(_ values: [ScriptValue]) -> [ScriptValue] {
        let size = values.reduce(0) { $0 + $1.size }
        return values.count > 1_000 || size > 1_048_576 ? [ScriptValue(unknown: ["a list that is too long"])] : values
    }

    /// `$( … )`: what commands print, without the line ends behind it. They run in a shell of their own.
    private mutating func substitution(_ commands: [ShellCommand]) -> ScriptValue {
        let outer = (piped, result)
        // `$(<f)` is what the file holds.
        if commands.count == 1, let only = commands.first, only.words.isEmpty, only.body == nil, !only.inputs.isEmpty {
            return (input(of: only) ?? ScriptValue()).droppingLineEnds
        }
        piped = nil
        // Within, a command that fails does not end anything: how it ends is how the last command ends.
        let value = isolated { $0.output(of: commands, isSubstitution: true) }
        substituted = result
        // A substitution does not decide on the command in which it stands, but for calls, which may fail.
        (piped, result) = outer
        return value.droppingLineEnds
    }

    /// What a file holds, as far as the script has written it.
    func content(of path: ScriptValue) -> ScriptValue {
        guard let name = path.text else { return ScriptValue(unknown: ["a file"], origin: path.origin) }
        return state.files[Self.plain(name)] ?? ScriptValue(unknown: ["the file `\(name)`"])
    }

    /// The path of a file without what says that it stands in this folder.
    static func plain(_ path: String) -> String {
        var rest = path.unicodeScalars[...]
        while rest.starts(with: "./".unicodeScalars) { rest = rest.dropFirst(2) }
        return String(rest)
    }

    /// Profiles that something has changed which nobody follows.
    mutating func forgetProfiles(_ why: String) {
        for name in NameSet(state.profiles.all.names + ["default"]) {
            state.profiles[name] = .unknown("the credentials of the profile `\(name)`, \(why)")
        }
    }
}
