import Questions
public import STS
public import SourceText

/// A question with variations and expectations: one file, many cases.
public struct Scenario: Sendable {
    /// The question in words.
    public let name: String
    /// What it is about, in the author's words; empty where the author says nothing.
    public let about: String
    /// The path of the file, relative to the root.
    public let path: String
    /// The axes along which the question varies.
    public let axes: [Axis]
    /// All cases: first each combination of the axes, then the named ones.
    public let cases: [ScenarioCase]
}

/// A thing that varies, with its values.
public struct Axis: Sendable {
    /// What varies.
    public let name: String
    /// The values in the order of the file.
    public let values: [Value]
    /// Where the axis stands.
    let location: SourceLocation

    /// A value and what it lays over the question.
    public struct Value: Sendable {
        /// The value's name.
        public let name: String
        /// The members that it lays over the question.
        let overlay: Node
    }
}

/// One question with one expectation.
public struct ScenarioCase: Sendable {
    /// How the case is told from the others of its scenario.
    public enum Name: Sendable, Hashable {
        /// A combination: the value of each axis, in the order of the axes. Without axes, the question as it stands.
        case combination([Choice])
        /// A case with a name of its own.
        case named(String)

        /// Whether two names are the same, byte by byte.
        public static func == (left: Name, right: Name) -> Bool { left.texts == right.texts }

        /// Hashes the name's bytes.
        public func hash(into hasher: inout Hasher) { hasher.combine(texts) }

        /// What the name consists of; a name of its own is one text, a combination has two for each axis.
        private var texts: [Text] {
            switch self {
            case .named(let name): [Text(name)]
            case .combination(let choices): choices.flatMap { [Text($0.axis), Text($0.value)] }
            }
        }
    }

    /// A value of an axis.
    public struct Choice: Sendable {
        /// The axis.
        public let axis: String
        /// The value.
        public let value: String
    }

    /// The case's name.
    public let name: Name
    /// What is asked without a variation.
    let base: Node
    /// What the case lays over it, in order.
    let overlays: [Node]
    /// What is asked.
    public let question: Question
    /// What is expected.
    public let expectation: Expectation

    /// What is asked, as it is written: the base with the variation laid over it. It is put together when somebody asks for it,
    /// so that the cases of a large question do not each hold a copy of what they vary.
    public var source: Node { overlays.reduce(base) { $0.overlaidAsQuestion(with: $1) } }

    /// The name in one line: `identity policy=old, workflow=manual`. Of long names and values, it shows beginning and end.
    public var title: String {
        switch name {
        case .named(let name): return name
        case .combination(let choices):
            if choices.isEmpty { return "the question" }
            return choices.map { "\(ShownName.shown($0.axis))=\(ShownName.shown($0.value))" }.joined(separator: ", ")
        }
    }
}
