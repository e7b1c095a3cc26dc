public import IAM
public import SourceText

/// Finds policies wherever one is expected: by a document's name, by a path, by the ARN of a managed policy, or inline.
///
/// A policy that many cases share is read once. The library is used by one thread at a time.
public final class PolicyLibrary {
    /// Reads another file that a value names.
    /// - Parameters: the value that holds the path (relative to the file it stands in), and where to complain.
    public typealias Load = (_ path: Node, _ diagnostics: inout Diagnostics) -> Node?

    /// Reads another file that a value names as it is, up to a number of bytes.
    public typealias LoadBytes = (_ path: Node, _ limit: Int, _ diagnostics: inout Diagnostics) -> [UInt8]?

    private struct Key: Hashable {
        let node: Node
        let type: PolicyType
    }

    private let load: Load
    private let loadBytes: LoadBytes
    private let forgetting: String?
    private var recent: RecentPolicies?
    private var read: [Key: (document: PolicyDocument?, diagnostics: Diagnostics)] = [:]
    /// Policies that overlays put together: a case has its own, which only its neighbours may share.
    private var overlaid: [Key: (document: PolicyDocument?, diagnostics: Diagnostics)] = [:]
    private static let overlaidLimit = 256

    /// Makes a library.
    /// - Parameters:
    ///   - forgetting: the path of a file whose policies are not kept: a stream of questions, each read only once.
    ///   - recognizesTexts: whether a policy of that file may stand for another one of the same text, though its places
    ///     are other ones: where nothing tells of places.
    ///   - load: reads the files that paths name.
    ///   - loadBytes: reads files that hold neither JSON nor YAML.
    public init(
        forgetting: String? = nil, recognizesTexts: Bool = false, load: @escaping Load,
        loadBytes: @escaping LoadBytes = { _, _, _ in nil }
    ) {
        self.forgetting = forgetting
        recent = recognizesTexts ? RecentPolicies() : nil
        self.load = load
        self.loadBytes = loadBytes
    }

    /// `FullAWSAccess`, which allows everything.
    let fullAccess: Node? = {
        let text = #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
        var diagnostics = Diagnostics()
        return JSONParser.parse(SourceFile(path: "FullAWSAccess", text: text, isOwn: true), &diagnostics)
    }()

    /// `RCPFullAWSAccess`, the same for resource control policies (EV-25).
    let resourceControlFullAccess: Node? = {
        let text =
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}"#
        var diagnostics = Diagnostics()
        return JSONParser.parse(SourceFile(path: "RCPFullAWSAccess", text: text, isOwn: true), &diagnostics)
    }()

    /// Who exists, as it was read last: questions that lie over one file have it in common.
    var lastRead: ReadWorld?

    private var embedded = NameMap<Node>()

    /// A text that the program brings along, parsed once.
    func embedded(_ text: String, name: String, _ diagnostics: inout Diagnostics) -> Node? {
        if let known = embedded[name] { return known }
        let node = JSONParser.parse(SourceFile(path: name, text: text, isOwn: true), &diagnostics)
        embedded[name] = node
        return node
    }

    /// The root value of a file that a value names by its path.
    public func file(at path: Node, _ diagnostics: inout Diagnostics) -> Node? {
        load(path, &diagnostics)
    }

    /// The bytes of a file that a value names, whatever it holds.
    public func bytes(at path: Node, limit: Int, _ diagnostics: inout Diagnostics) -> [UInt8]? {
        loadBytes(path, limit, &diagnostics)
    }

    /// The document that stands at a node, read once.
    func document(at node: Node, as type: PolicyType, _ diagnostics: inout Diagnostics) -> PolicyDocument? {
        if let forgetting, node.file.path.isSame(as: forgetting) { return passing(node, as: type, &diagnostics) }
        let key = Key(node: node, type: type)
        if let known = read[key] ?? overlaid[key] {
            diagnostics.add(contentsOf: known.diagnostics)
            return known.document
        }
        var own = Diagnostics()
        let document = PolicyReader.read(node, as: type, &own)
        if node.isOverlaid {
            if overlaid.count >= Self.overlaidLimit { overlaid = [:] }
            if forgetting == nil { overlaid[key] = (document, own) }
        } else if !node.file.path.isSame(as: SourceFile.passedPolicy) {
            read[key] = (document, own)
        }
        diagnostics.add(contentsOf: own)
        return document
    }
}

