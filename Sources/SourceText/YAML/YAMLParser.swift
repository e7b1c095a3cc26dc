/// Reads YAML 1.2 into a located tree, from the events of libyaml. Scalars without a tag are taken by their spelling and
/// style, never as YAML would resolve them: `2012-10-17` and `012345678901` are strings here.
public enum YAMLParser {
    /// Reads the one document of a file.
    /// - Returns: the value, or `nil` where the text is not YAML or too large; `diagnostics` then says why.
    public static func parse(_ file: SourceFile, _ diagnostics: inout Diagnostics) -> Node? {
        let hasMark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF])
        if hasMark {
            let place = SourceLocation(file: file, offset: 0, end: 3)
            diagnostics.warning("byte-order-mark", "the file begins with a byte order mark", at: place)
        }
        return file.bytes.withUnsafeBufferPointer { bytes in
            let text = UnsafeBufferPointer(rebasing: bytes[(hasMark ? 3 : 0)...])
            let limit = SourceLimits.directives
            guard YAMLEvents.countDirectives(text, limit: limit + 1) <= limit else {
                diagnostics.error(
                    "too-large", "the document has over \(limit) directives (`%TAG`)", at: SourceLocation(startOf: file)
                )
                return nil
            }
            return compose(text, file, &diagnostics)
        }
    }

    private static func compose(
        _ text: UnsafeBufferPointer<UInt8>, _ file: SourceFile, _ diagnostics: inout Diagnostics
    ) -> Node? {
        let marks = YAMLMarks(file)
        let events = YAMLEvents(text)
        var composer = YAMLComposer(events: events, file: file, marks: marks)
        do throws(YAMLEvents.Fault) {
            try events.advance()
            if events.kind == .noDocument || events.isNothing {
                if events.kind != .noDocument { try composer.finish() }
                diagnostics.error("empty-file", "expected a YAML value, found nothing", at: .init(startOf: file))
                return nil
            }
            let isComplete = try composer.appendValue(depth: 1) != nil
            if isComplete { try composer.finish() }
            diagnostics.add(contentsOf: composer.diagnostics)
            guard isComplete, !composer.diagnostics.hasErrors else { return nil }
            return SourceTree(file: file, tape: composer.tape, decoded: composer.decoded).node(at: 0)
        } catch {
            diagnostics.add(contentsOf: composer.diagnostics)
            diagnostics.add(YAMLFaults.diagnostic(for: error, in: file, marks: marks))
            return nil
        }
    }
}

extension YAMLEvents {
    /// Whether a document has a beginning, but no value.
    fileprivate var isNothing: Bool {
        kind == .scalar && value.isEmpty && style == .plain && tag == nil && anchor == nil
    }
}
