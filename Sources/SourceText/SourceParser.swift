/// Reads a file as what its name says: `.json` is JSON, everything else YAML.
public enum SourceParser {
    /// Reads the one value of a file, after checking what every format needs: a size within bounds and valid UTF-8.
    /// - Returns: the value, or `nil` where it cannot be read; `diagnostics` then says why.
    public static func parse(_ file: SourceFile, _ diagnostics: inout Diagnostics) -> Node? {
        guard isReadable(file, &diagnostics) else { return nil }
        return file.path.hasSuffix(".json")
            ? JSONParser.parse(file, &diagnostics) : YAMLParser.parse(file, &diagnostics)
    }

    /// Reads the one value of a JSON file, whatever its name, after the same checks.
    public static func parseJSON(_ file: SourceFile, _ diagnostics: inout Diagnostics) -> Node? {
        isReadable(file, &diagnostics) ? JSONParser.parse(file, &diagnostics) : nil
    }

    private static func isReadable(_ file: SourceFile, _ diagnostics: inout Diagnostics) -> Bool {
        guard file.bytes.count <= SourceLimits.bytes else {
            diagnostics.error(
                "too-large", "the file has \(file.bytes.count) bytes; at most \(SourceLimits.bytes) are read",
                at: SourceLocation(startOf: file))
            return false
        }
        if let offset = invalidUTF8(in: file.bytes) {
            diagnostics.error(
                "invalid-utf8", "byte 0x\(String(file.bytes[offset], radix: 16, uppercase: true)) is not valid UTF-8",
                at: SourceLocation(file: file, offset: offset, end: offset + 1))
            return false
        }
        if file.bytes.isEmpty {
            diagnostics.error("empty-file", "the file is empty", at: SourceLocation(startOf: file))
            return false
        }
        return true
    }

    /// Whether all bytes are ASCII, found out eight at a time.
    private static func isASCII(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var index = 0
            var seen: UInt64 = 0
            while index + 8 <= bytes.count {
                seen |= bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                index += 8
            }
            return seen & 0x8080_8080_8080_8080 == 0 && bytes[index...].allSatisfy { $0 < 0x80 }
        }
    }

    /// The offset of the first byte that is not part of a well-formed scalar.
    private static func invalidUTF8(in bytes: [UInt8]) -> Int? {
        guard !isASCII(bytes), String(validating: bytes, as: UTF8.self) == nil else { return nil }
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
