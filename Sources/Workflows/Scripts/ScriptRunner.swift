/// Goes through a script with what is known, and finds the calls of STS that it makes and where their credentials go.
struct ScriptRunner {
    /// The values of the workflow's expressions in the script.
    let expressions: [ExpressionValue]
    /// The variables of the shell.
    private var variables: [String: ScriptValue]
    /// The names of those that the commands of the script see.
    private var exported: Set<String>
    /// The credentials in the environment: those of the step, until the script exports others.
    private(set) var environment: Credentials?
    /// The profiles of the command line's configuration.
    private(set) var profiles: [String: Credentials]
    /// Files that hold the response of a call.
    private var files: [String: PredictedCall] = [:]
    /// The calls, in order.
    private(set) var calls: [PredictedCall] = []
    /// What could not be followed.
    private(set) var notes: [String] = []
    /// What the script sets for the steps behind it, by `$GITHUB_ENV`.
    private(set) var handedOn: [(name: String, value: ScriptValue)] = []
    /// The outputs of the step, by `$GITHUB_OUTPUT`.
    private(set) var outputs: [(name: String, value: ScriptValue)] = []

    /// Whether the session token in the environment is that of a session which the step has found.
    private var hasOtherToken = false
    /// How many writes to `$GITHUB_ENV` were followed.
    private(set) var followedWrites = 0

    private static let keyID = "AWS_ACCESS_KEY_ID"
    private static let token = "AWS_SESSION_TOKEN"
    /// Commands that run the command behind their own arguments.
    private static let wrappers: Set<String> = ["sudo", "env", "timeout", "nohup", "command", "exec", "nice", "retry"]

    init(
        expressions: [ExpressionValue], environment variables: [String: ExpressionValue], credentials: Credentials?,
        profiles: [String: Credentials]
    ) {
        self.expressions = expressions
        self.variables = variables.mapValues { ScriptValue($0) }
        exported = Set(variables.keys)
        // A variable that the environment has stays exported when it is set.
        if credentials != nil { exported.insert(Self.keyID) }
        environment = credentials
        if case .session = credentials { hasOtherToken = true }
        self.profiles = profiles
    }

    mutating func run(_ commands: [ShellCommand]) {
        for command in commands { _ = output(of: command) }
    }

    /// The credentials that a step behind this one finds in its environment; `nil` where the script sets none.
    /// - Parameter before: those that were there: the session token stays where the script hands on none.
    func leftBehind(over before: Credentials?) -> Credentials? {
        let left = handedOn.last { $0.name == Self.keyID }?.value.credentials
        if case .session? = before, case .keys? = left, !handedOn.contains(where: { $0.name == Self.token }) {
            return .withOtherToken
        }
        return left
    }

    // MARK: Commands

    /// The output of commands in a row, of which each may pass its own on to the next.
    private mutating func output(of commands: [ShellCommand]) -> ScriptValue {
        var value = ScriptValue()
        var piped = ScriptValue()
        for command in commands {
            var own = output(of: command)
            if own.origin == nil, let origin = piped.origin { own.appendUnknown(piped.unknown, origin: origin) }
            if command.isPiped {
                piped = own
            } else {
                value.append(own)
                piped = ScriptValue()
            }
        }
        return value
    }

    private mutating func output(of command: ShellCommand) -> ScriptValue {
        let assigned = command.assignments.map { (name: $0.name, value: value(of: $0.value)) }
        guard let first = command.words.first else {
            for assignment in assigned { set(assignment.name, assignment.value) }
            return ScriptValue()
        }
        let name = value(of: first).text ?? ""
        let arguments = command.words.dropFirst().map { value(of: $0) }
        let inputs = command.inputs.map { value(of: $0) }
        var output: ScriptValue
        switch name {
        case "aws": output = aws(arguments, assigned)
        case _ where name.hasSuffix("/aws"): output = aws(arguments, assigned)
        case _ where Self.wrappers.contains(name) && arguments.contains { $0.text == "aws" }:
            output = aws(Array(arguments.drop { $0.text != "aws" }.dropFirst()), assigned)
        case "export", "declare", "readonly": output = export(command, arguments)
        case "unset": output = unset(arguments)
        case "read": output = read(arguments, inputs)
        case "echo", "printf": output = echo(arguments)
        case "eval", "source", ".": output = evaluate(arguments)
        default: output = other(name, arguments + inputs)
        }
        for target in command.outputs { write(output, to: target) }
        return output
    }

    /// What a command prints of which nothing is known but that it may pass on what it is given.
    private func other(_ name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        let origin = arguments.lazy.compactMap { argument in
            argument.origin ?? argument.text.flatMap { files[$0] }
        }.first
        var value = ScriptValue()
        value.appendUnknown(["the output of `\(name)`"], origin: origin)
        return value
    }

    private func echo(_ arguments: [ScriptValue]) -> ScriptValue {
        var value = ScriptValue()
        for (index, argument) in arguments.filter({ !["-n", "-e", "--"].contains($0.text) }).enumerated() {
            if index > 0 { value.append(" ") }
            value.append(argument)
        }
        return value
    }

