import SourceText
import TestSupport
import Testing

@testable import IAM

/// The truth tables of the existence forms and of the set operators.
@Suite struct ConditionEvaluationTests {
    private func holds(_ block: String, _ context: String) throws -> Bool {
        let statement = try Sample.statement(
            #""Effect": "Allow", "Action": "*", "Resource": "*", "Condition": \#(block)"#)
        let context = try Sample.context(context)
        var reading = Reading()
        return statement.conditions.allSatisfy { ConditionEvaluation.holds($0, in: context, &reading) }
    }

    private func holds(_ name: String, _ values: String, for requests: [String]) throws -> String {
        try requests.map { request in
            try holds(#"{"\#(name)": {"k:v": \#(values)}}"#, request.isEmpty ? "{}" : #"{"k:v": \#(request)}"#)
                ? "T" : "F"
        }.joined()
    }

    /// PL-175 to PL-179.
    @Test(arguments: [
        ("ForAllValues:StringEquals", "TTTTFFFF"), ("ForAnyValue:StringEquals", "FFTTTFFF"),
        ("ForAllValues:StringNotEquals", "TTFFFTTT"), ("ForAnyValue:StringNotEquals", "FFFFTTTT"),
        ("ForAllValues:StringEqualsIfExists", "TTTTFFFF"), ("ForAnyValue:StringEqualsIfExists", "FFTTTFFF"),
        ("ForAllValues:StringLike", "TTTTFFFF"), ("ForAnyValue:StringNotLike", "FFFFTTTT"),
        ("ForAllValues:StringEqualsIgnoreCase", "TTTTFFFT"), ("ForAnyValue:StringNotEqualsIgnoreCase", "FFFFTTTF"),
        ("StringEquals", "FFFFFFFF"), ("StringNotEquals", "TFFFFFFF"), ("StringEqualsIfExists", "TFFFFFFF"),
    ])
    func setOperatorsOverTagKeys(_ name: String, _ row: String) throws {
        let lists = ["", "[]", #"["a"]"#, #"["a", "b"]"#, #"["a", "c"]"#, #"["c"]"#, #"["c", "d"]"#, #"["A"]"#]
        #expect(try holds(name, #"["a", "b"]"#, for: lists) == row)
    }

    /// PL-108, PL-123, PL-172, PL-173, PL-184, PL-185.
    @Test(arguments: [
        ("StringEquals", #""x""#, "FTFF"), ("StringEqualsIfExists", #""x""#, "TTFF"),
        ("StringNotEquals", #""x""#, "TFTT"), ("StringNotEqualsIfExists", #""x""#, "TFTT"),
        ("StringLike", #""*""#, "FTTT"), ("StringNotLike", #""*""#, "TFFF"), ("StringLike", #""?*""#, "FTTF"),
        ("Null", #""true""#, "TFFF"), ("Null", "false", "FTTT"), ("Null", #""TRUE""#, "TFFF"),
        ("Null", #"["true", "false"]"#, "TTTT"), ("Null", #""yes""#, "FFFF"), ("Null", "[]", "FFFF"),
        ("ForAllValues:Null", "true", "TTTT"), ("ForAnyValue:Null", "true", "FFFF"),
    ])
    func existenceForms(_ name: String, _ values: String, _ row: String) throws {
        #expect(try holds(name, values, for: ["", #""x""#, #""y""#, #""""#]) == row)
    }

    /// PL-142 to PL-144, PL-174.
    @Test(arguments: [
        ("Bool", #""true""#, "FFTF"), ("Bool", #""false""#, "FTFF"), ("BoolIfExists", #""true""#, "TFTF"),
        ("BoolIfExists", #""false""#, "TTFF"), ("Null", #""true""#, "TFFF"), ("Bool", "true", "FFTF"),
        ("Bool", #"["true", "false"]"#, "FTTF"), ("Bool", #""TRUE""#, "FFTF"), ("Bool", #""1""#, "FFFF"),
    ])
    func booleans(_ name: String, _ values: String, _ row: String) throws {
        #expect(try holds(name, values, for: ["", #""false""#, #""true""#, #""1""#]) == row)
    }

    /// PL-181: a list never satisfies an operator without a prefix; PL-182: one value is a set of one.
    @Test func listsAndSingleValuesAreToldApart() throws {
        #expect(try holds("StringEquals", #""a""#, for: [#"["a"]"#, #""a""#]) == "FT")
        #expect(try holds("StringNotEquals", #""a""#, for: [#"["b"]"#, #""b""#]) == "FT")
        #expect(try holds("StringNotEqualsIfExists", #""a""#, for: [#"["b"]"#, ""]) == "FT")
        #expect(try holds("ForAnyValue:StringEquals", #""a""#, for: [#""a""#, #""b""#]) == "TF")
        #expect(try holds("ForAllValues:StringEquals", #""a""#, for: [#""a""#, #""b""#]) == "TF")
    }

    /// PL-176, PL-178, PL-185: a list of empty texts alone is a null data set.
    @Test func listsOfEmptyTextsCountAsNothing() throws {
        let nothing = [#"[""]"#, #"["", ""]"#, #"["", "b"]"#]
        #expect(try holds("ForAllValues:StringEquals", #""a""#, for: nothing) == "TTF")
        #expect(try holds("ForAnyValue:StringEquals", #""""#, for: nothing) == "FFT")
        #expect(try holds("Null", "true", for: nothing) == "TTF")
    }

    /// PL-110.
    @Test func emptyListsOfValuesMatchNothing() throws {
        let requests = ["", #""a""#, #"["a"]"#]
        #expect(try holds("StringEquals", "[]", for: requests) == "FFF")
        #expect(try holds("StringNotEquals", "[]", for: requests) == "TTF")
        #expect(try holds("StringEqualsIfExists", "[]", for: requests) == "TFF")
        #expect(try holds("ForAllValues:StringEquals", "[]", for: requests) == "TFF")
        #expect(try holds("ForAnyValue:StringEquals", "[]", for: requests) == "FFF")
        #expect(try holds("Bool", "[]", for: ["", #""true""#]) == "FF")
    }

    /// PL-153 to PL-156, PL-158.
    @Test(arguments: [
        ("arn:aws:s3:::b*", "arn:aws:s3:::bucket", true), ("arn:aws:s3:::b", "arn:aws:s3:::B", false),
        ("arn:aws:sqs:*:q", "arn:aws:sqs:us-east-1:111122223333:q", false), ("*", "arn:aws:s3:::b", false),
        ("arn:aws:s3:*", "arn:aws:s3:::b", false), ("arn:*:*:*:*:*", "arn:aws:s3:::b", true),
        ("*:*:*:*:*:*", "arn:aws:s3:::b", true), ("a?n:aws:s3:::b", "arn:aws:s3:::b", true),
        ("arn:aws:s3:::b", "not-an-arn", false), ("*:*:*:*:*:*", "x:a:b:c:d:e", false),
        ("arn:aws:s3:::b", "arn:aws:s3:::*", false), ("arn:aws:s3:::*", "arn:aws:s3:::*", true),
    ])
    func arnsAreComparedPartByPart(_ pattern: String, _ arn: String, _ matches: Bool) throws {
        let row = matches ? "TTFF" : "FFTT"
        let names = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]
        let found = try names.map { try holds($0, #""\#(pattern)""#, for: [#""\#(arn)""#]) }.joined()
        #expect(found == row)
    }

    /// PL-102, PL-104, PL-111: everything in a block must hold.
    @Test func operatorsAndKeysAreJoinedByAnd() throws {
        let block = #"{"StringEquals": {"k:a": "1", "K:B": "2"}, "StringLike": {"k:c": "3"}}"#
        #expect(try holds(block, #"{"K:A": "1", "k:b": "2", "k:C": "3"}"#))
        #expect(try !holds(block, #"{"k:a": "1", "k:b": "2", "k:c": "4"}"#))
        #expect(try !holds(block, #"{"k:a": "1", "k:c": "3"}"#))
        #expect(try !holds(#"{"StringEquals": {"k:a": "1", "K:A": "2"}}"#, #"{"k:a": "1"}"#))
    }

    /// PL-196: a value whose variable has no value matches nothing; its neighbours still count.
    @Test func unresolvedValuesMatchNothing() throws {
        let variable = #"["${k:missing}", "b"]"#
        #expect(try holds("StringEquals", variable, for: [#""b""#, #""a""#]) == "TF")
        #expect(try holds("StringNotEquals", #""${k:missing}""#, for: [#""a""#, ""]) == "TT")
        #expect(try holds("ArnLike", #""arn:aws:s3:::${k:missing}""#, for: [#""arn:aws:s3:::b""#]) == "F")
        #expect(try holds("ArnNotLike", #""arn:aws:s3:::${k:missing}""#, for: [#""arn:aws:s3:::b""#]) == "T")
        #expect(try holds("Bool", #""${k:missing}""#, for: [#""true""#]) == "F")
        #expect(try holds("Null", #""${k:missing}""#, for: ["", #""x""#]) == "FF")
    }
}
