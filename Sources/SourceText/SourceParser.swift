/// Reads a file as what its name says: `.json` is JSON, everything else YAML.
public enum SourceParser {
    /// Reads the one value of a file, after checking what every format needs: a size within bounds and valid UTF-8.
    /// - Returns: the value, or `nil` where it cannot be read; `diagnostics` then says why.
    public static func parse(_ file: SourceFile, _ diagnostics: inout Diagnostics) -> Node? {
        guard file.bytes.count <= SourceLimits.bytes else {
            diagnostics.error(
                "too-large", "the file has \(file.bytes.count) bytes; at most \(SourceLimits.bytes) are read",
                at: SourceLocation(startOf: file))
            return nil
        }
        if let offset = invalidUTF8(in: file.bytes) {
            diagnostics.error(
                "invalid-utf8", "byte 0x\(String(file.bytes[offset], radix: 16, uppercase: true)) is not valid UTF-8",
                at: SourceLocation(file: file, offset: offset, end: offset + 1))
            return nil
        }
        if file.bytes.isEmpty {
            diagnostics.error("empty-file", "the file is empty", at: SourceLocation(startOf: file))
            return nil
        }
        return file.path.hasSuffix(".json")
            ? JSONParser.parse(file, &diagnostics) : YAMLParser.parse(file, &diagnostics)
    }

    /// The offset of the first byte that is not part of a well-formed scalar.
    private static func invalidUTF8(in bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .error: return min(offset, bytes.count - 1)
            case .emptyInput: return nil
            }
        }
    }
}