extension PolicyLibrary {
    /// A document of the stream.
    private func passing(_ node: Node, as type: PolicyType, _ diagnostics: inout Diagnostics) -> PolicyDocument? {
        if let known = recent?.document(node, as: type) { return known }
        let before = diagnostics.all.count
        let document = PolicyReader.read(node, as: type, &diagnostics)
        if let document, diagnostics.all.count == before { recent?.keep(document, of: node, as: type) }
        return document
    }
}

/// The policies that a question knows by name, and the library that reads them.
public struct PolicyNames {
    let listed: Listed
    private let library: PolicyLibrary

    /// The documents and managed policies by the bytes of their names.
    struct Listed {
        fileprivate let documents: [(name: String, value: Node)]
        private var documentPlaces: [Text: Int] = [:]
        fileprivate let managed: [(arn: String, value: Node)]
        private var managedPlaces: [Text: Int] = [:]

        init(documents: Node?, managed: [(arn: String, value: Node)]) {
            self.documents = documents?.members.map { ($0.name, $0.value) } ?? []
            self.managed = managed
            for (place, document) in self.documents.enumerated() { documentPlaces[Text(document.name)] = place }
            for (place, policy) in managed.enumerated() where managedPlaces[Text(policy.arn)] == nil {
                managedPlaces[Text(policy.arn)] = place
            }
        }

        fileprivate func document(_ name: Text) -> Node? { documentPlaces[name].map { documents[$0].value } }

        fileprivate func managedPolicy(_ arn: Text) -> Node? { managedPlaces[arn].map { managed[$0].value } }
    }

    /// Makes the names of a question.
    /// - Parameters:
    ///   - documents: the member `documents` of the question.
    ///   - managed: the customer managed policies of its accounts, each with its default version.
    public init(documents: Node?, managed: [(arn: String, value: Node)], library: PolicyLibrary) {
        self.init(Listed(documents: documents, managed: managed), library: library)
    }

    init(_ listed: Listed, library: PolicyLibrary) {
        self.listed = listed
        self.library = library
    }

    /// Reads the policy that a value names or holds.
    /// - Parameters:
    ///   - place: the name of a policy that stands inline, such as `identity[0]`.
    /// - Returns: `nil` where there is none; `diagnostics` then says why.
    public func policy(
        _ node: Node, as type: PolicyType, place: String, _ diagnostics: inout Diagnostics
    ) -> Policy? {
        if node.kind == .mapping { return named(place, at: node, as: type, &diagnostics) }
        guard node.kind == .string else {
            diagnostics.error(
                "wrong-kind",
                "expected a policy: a document's name, a path, an ARN or a mapping; found a \(node.kind.rawValue)",
                at: node.location)
            return nil
        }
        let text = node.string
        if text.hasPrefix("arn:") { return managedPolicy(node.text, as: type, at: node.location, &diagnostics) }
        if PolicyPath.isPath(text) { return file(node, name: nil, as: type, &diagnostics) }
        if let document = listed.document(node.text) {
            return definition(document, name: text, as: type, &diagnostics)
        }
        if let own = AttachedByDefault(text) { return attached(own, as: type, at: node.location, &diagnostics) }
        diagnostics.error(
            "unknown-document",
            "no document is named `\(text)`\(Suggestion.hint(for: text, among: listed.documents.lazy.map(\.name)))",
            at: node.location)
        return nil
    }

    /// The policy that a name stands for: a path or a mapping, not another name.
    private func definition(
        _ node: Node, name: String, as type: PolicyType, _ diagnostics: inout Diagnostics
    ) -> Policy? {
        if node.kind == .mapping { return named(name, at: node, as: type, &diagnostics) }
        if node.kind == .string, PolicyPath.isPath(node.string) {
            return file(node, name: name, as: type, &diagnostics)
        }
        diagnostics.error(
            "wrong-kind", "expected a path or a policy for the document `\(name)`", at: node.location)
        return nil
    }

    private func file(
        _ node: Node, name: String?, as type: PolicyType, _ diagnostics: inout Diagnostics
    ) -> Policy? {
        guard let root = library.file(at: node, &diagnostics) else { return nil }
        return named(name ?? root.file.path, at: root, as: type, &diagnostics)
    }

