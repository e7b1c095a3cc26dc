import SourceText

/// What AWS's model of the API allows a text to be: its length in characters, and its characters (STS-90).
struct ParameterRule: Sendable {
    private let length: ClosedRange<Int>
    private let pattern: String?
    private let allows: @Sendable (Unicode.Scalar) -> Bool
    /// Whether messages leave the value out, as AWS does with secrets.
    let isSecret: Bool

    private init(
        _ length: ClosedRange<Int>, _ pattern: String? = nil, isSecret: Bool = false,
        allows: @escaping @Sendable (Unicode.Scalar) -> Bool = { _ in true }
    ) {
        self.length = length
        self.pattern = pattern
        self.allows = allows
        self.isSecret = isSecret
    }

    /// Whether AWS takes a text.
    func accepts(_ value: Text) -> Bool {
        violations(of: value).isEmpty
    }

    /// What a text violates, in AWS's words.
    func violations(of value: Text) -> [String] {
        let count = value.scalarCount
        var violations: [String] = []
        if let pattern, !value.string.unicodeScalars.allSatisfy(allows) {
            violations.append("Member must satisfy regular expression pattern: \(pattern)")
        }
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
        20...2048, #"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+"#
    ) { scalar in
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
    /// `RoleSessionName` and `SourceIdentity`.
    static let sessionName = ParameterRule(2...64, #"[\w+=,.@-]*"#) { $0.isWord || "+=,.@-".contains($0) }
    static let federatedName = ParameterRule(2...32, #"[\w+=,.@-]*"#) { $0.isWord || "+=,.@-".contains($0) }
    static let externalID = ParameterRule(2...1224, #"[\w+=,.@:\/-]*"#) { $0.isWord || "+=,.@:/-".contains($0) }
    static let serialNumber = ParameterRule(9...256, #"[\w+=/:,.@-]*"#) { $0.isWord || "+=/:,.@-".contains($0) }
    static let tokenCode = ParameterRule(6...6, #"[\d]*"#) { ("0"..."9").contains($0) }
    static let tagKey = ParameterRule(1...128, #"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"#) { $0.isOfTags }
    static let tagValue = ParameterRule(0...256, #"[\p{L}\p{Z}\p{N}_.:/=+\-@]*"#) { $0.isOfTags }
    /// An inline session policy.
    static let policy = ParameterRule(1...2048)
    static let managedPolicyARN = ParameterRule(20...2048)
    static let webIdentityToken = ParameterRule(4...20_000, isSecret: true)
    static let samlAssertion = ParameterRule(4...100_000, isSecret: true)
    static let contextAssertion = ParameterRule(4...2048)
    static let targetPrincipal = ParameterRule(12...2048)
}

extension Unicode.Scalar {
    /// Whether `\w` stands for the character, which it does for ASCII alone.
    fileprivate var isWord: Bool {
        switch self {
        case "A"..."Z", "a"..."z", "0"..."9", "_": true
        default: false
        }
    }

    /// Whether tags may hold the character: `[\p{L}\p{Z}\p{N}_.:/=+\-@]`.
    fileprivate var isOfTags: Bool {
        if isWord || "_.:/=+-@ ".contains(self) { return true }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .spaceSeparator, .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
            return true
        default:
            return false
        }
    }
}

extension String {
    fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool {
        unicodeScalars.contains(scalar)
    }
}
