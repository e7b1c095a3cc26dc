import SourceText

/// What a shell knows at a point of a script.
struct ScriptState {
    /// The variables of the shell.
    var variables: NameMap<ScriptValue> = [:]
    /// The lists of the shell; `@` has the arguments of the script or function.
    var lists: NameMap<[ScriptValue]> = ["@": []]
    /// The names of those that the commands of the script see.
    var exported: NameSet = []
    /// The functions of the script.
    var functions: NameMap<[ShellCommand]> = [:]
    /// The credentials in the environment: those of the step, until the script exports others.
    var environment: Credentials?
    /// Whether the session token in the environment is that of a session which the step has found.
    var hasOtherToken = false
    /// The profiles of the command line's configuration.
    var profiles: NameMap<Credentials> = [:]
    /// The files that the script has written.
    var files: NameMap<ScriptValue> = [:]
    /// Whether the shell stands in another folder than that of the repository.
    var isElsewhere = false
    /// What the script sets for the steps behind it, by `$GITHUB_ENV`.
    var handedOn: [(name: String, value: ScriptValue)] = []
    /// The outputs of the step, by `$GITHUB_OUTPUT`.
    var outputs: [(name: String, value: ScriptValue)] = []

    static let keyID = "AWS_ACCESS_KEY_ID"
    static let token = "AWS_SESSION_TOKEN"

    mutating func set(_ name: String, _ value: ScriptValue) {
        variables[name] = value
        guard exported.contains(name) else { return }
        // An empty key id is none.
        if name.isSame(as: Self.keyID) { environment = value.text == "" ? nil : value.credentials }
        if name.isSame(as: Self.token) { hasOtherToken = false }
    }

    mutating func unset(_ name: String) {
        variables[name] = nil
        lists[name] = nil
        if name.isSame(as: Self.keyID) { environment = nil }
        guard name.isSame(as: Self.token) else { return }
        if case .session = environment { environment = .unknown("a session's key without its token") }
        hasOtherToken = false
    }

    /// A variable whose value nobody tells from here on.
    mutating func forget(_ name: String, _ why: String) { set(name, ScriptValue(unknown: ["$\(name), \(why)"])) }

    /// Whatever a program may have changed that nobody follows.
    mutating func forgetAll(_ why: String) {
        for name in variables.names where !name.hasPrefix("GITHUB_") {
            variables[name] = ScriptValue(unknown: ["$\(name), \(why)"])
        }
        environment = .unknown("the credentials, \(why)")
    }

    // MARK: Several ways

    /// What is known where one of several ways was taken, and nobody tells which: whatever is the same in all.
    static func merged(_ states: [ScriptState]) -> ScriptState? {
        guard var merged = states.first, states.count > 1 else { return states.first }
        merged.variables = same(states.map(\.variables)) { "$\($0)" }
        for name in NameSet(states.flatMap(\.lists.names)) {
            let marks = states.map { $0.lists[name].map { $0.map(\.mark) } }
            if !marks.allSatisfy({ $0 == marks[0] }) {
                merged.lists[name] = [
                    ScriptValue(unknown: ["${\(name)[@]}, which a condition of the script decides on"])
                ]
            }
        }
        merged.files = same(states.map(\.files)) { "the file `\($0)`" }
        merged.handedOn = same(states.map(\.handedOn)) { "env.\($0)" }
        merged.outputs = same(states.map(\.outputs)) { "the output `\($0)`" }
        for state in states.dropFirst() {
            merged.exported.formUnion(state.exported)
            merged.functions.merge(state.functions) { first, _ in first }
            merged.hasOtherToken = merged.hasOtherToken || state.hasOtherToken
            merged.environment = same(merged.environment, state.environment)
            for (name, profile) in state.profiles { merged.profiles[name] = same(merged.profiles[name], profile) }
        }
        return merged
    }

    private static func same(_ first: Credentials?, _ second: Credentials?) -> Credentials? {
        first?.mark == second?.mark ? first : .unknown("the credentials, which a condition of the script decides on")
    }

    private static func same(
        _ all: [NameMap<ScriptValue>], _ name: (String) -> String
    ) -> NameMap<ScriptValue> {
        NameMap.combining(all) { key, values in same(values, name(key.string)) }
    }

    private static func same(
        _ all: [[(name: String, value: ScriptValue)]], _ name: (String) -> String
    ) -> [(name: String, value: ScriptValue)] {
        let last = all.map { entries in
            entries.reduce(into: NameMap<ScriptValue>()) { $0[$1.name] = $1.value }
        }
        var seen: NameSet = []
        return all.joined().map(\.name).filter { seen.insert($0) }.map { key in
            (key, same(last.map { $0[key] }, name(key)))
        }
    }

    private static func same(_ values: [ScriptValue?], _ name: @autoclosure () -> String) -> ScriptValue {
        if let first = values.first ?? nil, values.allSatisfy({ $0?.mark == first.mark }) { return first }
        return ScriptValue(unknown: ["\(name()), which a condition of the script decides on"])
    }
}