    private func named(
        _ name: String, at node: Node, as type: PolicyType, _ diagnostics: inout Diagnostics
    ) -> Policy? {
        library.document(at: node, as: type, &diagnostics).map { Policy(name: name, document: $0) }
    }

    /// The managed policy of an ARN.
    public func managedPolicy(
        _ name: Text, as type: PolicyType, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Policy? {
        let arn = name.string
        if let own = AttachedByDefault(arn: name) { return attached(own, as: type, at: place, &diagnostics) }
        if arn.hasPrefix("arn:aws:iam::aws:") {
            diagnostics.error("not-supported-yet", "AWS managed policies are not supported yet", at: place)
            return nil
        }
        guard let policy = listed.managedPolicy(name) else {
            diagnostics.error(
                "unknown-policy",
                "no account lists the managed policy `\(arn)`"
                    + Suggestion.hint(for: arn, among: listed.managed.lazy.map(\.arn)), at: place)
            return nil
        }
        let definition = policy.kind == .string ? listed.document(policy.text) ?? policy : policy
        let read = self.definition(definition, name: arn, as: type, &diagnostics)
        if let read { checkVersion(read, at: definition, &diagnostics) }
        return read
    }

    /// AWS saves no managed policy of the language's first version, and none that states no version, which is the same:
    /// "Policy document must be version 2012-10-17 or greater" (PL-22).
    private func checkVersion(_ policy: Policy, at node: Node, _ diagnostics: inout Diagnostics) {
        guard policy.document.version != .v2012 else { return }
        let place = policy.document.location
        diagnostics.error(
            "invalid-version",
            "a managed policy states `Version` 2012-10-17: AWS refuses to save one of another version",
            at: place.file.isOwn ? node.location : place)
    }

    /// One of the two policies that AWS attaches by default, where a policy of its kind may stand.
    private func attached(
        _ own: AttachedByDefault, as type: PolicyType, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Policy? {
        guard (own == .resourceControl) == (type == .resourceControl) else {
            let other = own == .resourceControl ? AttachedByDefault.serviceControl : .resourceControl
            diagnostics.error(
                "unknown-document",
                "`\(own.rawValue)` is no policy for `\(type.rawValue)`; did you mean `\(other.rawValue)`?",
                at: place)
            return nil
        }
        return fullAccess(as: type, &diagnostics)
    }

    /// The bytes of a file that a value names by its path.
    public func bytes(at path: Node, limit: Int, _ diagnostics: inout Diagnostics) -> [UInt8]? {
        library.bytes(at: path, limit: limit, &diagnostics)
    }

    /// Reads a policy of a text that the program brings along.
    public func policy(
        text: String, name: String, as type: PolicyType, _ diagnostics: inout Diagnostics
    ) -> Policy? {
        library.embedded(text, name: name, &diagnostics).flatMap { named(name, at: $0, as: type, &diagnostics) }
    }

    /// The policy that allows everything, which AWS attaches where nothing else is (EV-15).
    func fullAccess(as type: PolicyType, _ diagnostics: inout Diagnostics) -> Policy? {
        guard type == .resourceControl else {
            return library.fullAccess.flatMap { named("FullAWSAccess", at: $0, as: type, &diagnostics) }
        }
        return library.resourceControlFullAccess.flatMap {
            named("RCPFullAWSAccess", at: $0, as: type, &diagnostics)
        }
    }
}

/// The policies that AWS Organizations attaches where policies of their type are in use (EV-15, EV-25).
private enum AttachedByDefault: String {
    case serviceControl = "FullAWSAccess"
    case resourceControl = "RCPFullAWSAccess"

    init?(_ name: String) {
        self.init(rawValue: name)
    }

    /// Reads `arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess` and its like.
    init?(arn: Text) {
        guard let arn = ARN(arn), arn.service == "organizations", arn.account == "aws" else { return nil }
        switch arn.resource {
        case "policy/service_control_policy/p-FullAWSAccess": self = .serviceControl
        case "policy/resource_control_policy/p-RCPFullAWSAccess": self = .resourceControl
        default: return nil
        }
    }
}

/// How a path to a policy is told from a document's name.
public enum PolicyPath {
    /// Whether a text is a path: it contains `/` or ends as JSON or YAML files do.
    public static func isPath(_ text: String) -> Bool {
        text.contains("/") || [".json", ".yaml", ".yml"].contains { text.hasSuffix($0) }
    }
}
