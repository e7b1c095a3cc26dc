import Yams

/// Reads YAML 1.2 into a located tree, through Yams. Scalars are taken by their spelling and style, never by a tag
/// that YAML would resolve: `2012-10-17` and `012345678901` are strings here.
public enum YAMLParser {
    /// Reads the one document of a file.
    /// - Returns: the value, or `nil` where the text is not YAML or too large; `diagnostics` then says why.
    public static func parse(_ file: SourceFile, _ diagnostics: inout Diagnostics) -> Node? {
        let hasMark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF])
        if hasMark {
            let place = SourceLocation(file: file, offset: 0, end: 3)
            diagnostics.warning("byte-order-mark", "the file begins with a byte order mark", at: place)
        }
        let text = String(decoding: file.bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self)
        let marks = YAMLMarks(file)
        if let fault = YAMLKeys.aliasInKey(file) {
            diagnostics.error("yaml-complex-key", "a key must be a plain string, not an alias or a list", at: fault)
            return nil
        }
        do {
            guard let root = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot(),
                !isNothing(root)
            else {
                diagnostics.error("empty-file", "expected a YAML value, found nothing", at: .init(startOf: file))
                return nil
            }
            var builder = YAMLTapeBuilder(file: file, marks: marks)
            guard builder.append(root, depth: 1) else {
                diagnostics.add(contentsOf: builder.diagnostics)
                return nil
            }
            diagnostics.add(contentsOf: builder.diagnostics)
            return SourceTree(file: file, tape: builder.tape, decoded: builder.decoded).node(at: 0)
        } catch {
            diagnostics.add(YAMLFaults.diagnostic(for: error, in: file, marks: marks))
            return nil
        }
    }
}

extension YAMLParser {
    /// Whether a document has a beginning, but no value.
    private static func isNothing(_ node: Yams.Node) -> Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.string.isEmpty && scalar.style == .plain
    }
}

/// Copies Yams' tree onto a tape, and stops an expansion of aliases that grows past all measure.
private struct YAMLTapeBuilder {
    let file: SourceFile
    let marks: YAMLMarks
    var tape: [SourceTree.Entry] = []
    var decoded: [UInt8] = []
    var diagnostics = Diagnostics()

    init(file: SourceFile, marks: YAMLMarks) {
        self.file = file
        self.marks = marks
    }

    mutating func append(_ node: Yams.Node, depth: Int) -> Bool {
        guard tape.count < SourceLimits.nodes else {
            let limit = SourceLimits.nodes
            return fail("too-large", "the document has over \(limit) values once aliases are followed", node)
        }
        guard depth <= SourceLimits.depth else {
            return fail("too-deep", "lists and mappings nest deeper than \(SourceLimits.depth) levels", node)
        }
        switch node {
        case .scalar(let scalar):
            appendScalar(scalar)
            return true
        case .sequence(let sequence):
            let start = open(.sequence, at: sequence.mark)
            for element in sequence {
                guard append(element, depth: depth + 1) else { return false }
            }
            close(start, count: sequence.count)
            return true
        case .mapping(let mapping):
            let start = open(.mapping, at: mapping.mark)
            var names: [Text: Yams.Node] = [:]
            for (key, value) in mapping {
                guard appendKey(key), append(value, depth: depth + 1) else { return false }
                guard let name = key.scalar?.string else { continue }
                if let first = names.updateValue(key, forKey: Text(name)) {
                    return fail("duplicate-member", "member `\(name)` stands twice in one mapping", first)
                }
            }
            close(start, count: mapping.count)
            return true
        case .alias:
            return fail("yaml-syntax", "an alias that refers to nothing", node)
        }
    }

    private mutating func appendKey(_ key: Yams.Node) -> Bool {
        guard case .scalar(let scalar) = key else {
            return fail("yaml-complex-key", "a key must be a plain string, not a list or a mapping", key)
        }
        if scalar.string == "<<", scalar.style == .plain {
            return fail("yaml-merge-key", "the merge key `<<` is not supported; use `extends`", key)
        }
        appendScalar(scalar, isKey: true)
        return true
    }

    private mutating func appendScalar(_ scalar: Yams.Node.Scalar, isKey: Bool = false) {
        let kind = isKey ? SourceTree.Kind.string : Self.kind(of: scalar)
        let start = marks.offset(of: scalar.mark)
        let textStart = decoded.count
        decoded.append(contentsOf: scalar.string.utf8)
        tape.append(
            SourceTree.Entry(
                kind: kind, isDecoded: true, start: UInt32(start), end: UInt32(marks.end(of: scalar, from: start)),
                textStart: UInt32(textStart), textEnd: UInt32(decoded.count),
                count: isKey ? NameMark(Text(scalar.string)).number : 0, next: UInt32(tape.count + 1)))
    }

    private static func kind(of scalar: Yams.Node.Scalar) -> SourceTree.Kind {
        guard scalar.style == .plain || scalar.style == .any else { return .string }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "false": return .boolean
        default: return ByteCursor.isNumber(Array(scalar.string.utf8)) ? .number : .string
        }
    }

    private mutating func open(_ kind: SourceTree.Kind, at mark: Yams.Mark?) -> Int {
        let start = UInt32(marks.offset(of: mark))
        tape.append(SourceTree.Entry(kind: kind, start: start, end: start, next: 0))
        return tape.count - 1
    }

    /// Ends a container where its last part ends. YAML tells no end of its own, so closing brackets stay outside.
    private mutating func close(_ start: Int, count: Int) {
        tape[start].count = UInt32(count)
        tape[start].next = UInt32(tape.count)
        tape[start].end = max(tape[start].start, tape.last?.end ?? 0)
    }

    private mutating func fail(_ id: String, _ message: String, _ node: Yams.Node) -> Bool {
        let offset = marks.offset(of: node.mark)
        diagnostics.error(id, message, at: SourceLocation(file: file, offset: offset, end: offset))
        return false
    }
}
