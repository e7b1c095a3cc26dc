package import IAM
package import SourceText

/// Reads text that stands in a test.
package enum Sample {
    /// The value of a JSON or YAML text; a fault in its syntax fails the test.
    package static func node(_ text: String, path: String = "test.yaml") throws -> Node {
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(SourceFile(path: path, text: text), &diagnostics)
        guard let node, !diagnostics.hasErrors else { throw Unreadable(diagnostics) }
        return node
    }

    /// A policy that has no fault.
    package static func document(_ text: String, as type: PolicyType = .identity) throws -> PolicyDocument {
        var diagnostics = Diagnostics()
        let document = PolicyReader.read(try node(text), as: type, &diagnostics)
        guard let document else { throw Unreadable(diagnostics) }
        return document
    }

    /// A policy of one statement, of which the members are given.
    package static func policy(_ statement: String, as type: PolicyType = .identity, name: String = "policy") throws
        -> Policy
    {
        let text = #"{"Version": "2012-10-17", "Statement": {\#(statement)}}"#
        return Policy(name: name, document: try document(text, as: type))
    }

    /// The one statement of a policy of which the members are given.
    package static func statement(
        _ members: String, as type: PolicyType = .identity, version: String = "2012-10-17"
    ) throws -> Statement {
        let text = #"{"Version": "\#(version)", "Statement": {\#(members)}}"#
        return try document(text, as: type).statements[0]
    }

    /// A context of given keys, of which the value is a text or a list.
    package static func context(_ text: String) throws -> RequestContext {
        context(try node(text))
    }

    package static func context(_ node: Node?) -> RequestContext {
        var context = RequestContext()
        for member in node?.members ?? .empty {
            let isList = member.value.kind == .sequence
            let texts = member.value.elementsOrSelf.map(\.text)
            context.set(ConditionKey(member.key.text), isList ? .list(texts) : .single(texts[0]), .given)
        }
        return context
    }

    private static func required<Value>(_ value: Value?, _ text: Text) throws -> Value {
        guard let value else { throw Unreadable(text: text.string) }
        return value
    }

    package static func account(_ text: Text) throws -> AccountID {
        try required(AccountID(text), text)
    }

    package static func arn(_ text: Text) throws -> ARN {
        try required(ARN(text), text)
    }
}

/// A text in which `↓` marks the places of which somebody should complain.
package struct MarkedSource {
    package let file: SourceFile
    package let marks: [Int]

    package init(_ marked: String, path: String = "test.yaml") {
        let pieces = marked.split(separator: "↓", omittingEmptySubsequences: false)
        var offset = 0
        marks = pieces.dropLast().map { piece in
            offset += piece.utf8.count
            return offset
        }
        file = SourceFile(path: path, text: pieces.joined())
    }
}

/// What is said of a marked text, and where: `id` at a mark, or at a byte where no mark stands.
package struct Complaints: Equatable, CustomStringConvertible {
    package let ids: [String]
    package let offsets: [Int]

    package init(_ diagnostics: Diagnostics) {
        let sorted = diagnostics.sorted
        ids = sorted.map(\.id)
        offsets = sorted.map(\.location.offset)
    }

    package init(_ ids: [String], at marked: MarkedSource) {
        self.ids = ids
        offsets = marked.marks
    }

    package var description: String { zip(ids, offsets).map { "\($0) at \($1)" }.joined(separator: ", ") }
}

/// Callers that many tests use.
package enum Callers {
    package static func user(_ name: Text = "ann", in account: Text = "111111111111", id: Text? = nil) throws
        -> Principal
    {
        let arn = try Sample.arn(Text("arn:aws:iam::\(account):user/\(name)"))
        return Principal(user: arn, account: try Sample.account(account), uniqueID: id)
    }

    package static func session(
        _ role: Text = "deploy", in account: Text = "111111111111", pathIsKnown: Bool = true, id: Text? = nil
    ) throws -> Principal {
        let arn = try Sample.arn(Text("arn:aws:iam::\(account):role/\(role)"))
        return Principal(
            role: arn, pathIsKnown: pathIsKnown, account: try Sample.account(account), sessionName: "run",
            uniqueID: id)
    }
}

/// A text of a test that should be readable, and is not.
package struct Unreadable: Error, CustomStringConvertible {
    /// What is wrong with it.
    package let description: String

    init(_ diagnostics: Diagnostics) {
        description = diagnostics.all.map(\.rendered).joined(separator: "\n")
    }

    init(text: String) {
        description = "`\(text)` is none"
    }
}
