import Testing
import Workflows

/// The expression language, row by row after GitHub's documentation in own words.
/// <https://docs.github.com/actions/reference/workflows-and-actions/expressions>
@Suite struct ExpressionTests {
    private static let contexts = ExpressionValue.Members([
        (
            "github",
            .object(
                ExpressionValue.Members(
                    [
                        ("ref", .string("refs/heads/main")), ("event_name", .string("push")),
                        ("repository", .string("acme/app")), ("run_number", .number(7)),
                        (
                            "event",
                            .object(
                                ExpressionValue.Members([
                                    (
                                        "issue",
                                        .object(
                                            ExpressionValue.Members([
                                                (
                                                    "labels",
                                                    .array([
                                                        .object(ExpressionValue.Members([("name", .string("bug"))])),
                                                        .object(ExpressionValue.Members([("name", .string("Help"))])),
                                                        .object(ExpressionValue.Members([("color", .string("red"))])),
                                                    ])
                                                )
                                            ]))
                                    )
                                ]))
                        ),
                    ], openName: "github"))
        ),
        ("env", .object(ExpressionValue.Members([("STAGE", .string("prod")), ("EMPTY", .string(""))]))),
        ("secrets", .object(ExpressionValue.Members([("KEY", .string("k"))], openName: "secrets"))),
        (
            "matrix",
            .object(
                ExpressionValue.Members([
                    ("node", .number(20)), ("os", .array([.string("linux"), .string("macos")])),
                    ("flag", .boolean(true)),
                ]))
        ),
        ("needs", .object(ExpressionValue.Members())),
    ])

