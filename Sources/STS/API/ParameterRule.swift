import SourceText

/// What AWS's model of the API allows a text to be: its length in characters, and its characters (STS-90).
struct ParameterRule: Sendable {
    private let length: ClosedRange<Int>
    private let characters: CharacterRule?
    /// Whether messages leave the value out, as AWS does with secrets.
    let isSecret: Bool

    private init(_ length: ClosedRange<Int>, _ characters: CharacterRule? = nil, isSecret: Bool = false) {
        self.length = length
        self.characters = characters
        self.isSecret = isSecret
    }

    /// Whether AWS takes a text.
    func accepts(_ value: Text) -> Bool {
        length.contains(value.scalarCount) && characters?.allow(value) != false
    }

    /// What a text violates, in AWS's words.
    func violations(of value: Text) -> [String] {
        var violations: [String] = []
        if let characters, !characters.allow(value) {
            violations.append("Member must satisfy regular expression pattern: \(characters.pattern)")
        }
        let count = value.scalarCount
        if !length.contains(count) { violations.append(Self.bound(count, length)) }
        return violations
    }

    /// The bound that a length oversteps, in AWS's words.
    static func bound(_ count: Int, _ range: ClosedRange<Int>) -> String {
        count < range.lowerBound
            ? "Member must have length greater than or equal to \(range.lowerBound)"
            : "Member must have length less than or equal to \(range.upperBound)"
    }
}

extension ParameterRule {
    static let roleARN = ParameterRule(
        20...2048,
        CharacterRule(
            #"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+"#,
            ascii: { [0x9, 0xA, 0xD].contains($0) || (0x20...0x7E).contains($0) },
            others: { scalar in
                switch scalar.value {
                case 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
                default: false
                }
            }))
    /// `RoleSessionName` and `SourceIdentity`.
    static let sessionName = ParameterRule(2...64, .word(#"[\w+=,.@-]*"#, and: "+=,.@-"))
    static let federatedName = ParameterRule(2...32, .word(#"[\w+=,.@-]*"#, and: "+=,.@-"))
    static let externalID = ParameterRule(2...1224, .word(#"[\w+=,.@:\/-]*"#, and: "+=,.@:/-"))
    static let serialNumber = ParameterRule(9...256, .word(#"[\w+=/:,.@-]*"#, and: "+=/:,.@-"))
    static let tokenCode = ParameterRule(6...6, CharacterRule(#"[\d]*"#, ascii: ASCII.isDigit))
    static let tagKey = ParameterRule(1...128, .tags(#"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"#))
    static let tagValue = ParameterRule(0...256, .tags(#"[\p{L}\p{Z}\p{N}_.:/=+\-@]*"#))
    /// An inline session policy.
    static let policy = ParameterRule(1...2048)
    static let managedPolicyARN = ParameterRule(20...2048)
    static let webIdentityToken = ParameterRule(4...20_000, isSecret: true)
    static let samlAssertion = ParameterRule(4...100_000, isSecret: true)
    static let contextAssertion = ParameterRule(4...2048)
    static let targetPrincipal = ParameterRule(12...2048)
}

/// Which characters a text may have.
private struct CharacterRule: Sendable {
    /// The pattern as AWS's messages spell it.
    let pattern: String
    /// Whether each character of ASCII is allowed.
    private let ascii: [Bool]
    private let others: @Sendable (Unicode.Scalar) -> Bool

    init(
        _ pattern: String, ascii: (UInt8) -> Bool, others: @escaping @Sendable (Unicode.Scalar) -> Bool = { _ in false }
    ) {
        self.pattern = pattern
        self.ascii = (0..<128).map { ascii(UInt8($0)) }
        self.others = others
    }

    /// `\w`, which stands for letters, digits and `_` of ASCII alone, and some more characters.
    static func word(_ pattern: String, and more: String) -> CharacterRule {
        CharacterRule(pattern, ascii: { isWord($0) || more.utf8.contains($0) })
    }

    /// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`.
    static func tags(_ pattern: String) -> CharacterRule {
        CharacterRule(pattern, ascii: { isWord($0) || ".:/=+-@ ".utf8.contains($0) }) { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                .spaceSeparator, .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
                true
            default:
                false
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "_")
    }

    func allow(_ text: Text) -> Bool {
        if text.isEmpty, pattern.utf8.last == UInt8(ascii: "+") { return false }
        var isASCII = true
        for byte in text.bytes {
            if byte >= 128 {
                isASCII = false
            } else if !ascii[Int(byte)] {
                return false
            }
        }
        return isASCII || text.string.unicodeScalars.allSatisfy { $0.isASCII || others($0) }
    }
}
