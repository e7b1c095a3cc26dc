import IAM
import SourceText
import Testing

/// Reads text that stands in a test.
enum Sample {
    /// The value of a JSON or YAML text; a fault in its syntax fails the test.
    static func node(_ text: String, path: String = "test.yaml") throws -> Node {
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(SourceFile(path: path, text: text), &diagnostics)
        try #require(!diagnostics.hasErrors, "\(diagnostics.all.map(\.rendered))")
        return try #require(node)
    }

    /// A policy that has no fault.
    static func document(_ text: String, as type: PolicyType = .identity) throws -> PolicyDocument {
        var diagnostics = Diagnostics()
        let document = PolicyReader.read(try node(text), as: type, &diagnostics)
        return try #require(document, "\(diagnostics.all.map(\.rendered))")
    }

    /// A policy of one statement, of which the members are given.
    static func policy(_ statement: String, as type: PolicyType = .identity, name: String = "policy") throws -> Policy {
        let text = #"{"Version": "2012-10-17", "Statement": {\#(statement)}}"#
        return Policy(name: name, document: try document(text, as: type))
    }

    /// The one statement of a policy of which the members are given.
    static func statement(
        _ members: String, as type: PolicyType = .identity, version: String = "2012-10-17"
    ) throws -> Statement {
        let text = #"{"Version": "\#(version)", "Statement": {\#(members)}}"#
        return try #require(try document(text, as: type).statements.first)
    }

    /// A context of given keys, of which the value is a text or a list.
    static func context(_ text: String) throws -> RequestContext {
        context(try node(text))
    }

    static func context(_ node: Node?) -> RequestContext {
        var context = RequestContext()
        for member in node?.members ?? .empty {
            let isList = member.value.kind == .sequence
            let texts = member.value.elementsOrSelf.map(\.text)
            context.set(ConditionKey(member.key.text), isList ? .list(texts) : .single(texts[0]), .given)
        }
        return context
    }

    static func account(_ text: Text) throws -> AccountID {
        try #require(AccountID(text))
    }

    static func arn(_ text: Text) throws -> ARN {
        try #require(ARN(text))
    }
}

/// A text in which `↓` marks the places of which somebody should complain.
struct MarkedText {
    let file: SourceFile
    let marks: [Int]

    init(_ marked: String, path: String = "test.yaml") {
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
struct Complaints: Equatable, CustomStringConvertible {
    let ids: [String]
    let offsets: [Int]

    init(_ diagnostics: Diagnostics) {
        let sorted = diagnostics.sorted
        ids = sorted.map(\.id)
        offsets = sorted.map(\.location.offset)
    }

    init(_ ids: [String], at marked: MarkedText) {
        self.ids = ids
        offsets = marked.marks
    }

    var description: String { zip(ids, offsets).map { "\($0) at \($1)" }.joined(separator: ", ") }
}

/// Callers that many tests use.
enum Callers {
    static func user(_ name: Text = "ann", in account: Text = "111111111111", id: Text? = nil) throws -> Principal {
        let arn = try Sample.arn(Text("arn:aws:iam::\(account):user/\(name)"))
        return Principal(user: arn, account: try #require(AccountID(account)), uniqueID: id)
    }

    static func session(
        _ role: Text = "deploy", in account: Text = "111111111111", pathIsKnown: Bool = true, id: Text? = nil
    ) throws -> Principal {
        let arn = try Sample.arn(Text("arn:aws:iam::\(account):role/\(role)"))
        return Principal(
            role: arn, pathIsKnown: pathIsKnown, account: try #require(AccountID(account)), sessionName: "run",
            uniqueID: id)
    }
}
