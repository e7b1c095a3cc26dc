public import SourceText

/// A policy document (PL §2), prepared for evaluation; it never changes. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
public final class PolicyDocument: Sendable {
    /// The version of the language a document is written in. It decides only about policy variables (PL-23).
    public enum Version: String, Sendable, CaseIterable {
        /// The current version.
        case v2012 = "2012-10-17"
        /// The first version, also meant where none is stated (PL-22): `${…}` is ordinary text.
        case v2008 = "2008-10-17"
    }

    /// The version.
    public let version: Version
    /// The statements in the order of the document.
    public let statements: [Statement]
    /// Which statements speak of which service; `nil` where there are too few to be worth it.
    let index: StatementIndex?
    /// The value from which the document was read.
    let source: Node

    /// The value from which a statement of the document was read.
    func source(of statement: Statement) -> Node? {
        source["Statement"]?.elementsOrSelf.dropFirst(statement.index).first
    }

    /// Where an element of one of its statements stands, such as `Action`.
    public func place(of element: MemberName, in statement: Statement) -> SourceLocation? {
        source(of: statement)?[element]?.location
    }

    /// Where the principal of one of its statements stands that names one user, role, session or unique id.
    public func place(ofPrincipal entry: PrincipalEntry, in statement: Statement) -> SourceLocation? {
        guard let name = entry.ownName, let source = source(of: statement) else { return nil }
        let values = (source["Principal"] ?? source["NotPrincipal"])?.members.flatMap { $0.value.elementsOrSelf } ?? []
        return values.first { $0.hasText(name) }?.location
    }

    /// How much the document says, in values (`Node.weight`).
    var weight: Int { source.weight }

    /// The path of the file in which the statements stand: of a document that several files make up, theirs.
    public var pathOfStatements: String { (source["Statement"] ?? source).file.path }

    /// Where the document stands.
    public var location: SourceLocation { source.location }

    init(version: Version, statements: [Statement], source: Node) {
        self.version = version
        self.statements = statements
        self.index = StatementIndex(statements)
        self.source = source
    }
}

/// A document under the name by which answers speak of it. It never changes.
public final class Policy: Sendable {
    /// The name: of a named document, a path relative to the root, an ARN, or a place such as `identity[0]`.
    public let name: String
    /// The document.
    public let document: PolicyDocument
    /// Where its statements were read; it stays the same when a change is made in them.
    let origin: SourceLocation
    /// The document as it was read, whatever change was made in it.
    let original: PolicyDocument

    /// How much room the policy takes where it is passed to a call, in bytes: its ARN, or its text without blanks between
    /// its parts.
    public var passedSize: Int {
        name.hasPrefix("arn:") ? name.utf8.count : document.source.compactSize
    }

    /// The length of the policy's text without blanks between its parts, in bytes.
    public var plainSize: Int { document.source.compactSize }

    /// Names a document.
    public init(name: String, document: PolicyDocument) {
        self.name = name
        self.document = document
        origin = (document.source["Statement"] ?? document.source).location
        original = document
    }

    /// Whether another policy is of the same text, so that whoever changes one changes the other.
    public func hasStatements(of other: Policy) -> Bool { origin == other.origin }

    /// A policy after a change.
    init(_ policy: Policy, changed document: PolicyDocument) {
        name = policy.name
        self.document = document
        origin = policy.origin
        original = policy.original
    }
}

/// One statement of a document. It never changes; as a reference it goes through an evaluation without being copied.
public final class Statement: Sendable {
    /// What a statement that matches contributes.
    public enum Effect: String, Sendable, CaseIterable {
        /// The statement allows.
        case allow = "Allow"
        /// The statement denies, whatever others allow (EV-1).
        case deny = "Deny"
    }

    /// The place among the document's statements, counted from 0.
    public let index: Int
    /// The statement's name, where it has one.
    public let sid: Text?
    /// What it contributes.
    public let effect: Effect
    /// Whom it speaks of; `nil` in policies that belong to an identity.
    public let principal: PrincipalElement?
    /// Which actions it speaks of.
    public let action: ActionElement
    /// Which resources it speaks of; `nil` where the policy belongs to one resource (PL-31).
    public let resource: ResourceElement?
    /// What must hold besides, all of it (PL-102).
    public let conditions: [Condition]
    /// Where the statement stands.
    public let location: SourceLocation

