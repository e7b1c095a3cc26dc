import SourceText
import TestSupport
import Testing

@testable import IAM

/// Every operator with every modifier, against values that match, that do not, that are absent, empty, several and
/// malformed (PL-100 to PL-188).
@Suite struct OperatorMatrixTests {
    /// What an operator is tried with: a value of the policy, and values of the request.
    struct Family: Sendable {
        let comparison: ConditionOperator.Comparison
        let policy: String
        let matching: String
        let different: String
        /// A text that is none of the operator's kind; `nil` where every text is one.
        let malformed: String?

        init(
            _ comparison: ConditionOperator.Comparison, _ policy: String, _ matching: String, _ different: String,
            malformed: String? = nil
        ) {
            self.comparison = comparison
            self.policy = policy
            self.matching = matching
            self.different = different
            self.malformed = malformed
        }
    }

    /// For a negated operator `matching` is the value that equals the policy's.
    static let families: [Family] = [
        Family(.stringEquals, "ann", "ann", "Ann"), Family(.stringNotEquals, "ann", "ann", "Ann"),
        Family(.stringEqualsIgnoreCase, "ann", "ANN", "bob"), Family(.stringNotEqualsIgnoreCase, "ann", "ANN", "bob"),
        Family(.stringLike, "a*n", "aXYn", "aXY"), Family(.stringNotLike, "a*n", "aXYn", "aXY"),
        Family(.numericEquals, "10", "10.0", "11", malformed: "ten"),
        Family(.numericNotEquals, "10", "10.0", "11", malformed: "ten"),
        Family(.numericLessThan, "10", "9.99", "10", malformed: "1e0"),
        Family(.numericLessThanEquals, "10", "10", "10.01", malformed: " 9"),
        Family(.numericGreaterThan, "10", "10.01", "10", malformed: "0x20"),
        Family(.numericGreaterThanEquals, "10", "10", "9.99", malformed: "11,0"),
        Family(.dateEquals, day, day, later, malformed: "today"),
        Family(.dateNotEquals, day, day, later, malformed: "x"),
        Family(.dateLessThan, later, day, later, malformed: "2026-13-01"),
        Family(.dateLessThanEquals, day, day, later, malformed: "2026-02-30"),
        Family(.dateGreaterThan, day, later, day, malformed: "2026-06-01T25:00Z"),
        Family(.dateGreaterThanEquals, later, later, day, malformed: "-1"),
        Family(.bool, "true", "true", "false", malformed: "yes"),
        Family(.binaryEquals, "QUJD", "QUJD", "QUJE", malformed: "QUJ"),
        Family(.ipAddress, "203.0.113.0/24", "203.0.113.9", "198.51.100.1", malformed: "203.0.113"),
        Family(.notIPAddress, "203.0.113.0/24", "203.0.113.9", "198.51.100.1", malformed: "203.0.113"),
        Family(.arnEquals, bucket, bucket, otherBucket, malformed: "bucket"),
        Family(.arnNotEquals, bucket, bucket, otherBucket, malformed: "bucket"),
        Family(.arnLike, "arn:aws:s3:::b*", bucket, "arn:aws:s3:::c", malformed: "arn:aws:s3"),
        Family(.arnNotLike, "arn:aws:s3:::b*", bucket, "arn:aws:s3:::c", malformed: "arn:aws:s3"),
    ]

    private static let day = "2026-01-01T00:00:00Z"
    private static let later = "2026-01-01T00:00:00.001Z"
    private static let bucket = "arn:aws:s3:::bucket"
    private static let otherBucket = "arn:aws:s3:::other"

    @Test func everyOperatorButNullIsTried() {
        let tried = Self.families.map(\.comparison)
        #expect(Set(tried) == Set(ConditionOperator.Comparison.allCases).subtracting([.null]))
        #expect(tried.count == 26)
    }

