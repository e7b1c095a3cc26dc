import SourceText

/// What a shell knows at a point of a script.
struct ScriptState {
    /// The variables of the shell.
    var variables = RecordedMap<ScriptValue>()
    /// The lists of the shell; `@` has the arguments of the script or function.
    var lists = RecordedMap<[ScriptValue]>(["@": []])
    /// The names of those that the commands of the script see.
    var exported = RecordedMap<Bool>()
    /// The names of those that cannot be set any more.
    var readOnly: NameSet = []
    /// Whether whatever is set is seen by commands, as `set -a` has it.
    var exportsAll = false
    /// The functions of the script.
    var functions = RecordedMap<[ShellCommand]>()
    /// The credentials in the environment: those of the step, until the script exports others.
    var environment: Credentials?
    /// Whether the session token in the environment is that of a session which the step has found.
    var hasOtherToken = false
    /// Whether the script has set a session token in the environment, and a key.
    var setsToken = false
    var setsKey = false
    /// The profiles of the command line's configuration.
    var profiles = RecordedMap<Credentials>()
    /// The files that the script has written.
    var files = RecordedMap<ScriptValue>()
    /// Whether the shell stands in another folder than that of the repository.
    var isElsewhere = false
    /// What the script sets for the steps behind it, by `$GITHUB_ENV`.
    var handedOn: [(name: String, value: ScriptValue)] = []
    /// The outputs of the step, by `$GITHUB_OUTPUT`.
    var outputs: [(name: String, value: ScriptValue)] = []

    static let keyID = "AWS_ACCESS_KEY_ID"
    static let token = "AWS_SESSION_TOKEN"
    static let secret = "AWS_SECRET_ACCESS_KEY"

    /// The credentials in the environment. Where the script has set the key of a session, its secret and token must be there.
    var completeEnvironment: Credentials? {
        guard variables[Self.keyID]?.origin?.call != nil else { return environment }
        let others = [Self.secret, Self.token].map { name in
            exported.contains(name) ? variables[name]?.credentials : nil
        }
        return environment?.complete(with: others)
    }

    mutating func set(_ name: String, _ value: ScriptValue) {
        variables[name] = value
        if exportsAll { exported.insert(name) }
        guard exported.contains(name) else { return }
        // An empty key id is none.
        if name.isSame(as: Self.keyID) {
            environment = value.text == "" ? nil : value.credentials
            setsKey = true
        }
        if name.isSame(as: Self.token) {
            hasOtherToken = false
            setsToken = value.text != ""
        }
    }

    mutating func unset(_ name: String) {
        variables[name] = nil
        lists[name] = nil
        if name.isSame(as: Self.keyID) { environment = nil }
        guard name.isSame(as: Self.token) else { return }
        if environment?.isOfSession == true { environment = .unknown("a session's key without its token") }
        hasOtherToken = false
        setsToken = false
    }

    /// A variable whose value nobody tells from here on.
    mutating func forget(_ name: String, _ why: String) { set(name, ScriptValue(unknown: ["$\(name), \(why)"])) }

    /// Whatever a program may have changed that nobody follows.
    mutating func forgetAll(_ why: String) {
        for name in variables.all.names where !name.hasPrefix("GITHUB_") {
            variables[name] = ScriptValue(unknown: ["$\(name), \(why)"])
        }
        environment = .unknown("the credentials, \(why)")
    }

    // MARK: Several ways

    /// A point at which the ways through a script part.
    struct Fork {
        fileprivate let variables, lists, exported, functions, profiles, files, handedOn, outputs: Int
    }

    /// The point that has been reached.
    var fork: Fork {
        Fork(
            variables: variables.changeCount, lists: lists.changeCount, exported: exported.changeCount,
            functions: functions.changeCount, profiles: profiles.changeCount, files: files.changeCount,
            handedOn: handedOn.count, outputs: outputs.count)
    }

    /// What is known where one of several ways was taken, and nobody tells which: whatever is the same in all.
    /// - Parameter fork: the point at which the ways part.
    static func merged(_ states: [ScriptState], since fork: Fork) -> ScriptState? {
        guard var merged = states.first, states.count > 1 else { return states.first }
        let others = Array(states.dropFirst())
        merged.variables.merge(others.map(\.variables), since: fork.variables) { same($1, "$\($0)") }
        merged.files.merge(others.map(\.files), since: fork.files) { same($1, "the file `\($0)`") }
        merged.lists.merge(others.map(\.lists), since: fork.lists) { name, lists in
            let marks = lists.map { $0.map { $0.map(\.mark) } }
            return marks.allSatisfy { $0 == marks[0] }
                ? lists[0]
                : [ScriptValue(unknown: ["${\(name)[@]}, which a condition of the script decides on"])]
        }
        merged.profiles.merge(others.map(\.profiles), since: fork.profiles) { $1.dropFirst().reduce($1[0], same) }
        merged.exported.merge(others.map(\.exported), since: fork.exported) { $1.contains(true) ? true : nil }
        merged.functions.merge(others.map(\.functions), since: fork.functions) { $1.lazy.compactMap(\.self).first }
        merged.handedOn = same(states.map(\.handedOn), since: fork.handedOn) { "env.\($0)" }
        merged.outputs = same(states.map(\.outputs), since: fork.outputs) { "the output `\($0)`" }
        for state in others {
            merged.hasOtherToken = merged.hasOtherToken || state.hasOtherToken
            merged.setsToken = merged.setsToken || state.setsToken
            merged.setsKey = merged.setsKey || state.setsKey
            merged.isElsewhere = merged.isElsewhere || state.isElsewhere
            merged.readOnly.formUnion(state.readOnly)
            merged.exportsAll = merged.exportsAll || state.exportsAll
            merged.environment = same(merged.environment, state.environment)
        }
        return merged
    }

    private static func same(_ first: Credentials?, _ second: Credentials?) -> Credentials? {
        first?.mark == second?.mark ? first : .unknown("the credentials, which a condition of the script decides on")
    }

    /// What is set behind the point at which the ways part: of each name the last value counts.
    private static func same(
        _ all: [[(name: String, value: ScriptValue)]], since fork: Int, _ name: (String) -> String
    ) -> [(name: String, value: ScriptValue)] {
        let before = all[0].prefix(fork)
        let last = all.map { entries in
            entries.dropFirst(fork).reduce(into: NameMap<ScriptValue>()) { $0[$1.name] = $1.value }
        }
        var seen: NameSet = []
        let names = all.map { $0.dropFirst(fork) }.joined().map(\.name).filter { seen.insert($0) }
        return before
            + names.map { key in
                let earlier = before.last { $0.name.isSame(as: key) }?.value
                return (key, same(last.map { $0[key] ?? earlier }, name(key)))
            }
    }

    private static func same(_ values: [ScriptValue?], _ name: @autoclosure () -> String) -> ScriptValue {
        if let first = values.first ?? nil, values.allSatisfy({ $0?.mark == first.mark }) { return first }
        return ScriptValue(unknown: ["\(name()), which a condition of the script decides on"])
    }
}