    init(
        index: Int, sid: Text?, effect: Effect, principal: PrincipalElement?, action: ActionElement,
        resource: ResourceElement?, conditions: [Condition], location: SourceLocation
    ) {
        self.index = index
        self.sid = sid
        self.effect = effect
        self.principal = principal
        self.action = action
        self.resource = resource
        self.conditions = conditions
        self.location = location
    }
}

extension Policy {
    /// A policy that allows everything, as `FullAWSAccess` does.
    public static let unrestricted: Policy? = {
        let text = #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
        var diagnostics = Diagnostics()
        return JSONParser.parse(SourceFile(path: "FullAWSAccess", text: text, isOwn: true), &diagnostics)
            .flatMap { PolicyReader.read($0, as: .identity, &diagnostics) }
            .map { Policy(name: "FullAWSAccess", document: $0) }
    }()

    /// What counts for a file system of EFS that has no policy: whoever reaches a mount target may do everything (SV-25).
    /// <https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html#default-filesystempolicy>
    static let ofFileSystemWithoutPolicy: Policy? = {
        let actions = ["Mount", "Write", "RootAccess"].map { #""elasticfilesystem:Client\#($0)""# }
        let text = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, \
            "Action": [\(actions.joined(separator: ", "))], "Resource": "*", \
            "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}}}
            """
        let name = "default file system policy"
        var diagnostics = Diagnostics()
        return JSONParser.parse(SourceFile(path: name, text: text, isOwn: true), &diagnostics)
            .flatMap { PolicyReader.read($0, as: .resource, &diagnostics) }
            .map { Policy(name: name, document: $0) }
    }()
}

extension SourceFile {
    /// The name of a policy that a call passes as JSON text, and that nobody keeps.
    public static let passedPolicy = "Policy"

    /// Whether it is a file that somebody keeps, and can change: neither a text that the program brings along, nor one that a
    /// call passes.
    public var isOfUser: Bool { !isOwn && !path.isSame(as: Self.passedPolicy) }
}

/// Why a text is no policy: what is wrong with it, each fault with line and column.
public struct InvalidPolicy: Error, Sendable, CustomStringConvertible {
    /// Everything that was found.
    public let diagnostics: [Diagnostic]

    /// The faults as the command prints them.
    public var description: String { diagnostics.map(\.rendered).joined(separator: "\n") }
}

extension Policy {
    /// Reads a policy from JSON. Statements that say nothing, such as a Deny that asks for a key which no request has, are told by
    /// the other initializer alone.
    /// - Parameters:
    ///   - json: the text.
    ///   - type: the kind of policy, which decides which elements are legal (PL-40).
    ///   - name: how answers call it.
    public convenience init(
        json: String, as type: PolicyType = .identity, name: String = "policy"
    ) throws(InvalidPolicy) {
        var diagnostics = Diagnostics()
        guard let document = PolicyDocument(json: json, as: type, name: name, &diagnostics) else {
            throw InvalidPolicy(diagnostics: diagnostics.all.filter { $0.severity == .error })
        }
        self.init(name: name, document: document)
    }

    /// Reads a policy from JSON; `nil` where it has an error.
    /// - Parameter diagnostics: gets its faults, and warnings of what it does not say.
    public convenience init?(
        json: String, as type: PolicyType, name: String, _ diagnostics: inout Diagnostics
    ) {
        guard let document = PolicyDocument(json: json, as: type, name: name, &diagnostics) else { return nil }
        self.init(name: name, document: document)
    }
}

extension PolicyDocument {
    fileprivate convenience init?(
        json: String, as type: PolicyType, name: String, _ diagnostics: inout Diagnostics
    ) {
        var own = Diagnostics()
        let node = JSONParser.parse(SourceFile(path: name, text: json), &own)
        let document = node.flatMap { PolicyReader.read($0, as: type, &own) }
        diagnostics.add(contentsOf: own)
        guard let document, !own.hasErrors else { return nil }
        self.init(version: document.version, statements: document.statements, source: document.source)
    }
}
