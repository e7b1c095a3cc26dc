import IAM
import SourceText
import Testing

@Suite struct ConditionOperatorTests {
    private static let prefixes: [ConditionOperator.Quantifier] = [.none, .forAllValues, .forAnyValue]

    /// PL-103, PL-112: each name with each prefix and suffix, in the spelling of AWS and in no other.
    @Test(arguments: ConditionOperator.Comparison.allCases)
    func everyNameIsReadWithEachModifierInAWSsLetterCase(_ comparison: ConditionOperator.Comparison) throws {
        for quantifier in Self.prefixes {
            for suffix in comparison == .null ? [""] : ["", "IfExists"] {
                let name = quantifier.rawValue + comparison.rawValue + suffix
                let read = try ConditionOperator.named(Text(name)).get()
                #expect(read.quantifier == quantifier)
                #expect(read.comparison == comparison)
                #expect(read.ifExists == !suffix.isEmpty)
                #expect(read.spelling == name)
                for spelling in [name.lowercased(), name.uppercased()] { #expect(fault(spelling) == .unknown) }
            }
        }
    }

    /// PL-107.
    @Test func theNegatedOperatorsAreThoseWithNotInTheirName() {
        for comparison in ConditionOperator.Comparison.allCases {
            #expect(comparison.isNegated == comparison.rawValue.contains("Not"))
        }
    }

    private func fault(_ name: String) -> ConditionOperator.Fault? {
        if case .failure(let fault) = ConditionOperator.named(Text(name)) { fault } else { nil }
    }

    /// PL-112; none of these exists.
    @Test(arguments: [
        "", "String", "StringEqual", "StringEqualsLike", "StringLikeIgnoreCase", "NotBool", "BinaryNotEquals",
        "NumericBetween", "StringStartsWith", "IfExists", "ForAllValues:", "ForAnyValues:StringEquals",
        "ForAllValue:StringEquals", "ForAllValues:ForAnyValue:StringEquals", "StringEqualsIfExistsIfExists",
        "IfExistsStringEquals", "StringEquals ", " StringEquals", "StringEquals:ForAllValues", "for all:Bool",
    ])
    func otherNamesAreUnknown(_ name: String) {
        #expect(fault(name) == .unknown)
    }

    /// PL-171.
    @Test(arguments: ["NullIfExists", "ForAllValues:NullIfExists", "ForAnyValue:NullIfExists"])
    func nullTakesNoIfExists(_ name: String) {
        #expect(fault(name) == .nullIfExists)
    }

    /// PL §6.2: 27 names in all.
    @Test func thereAre27Names() {
        #expect(ConditionOperator.Comparison.allCases.count == 27)
    }
}
