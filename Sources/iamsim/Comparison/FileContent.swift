import Reports
import SourceText

/// What a file holds.
enum FileContent {
    /// There is no such file.
    case missing
    /// What stands there cannot be told, with the reason; the bytes where they could be read, else `nil`.
    case unreadable(String, bytes: [UInt8]?)
    /// What stands there only stands for something else, or is closed, with the reason.
    case closed(String, bytes: [UInt8])
    case value(Node)
    /// What a file of another name than documents have holds.
    case text([UInt8])

    /// What stands at a path, or where it leads to. What no link leads to is read whatever it is called, as nothing of it is
    /// quoted.
    init(of path: String?, in files: FileSource, root: String) {
        guard let path else {
            self = .missing
            return
        }
        let readable = ReadableFiles(root: root, source: files)
        guard let real = files.resolved(path) else {
            let isHidden = readable.refusal(ofMissing: path, isTyped: false) != nil
            self = isHidden ? .unreadable(Self.notRead, bytes: nil) : .missing
            return
        }
        switch readable.refusal(of: real, foundAs: path) {
        case nil: break
        case .otherKind where Text(real) == Text(path): break
        default:
            self = .unreadable(Self.notRead, bytes: nil)
            return
        }
        switch files.read(real, SourceLimits.bytes) {
        case .failure(.missing): self = .missing
        case .failure(let fault): self = .unreadable(fault.words.message, bytes: nil)
        case .success(let bytes): self = Self.content(bytes, Path.relative(path, to: root) ?? path)
        }
    }

    private static let notRead = "it is, or leads to, a file that is not read"

    private static func content(_ bytes: [UInt8], _ path: String) -> FileContent {
        if let opening = Opening(bytes) { return .closed(opening.words, bytes: bytes) }
        guard ReadableFiles.isDocument(path) else { return .text(bytes) }
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(SourceFile(path: path, bytes: bytes), &diagnostics)
        if let node, !diagnostics.hasErrors { return .value(node) }
        let fault = diagnostics.all.first { $0.severity == .error }
        let reason = fault.map { "\($0.message) (\($0.location.description))" }
        return .unreadable(reason ?? "it cannot be read", bytes: bytes)
    }

    /// The value of a document.
    var node: Node? {
        if case .value(let node) = self { return node }
        return nil
    }

    /// The bytes as far as they could be read; empty where there is no file.
    var bytes: [UInt8]? {
        switch self {
        case .missing: []
        case .unreadable(_, let bytes): bytes
        case .value(let node): node.file.bytes
        case .closed(_, let bytes), .text(let bytes): bytes
        }
    }

    var isMissing: Bool {
        if case .missing = self { return true }
        return false
    }

    /// What makes one think that it says what policies allow, or to whom they belong; `nil` where nothing in it can.
    /// - Parameter path: the path of the file: what is only read by people attaches nothing (`PassiveFile`).
    func sign(_ path: String) -> PolicySign? {
        if seemsToHoldPolicies(path) { return .policy }
        guard let bytes, !PassiveFile.isOne(path) else { return nil }
        return GrantWords.first(in: bytes).map { .word($0) }
    }

    /// Whether a policy is written in it, or nobody can tell.
    /// - Parameter path: the path of the file: where its name is like that of a document, less than a whole policy is enough.
    func seemsToHoldPolicies(_ path: String) -> Bool {
        if case .closed = self { return true }
        guard let bytes else { return true }
        if node == nil, ChangedFile.isLikeDocument(path), HeldPolicies.isMentioned(in: bytes) { return true }
        return PolicyWords.speak(in: bytes)
    }
}

/// Why a text may say what policies allow.
enum PolicySign {
    /// A policy seems to be written in it.
    case policy
    /// It has a word by which texts grant, attach or take away, in whatever language.
    case word(String)

    var isPolicy: Bool {
        if case .policy = self { return true }
        return false
    }

    /// The reason in words.
    var words: String {
        switch self {
        case .policy: "it speaks of policies, and no scenario reads it"
        case .word(let word): "it may grant something (`\(word)`), and no scenario reads it"
        }
    }
}

/// How files begin whose bytes tell nothing of what they stand for.
private struct Opening {
    let words: String

    init?(_ bytes: [UInt8]) {
        let known = Self.all.first { opening in opening.starts.contains { bytes.starts(with: $0) } }
        guard let known else { return nil }
        words = known.words
    }

    private static let all: [(words: String, starts: [[UInt8]])] = [
        (
            "a pointer to what is kept elsewhere, which is not fetched",
            ["version https://git-lfs", "version https://hawser", "/annex/objects/"].map { Array($0.utf8) }
        ),
        (
            "it is encrypted",
            ["\0GITCRYPT\0", "$ANSIBLE_VAULT;", "age-encryption.org/", "-----BEGIN AGE ", "-----BEGIN PGP MESSAGE"]
                .map { Array($0.utf8) }
        ),
        (
            "an archive, which is not opened",
            [
                [0x50, 0x4B, 0x03, 0x04], [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A],
                [0x28, 0xB5, 0x2F, 0xFD], [0x37, 0x7A, 0xBC, 0xAF],
            ]
        ),
    ]
}