    /// An expression and what it yields, as `toJSON` would write it; `?` and names for what is unknown.
    private static let rows: [(String, String)] = [
        // Literals
        ("null", "null"), ("true", "true"), ("false", "false"), ("711", "711"), ("-9.2", "-9.2"), ("0xff", "255"),
        ("-2.99e-2", "-0.0299"), ("'Mona the Octocat'", "'Mona the Octocat'"),
        ("'It''s open source'", "'It's open source'"),
        ("''", "''"), ("1e3", "1000"), ("+5", "5"),
        // Contexts and members
        ("github.ref", "'refs/heads/main'"), ("github['ref']", "'refs/heads/main'"),
        ("GitHub.REF", "'refs/heads/main'"),
        ("env.stage", "'prod'"), ("env.missing", "null"), ("env.missing.deeper", "null"), ("matrix.os[0]", "'linux'"),
        ("matrix.os[5]", "null"), ("matrix['os'][1]", "'macos'"), ("needs.build.outputs.x", "null"),
        ("github.event.issue.labels.*.name", "['bug','Help']"), ("github.event.issue.labels[0].name", "'bug'"),
        ("env.*", "['prod','']"), ("'text'.member", "null"), ("github['run_number']", "7"),
        // Operators
        ("1 == 1", "true"), ("1 == 2", "false"), ("1 != 2", "true"), ("'a' == 'A'", "true"), ("'a' != 'A'", "false"),
        ("2 < 3", "true"), ("3 <= 3", "true"), ("3 > 4", "false"), ("4 >= 4", "true"), ("'a' < 'B'", "true"),
        ("!true", "false"), ("!''", "true"), ("!'x'", "false"), ("!0", "true"), ("!!'x'", "true"), ("!null", "true"),
        ("true && 'x'", "'x'"), ("false && 'x'", "false"), ("'' || 'standard'", "'standard'"), ("'a' || 'b'", "'a'"),
        ("null || 0", "0"), ("true || false && false", "true"), ("(true || false) && false", "false"),
        ("github.ref == 'refs/heads/main' && 'prod' || 'dev'", "'prod'"),
        ("github.ref == 'refs/heads/dev' && 'prod' || 'dev'", "'dev'"), ("1 < 2 == true", "true"),
        ("!true || true", "true"),
        // Conversions
        ("null == 0", "true"), ("null == ''", "true"), ("true == 1", "true"), ("true == '1'", "true"),
        ("false == ''", "true"), ("'0' == 0", "true"), ("'0x10' == 16", "true"), ("'abc' == 0", "false"),
        ("' 12 ' == 12", "true"), ("'1e2' == 100", "true"), ("null == null", "true"), ("null == false", "true"),
        ("matrix.os == matrix.os", "false"), ("'abc' < 1", "false"), ("'abc' > 1", "false"), ("'abc' >= 1", "false"),
        ("matrix.flag == 'true'", "false"), ("github.run_number == '7'", "true"), ("1 == 1.0", "true"),
        // Functions
        ("contains('Hello world', 'llo')", "true"), ("contains('Hello', 'LLO')", "true"),
        ("contains('Hello', 'x')", "false"),
        ("contains(matrix.os, 'Linux')", "true"), ("contains(matrix.os, 'lin')", "false"),
        ("contains('abc', '')", "true"),
        ("contains(github.event.issue.labels.*.name, 'bug')", "true"),
        ("contains(fromJSON('[\"push\", \"x\"]'), 'push')", "true"),
        ("contains('20', matrix.node)", "true"), ("startsWith('Hello world', 'He')", "true"),
        ("startsWith('Hello', 'hE')", "true"), ("startsWith(github.ref, 'refs/tags/')", "false"),
        ("endsWith('Hello world', 'LD')", "true"), ("endsWith('Hello', 'x')", "false"),
        ("format('Hello {0} {1} {2}', 'Mona', 'the', 'Octocat')", "'Hello Mona the Octocat'"),
        ("format('{{Hello {0} {1}!}}', 'Mona', 'x')", "'{Hello Mona x!}'"), ("format('{0}{0}', 1)", "'11'"),
        ("format('{1} {0}', true, null)", "' true'"), ("join(matrix.os, ', ')", "'linux, macos'"),
        ("join(matrix.os)", "'linux,macos'"), ("join('alone', ', ')", "'alone'"),
        ("join(github.event.issue.labels.*.name, '/')", "'bug/Help'"), ("toJSON('a\"b')", "'\"a\\\"b\"'"),
        ("toJSON(null)", "'null'"), ("fromJSON('true')", "true"), ("fromJSON('[1, \"a\"]')[1]", "'a'"),
        ("fromJSON('{\"a\": {\"b\": 5}}').a.b", "5"), ("fromJSON(toJSON(matrix.node)) == 20", "true"),
        ("case(false, 'a', true, 'b', 'c')", "'b'"), ("case(false, 'a', 'c')", "'c'"), ("CONTAINS('a', 'A')", "true"),
        ("success()", "true"), ("always()", "true"), ("failure()", "false"), ("cancelled()", "false"),
        ("success() && github.event_name == 'push'", "true"),
        // What nobody tells
        ("secrets.ROLE", "?secrets.ROLE"), ("secrets.KEY", "'k'"), ("github.actor", "?github.actor"),
        ("secrets.ROLE == 'x'", "?secrets.ROLE"), ("secrets.ROLE && false", "false"), ("secrets.ROLE || true", "true"),
        ("false && secrets.ROLE", "false"), ("true || secrets.ROLE", "true"), ("true && secrets.ROLE", "?secrets.ROLE"),
        ("secrets.ROLE || 'x'", "?secrets.ROLE"), ("secrets.A == secrets.B", "?secrets.A,secrets.B"),
        ("!secrets.ROLE", "?secrets.ROLE"), ("format('{0}', secrets.ROLE)", "?secrets.ROLE"),
        ("github.event.x.y", "null"), ("hashFiles('**/x')", "?hashFiles()"), ("secrets[env.STAGE]", "?secrets.prod"),
        ("contains(secrets.LIST, 'a')", "?secrets.LIST"), ("case(secrets.X, 'a', 'b')", "?secrets.X"),
        ("case(true, 'a', secrets.X)", "'a'"), ("toJSON(secrets.X)", "?secrets.X"),
    ]

    private static func shown(_ value: ExpressionValue) -> String {
        switch value {
        case .null: "null"
        case .boolean, .number: value.text ?? ""
        case .string(let text): "'\(text)'"
        case .array(let values): "[\(values.map(shown).joined(separator: ","))]"
        case .object: "object"
        case .unknown(let names): "?" + names.joined(separator: ",")
        }
    }

    @Test func thereAreMoreThanEightyRows() {
        #expect(Self.rows.count >= 80)
    }