    private mutating func export(_ command: ShellCommand, _ arguments: [ScriptValue]) -> ScriptValue {
        for (word, argument) in zip(command.words.dropFirst(), arguments) {
            if let assignment = ShellParser.assignment(word) {
                exported.insert(assignment.name)
                set(assignment.name, argument.dropping(prefix: assignment.name + "="))
            } else if let name = argument.text {
                guard exported.insert(name).inserted, let value = variables[name] else { continue }
                set(name, value)
            } else if let origin = argument.origin {
                // `export $(printf 'AWS_ACCESS_KEY_ID=%s …' $(aws sts assume-role …))`
                environment = .session(origin)
            }
        }
        return ScriptValue()
    }

    private mutating func unset(_ arguments: [ScriptValue]) -> ScriptValue {
        for name in arguments.compactMap(\.text) {
            variables[name] = nil
            if name == Self.keyID { environment = nil }
            if name == Self.token { hasOtherToken = false }
        }
        return ScriptValue()
    }

    /// `read -r A B C <<< "$CREDENTIALS"`: each variable holds a part of what is read.
    private mutating func read(_ arguments: [ScriptValue], _ inputs: [ScriptValue]) -> ScriptValue {
        var part = ScriptValue()
        part.appendUnknown(["what `read` reads"], origin: inputs.lazy.compactMap(\.origin).first)
        for name in arguments.compactMap(\.text) where !name.hasPrefix("-") { set(name, part) }
        return ScriptValue()
    }

    private mutating func evaluate(_ arguments: [ScriptValue]) -> ScriptValue {
        if let origin = arguments.lazy.compactMap(\.origin).first {
            environment = .session(origin)
        } else {
            notes.append("what `eval` or `source` reads is not followed")
        }
        return ScriptValue()
    }

    private mutating func aws(_ arguments: [ScriptValue], _ assigned: [(name: String, value: ScriptValue)])
        -> ScriptValue
    {
        let line = AWSCommandLine(arguments)
        if let (profile, id) = line.configuredKey {
            profiles[profile] = id.credentials
            return ScriptValue()
        }
        guard line.service == "sts" else { return other("aws", []) }
        var own = assigned.last { $0.name == Self.keyID }?.value.credentials
        if case .keys? = own, hasOtherToken, !assigned.contains(where: { $0.name == Self.token }) {
            own = .withOtherToken
        }
        let region = assigned.last { $0.name == "AWS_REGION" || $0.name == "AWS_DEFAULT_REGION" }?.value.text
        guard let call = line.call(signer: own ?? credentials(line), region: region ?? self.region) else {
            notes.append("`aws sts \(line.operation ?? "…")` is not followed")
            return other("aws sts", [])
        }
        calls.append(call)
        var value = ScriptValue()
        value.appendUnknown(["the response of \(call.operation)"], origin: call)
        return value
    }

    /// Whose credentials a command takes: those of the profile that it names, else those in the environment, else those of
    /// the environment's profile.
    private func credentials(_ line: AWSCommandLine) -> Credentials? {
        if let named = line.profile { return credentials(of: named) }
        if case .keys? = environment, hasOtherToken {
            return .withOtherToken
        }
        if let environment { return environment }
        if exported.contains("AWS_PROFILE"), let named = variables["AWS_PROFILE"] { return credentials(of: named) }
        return profiles["default"]
    }

    private func credentials(of profile: ScriptValue) -> Credentials? {
        guard let name = profile.text else { return .unknown("the profile \(profile.unknown.joined(separator: ", "))") }
        return profiles[name] ?? .unknown("the credentials of the profile `\(name)`")
    }

    private var region: String? {
        ["AWS_REGION", "AWS_DEFAULT_REGION"].lazy.filter(exported.contains).compactMap { variables[$0]?.text }.first
    }

    // MARK: Variables and files

    private mutating func set(_ name: String, _ value: ScriptValue) {
        variables[name] = value
        guard exported.contains(name) else { return }
        if name == Self.keyID { environment = value.credentials }
        if name == Self.token { hasOtherToken = false }
    }

    private mutating func write(_ output: ScriptValue, to target: ShellWord) {
        if let file = target.pieces.first(where: { $0 == .variable("GITHUB_ENV") || $0 == .variable("GITHUB_OUTPUT") })
        {
            guard let mark = output.supposed.firstIndex(of: "="),
                !output.supposed.contains(where: { $0.isNewline || $0 == "%" || $0 == "<" })
            else { return }
            if file == .variable("GITHUB_ENV") { followedWrites += 1 }
            let name = String(output.supposed[..<mark])
            let entry = (name: name, value: output.dropping(prefix: name + "="))
            if file == .variable("GITHUB_ENV") { handedOn.append(entry) } else { outputs.append(entry) }
        } else if let path = value(of: target).text, let origin = output.origin {
            files[path] = origin
        }
    }

    private mutating func value(of word: ShellWord) -> ScriptValue {
        var value = ScriptValue()
        for piece in word.pieces {
            switch piece {
            case .text(let text): value.append(text)
            case .variable(let name):
                if let known = variables[name] { value.append(known) } else { value.appendUnknown(["$\(name)"]) }
            case .expression(let index):
                value.append(index < expressions.count ? expressions[index] : .unknown(["an expression"]))
            case .output(let commands): value.append(output(of: commands))
            case .unclear(let text): value.appendUnknown([text])
            }
        }
        return value
    }
}

extension ScriptValue {
    /// The value without what it begins with.
    func dropping(prefix: String) -> ScriptValue {
        guard supposed.hasPrefix(prefix) else { return self }
        var rest = self
        rest.drop(prefix.count)
        return rest
    }
}