    private func holds(_ name: String, _ values: String, _ request: String?) throws -> Bool {
        let block = #"{"\#(name)": {"k:v": \#(values)}}"#
        let statement = try Sample.statement(
            #""Effect": "Allow", "Action": "*", "Resource": "*", "Condition": \#(block)"#)
        let context = try Sample.context(request.map { #"{"k:v": \#($0)}"# } ?? "{}")
        var reading = Reading()
        return statement.conditions.allSatisfy { ConditionEvaluation.holds($0, in: context, &reading) }
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }
    private static func list(_ texts: String...) -> String {
        "[\(texts.map(quoted).joined(separator: ", "))]"
    }

    /// Match, no match, absent, empty list, several values of the policy, malformed; for each quantifier and `IfExists`.
    @Test(arguments: families.indices)
    func withoutQuantifier(index: Int) throws {
        let family = Self.families[index]
        let isNegated = family.comparison.isNegated
        for suffix in ["", "IfExists"] {
            let name = family.comparison.rawValue + suffix
            func expect(_ request: String?, _ wanted: Bool, values: String? = nil, line: Int = #line) throws {
                let found = try holds(name, values ?? Self.quoted(family.policy), request)
                #expect(found == wanted, "\(name) \(request ?? "absent"), line \(line)")
            }
            try expect(Self.quoted(family.matching), !isNegated)
            try expect(Self.quoted(family.different), isNegated)
            // PL-108, PL-172, PL-173.
            try expect(nil, isNegated || !suffix.isEmpty)
            // PL-181: a list never satisfies an operator without a quantifier.
            try expect("[]", false)
            try expect(Self.list(family.matching), false)
            try expect(Self.list(family.different), false)
            // PL-106, PL-107: several values of the policy.
            if family.comparison.relation == .equal {
                try expect(Self.quoted(family.matching), !isNegated, values: Self.list("zz", family.policy))
            }
            // PL-110: no value of the policy.
            try expect(Self.quoted(family.matching), isNegated, values: "[]")
            // PL-133, PL-140, PL-143, PL-146, PL-151, PL-156.
            guard let malformed = family.malformed else { continue }
            try expect(Self.quoted(malformed), isNegated)
            try expect(Self.quoted(family.matching), isNegated, values: Self.quoted(malformed))
            try expect(Self.quoted(family.matching), !isNegated, values: Self.list(malformed, family.policy))
        }
    }

    /// Expects the same of a set operator with `IfExists` and without.
    private func expect(
        _ quantifier: String, _ family: Family, _ request: String?, _ wanted: Bool, line: Int
    ) throws {
        for suffix in ["", "IfExists"] {
            let name = quantifier + family.comparison.rawValue + suffix
            let found = try holds(name, Self.quoted(family.policy), request)
            #expect(found == wanted, "\(name) \(request ?? "absent"), line \(line)")
        }
    }

    /// PL-175, PL-176, PL-188.
    @Test(arguments: families.indices)
    func forAllValues(index: Int) throws {
        let family = Self.families[index]
        let isNegated = family.comparison.isNegated
        func expect(_ request: String?, _ wanted: Bool, line: Int = #line) throws {
            try self.expect("ForAllValues:", family, request, wanted, line: line)
        }
        try expect(nil, true)
        try expect("[]", true)
        try expect(#"[""]"#, true)
        try expect(Self.list(family.matching), !isNegated)
        try expect(Self.list(family.matching, family.matching), !isNegated)
        try expect(Self.list(family.different), isNegated)
        try expect(Self.list(family.matching, family.different), false)
        // PL-182: a single value is a set of one.
        try expect(Self.quoted(family.matching), !isNegated)
        guard let malformed = family.malformed else { return }
        try expect(Self.list(malformed), isNegated)
        try expect(Self.list(family.matching, malformed), false)
    }

    /// PL-177, PL-178, PL-180.
    @Test(arguments: families.indices)
    func forAnyValue(index: Int) throws {
        let family = Self.families[index]
        let isNegated = family.comparison.isNegated
        func expect(_ request: String?, _ wanted: Bool, line: Int = #line) throws {
            try self.expect("ForAnyValue:", family, request, wanted, line: line)
        }
        try expect(nil, false)
        try expect("[]", false)
        try expect(#"[""]"#, false)
        try expect(Self.list(family.matching), !isNegated)
        try expect(Self.list(family.different), isNegated)
        try expect(Self.list(family.matching, family.different), true)
        try expect(Self.quoted(family.matching), !isNegated)
        guard let malformed = family.malformed else { return }
        try expect(Self.list(malformed), isNegated)
        try expect(Self.list(malformed, family.matching), true)
    }

    /// PL-184 to PL-187.
    @Test(arguments: [
        ("Null", "true", nil, true), ("Null", "true", #""x""#, false), ("Null", "true", "[]", true),
        ("Null", "true", #"[""]"#, true), ("Null", "true", #""""#, false), ("Null", "false", nil, false),
        ("Null", "false", #""x""#, true), ("Null", "false", #"["x", "y"]"#, true), ("Null", "TRUE", nil, true),
        ("Null", "yes", nil, false), ("Null", "yes", #""x""#, false), ("ForAllValues:Null", "false", nil, true),
        ("ForAllValues:Null", "true", #"["x"]"#, true), ("ForAnyValue:Null", "true", nil, false),
        ("ForAnyValue:Null", "false", #"["x"]"#, false),
    ])
    func null(_ name: String, _ value: String, _ request: String?, _ wanted: Bool) throws {
        #expect(try holds(name, Self.quoted(value), request) == wanted)
        if name == "Null" { #expect(try holds(name, #"["true", "false"]"#, request)) }
    }
}