    @Test(arguments: rows.indices)
    func aRowHolds(index: Int) throws {
        let (text, expected) = Self.rows[index]
        let evaluator = ExpressionEvaluator(contexts: Self.contexts)
        let value = try evaluator.value(of: try ExpressionParser.parse(text))
        #expect(Self.shown(value) == expected, "\(text)")
    }

    /// A text, what is complained of, and the characters before the fault.
    @Test(arguments: [
        ("", "expected a value, found the end", 0), ("1 +", "`+` has no place in an expression", 2),
        ("github.", "expected the name of a member, found the end", 7), ("(true", "expected `)`, found the end", 5),
        ("'open", "a text has no closing `'`", 0), ("a b", "expected the end of the expression, found `b`", 2),
        ("contains('a'", "expected `,` or `)`, found the end", 12), ("\"x\"", "`\"` has no place in an expression", 0),
        ("a[1", "expected `]`, found the end", 3), ("== 1", "expected a value, found `==`", 0),
        ("0x", "`0x` is no number", 0),
        ("a = b", "`=` has no place in an expression", 2), ("1.2.3", "`1.2.3` is no number", 0),
    ])
    func whatIsNoExpressionIsToldWhere(_ text: String, _ message: String, _ offset: Int) {
        let fault = #expect(throws: ExpressionFault.self) { try ExpressionParser.parse(text) }
        #expect(fault?.message == message)
        #expect(fault?.offset == offset)
    }

    @Test(arguments: [
        ("nothing.here", "there is no context `nothing`"), ("nofunction(1)", "there is no function `nofunction`"),
        ("contains('a')", "`contains` does not take 1 arguments"),
        ("fromJSON('{')", "`fromJSON` was given what is no JSON"),
        ("format('{0}')", "`format` has no argument for a brace in its pattern"),
        ("format('}')", "`format` has a `}` without `{` in its pattern"),
    ])
    func whatCannotBeEvaluatedIsTold(_ text: String, _ message: String) throws {
        let expression = try ExpressionParser.parse(text)
        let fault = #expect(throws: ExpressionFault.self) { try ExpressionEvaluator().value(of: expression) }
        #expect(fault?.message == message)
    }

    @Test func nestingAndLengthAreBounded() {
        let deep = String(repeating: "(", count: 60) + "1" + String(repeating: ")", count: 60)
        #expect(throws: ExpressionFault.self) { try ExpressionParser.parse(deep) }
        let long = String(repeating: "!", count: 30_000) + "true"
        #expect(throws: ExpressionFault.self) { try ExpressionParser.parse(long) }
    }

    // MARK: Templates

    @Test(arguments: [
        ("plain", "'plain'"), ("${{ github.ref }}", "'refs/heads/main'"), ("a-${{ env.STAGE }}-b", "'a-prod-b'"),
        ("${{ matrix.node }}", "20"), ("v${{ matrix.node }}", "'v20'"), ("${{ env.missing }}", "null"),
        ("[${{ env.missing }}]", "'[]'"), ("${{ format('}}{0}', 1) }}", "'}1'"), ("$${{ 'x' }}", "'$x'"),
        ("arn:aws:iam::${{ secrets.ID }}:role/${{ vars.R }}", "?"), ("${{ true }}${{ false }}", "'truefalse'"),
        ("", "''"),
        ("{{ no }}", "'{{ no }}'"), ("${{ matrix.os }}", "['linux','macos']"), ("x${{ matrix.os }}", "'xArray'"),
    ])
    func templatesAreFilled(_ text: String, _ expected: String) throws {
        var contexts = Self.contexts
        contexts.set("vars", .object(ExpressionValue.Members(openName: "vars")))
        let evaluator = ExpressionEvaluator(contexts: contexts)
        guard expected != "?" else {
            let value = try? ExpressionTemplate(text).value(evaluator)
            #expect(value == .unknown(["secrets.ID", "vars.R"]))
            return
        }
        #expect(Self.shown(try ExpressionTemplate(text).value(evaluator)) == expected)
    }

    @Test func aTemplateTellsWhereItsFaultIs() {
        let fault = #expect(throws: ExpressionFault.self) { try ExpressionTemplate("abc ${{ a b }}") }
        #expect(fault?.offset == 10)
        #expect(throws: ExpressionFault.self) { try ExpressionTemplate("${{ open") }
    }
}
