import Scenarios
import SourceText
import Testing

/// Each fault of a scenario has an id and a place.
@Suite struct ScenarioFaultTests {
    private func expect(_ ids: [String], _ text: String, files: [String: String] = [:]) throws {
        let pieces = text.split(separator: "↓", omittingEmptySubsequences: false)
        let marks = pieces.indices.dropLast().map { pieces[...$0].joined().utf8.count }
        let file = SourceFile(path: "scenarios/test.yaml", text: pieces.joined())
        let (scenario, diagnostics) = try Written.attempt(file, files)
        #expect(scenario == nil)
        #expect(diagnostics.sorted.map(\.id) == ids, "\(diagnostics.all.map(\.rendered))")
        #expect(diagnostics.sorted.map(\.location.offset) == marks)
    }

    private static let noon = "{time: 2026-01-01T12:00:00Z}"

    /// A body below the question, and its fault.
    @Test(arguments: [
        ("same-overlay", "vary: {a: {one: {}, ↓two: {}}}\nexpect: {outcome: denied}"),
        (
            "same-overlay",
            "vary: {a: {one: {id: x, time: T}, two: {}, ↓three: {time: T, id: x}}}\nexpect: {outcome: denied}"
        ),
        ("shared-place", "vary: {a: {one: {time: T}}, b: {two: {↓time: U}}}\nexpect: {outcome: denied}"),
        (
            "shared-place",
            "vary: {a: {one: {request: {context: {k:v: x}}}}, b: {two: {request: {↓context: null}}}}\n"
                + "expect: {outcome: denied}"
        ),
        (
            "shared-place",
            "vary: {a: {one: {policies: null}}, b: {two: {policies: {↓identity: []}}}}\nexpect: {outcome: denied}"
        ),
        ("unknown-axis", "vary: {a: {one: {}}}\nexpect: [{when: {↓b: one}, outcome: denied}, {outcome: denied}]"),
        ("unknown-value", "vary: {a: {one: {}}}\nexpect: [{when: {a: ↓two}, outcome: denied}, {outcome: denied}]"),
        (
            "unknown-value",
            "vary: {a: {one: {}}}\nexpect: [{when: {a: [one, ↓two]}, outcome: denied}, {outcome: denied}]"
        ),
        ("idle-row", "vary: {a: {one: {}}}\nexpect: [{outcome: denied}, ↓{when: {a: one}, outcome: denied}]"),
        ("idle-row", "expect: [{outcome: denied}, ↓{outcome: allowed}]"),
        ("idle-row", "vary: {a: {one: {}}}\nexpect: [↓{when: {a: []}, outcome: denied}, {outcome: denied}]"),
        (
            "case-without-row",
            "vary: {a: {one: {}, two: {time: T}}}\nexpect:\n  ↓- {when: {a: one}, outcome: denied}"
        ),
        ("unknown-outcome", "expect: {outcome: ↓allow}"), ("unknown-outcome", "expect: {outcome: ↓[allowed]}"),
        ("missing-member", "expect: ↓{action: 's3:GetObject'}"), ("wrong-kind", "expect: [↓allowed]"),
        ("wrong-kind", "expect: {outcome: denied, when: ↓[a]}"),
        ("unknown-member", "expect: {outcome: denied, ↓blockBy: []}"),
        ("invalid-action", "expect: {outcome: denied, action: ↓GetObject}"),
        ("invalid-action", "expect: {outcome: denied, checks: {↓GetObject: denied}}"),
        ("unknown-outcome", "expect: {outcome: denied, checks: {'s3:GetObject': ↓no}}"),
        ("wrong-kind", "expect: {outcome: denied, checks: ↓[x]}"),
        ("unknown-policy-type", "expect: {outcome: denied, blockedBy: [identity, ↓trusted]}"),
        ("unknown-policy-type", "expect: {outcome: denied, blockedByAtLeast: ↓nothing}"),
        ("unknown-caveat", "expect: {outcome: denied, caveats: [↓STS-13]}"),
        ("unknown-caveat", "expect: {outcome: denied, caveats: ↓None}"),
        ("wrong-kind", "expect: {outcome: allowed, session: ↓x}"),
        ("unknown-member", "expect: {outcome: allowed, session: {↓tag: {}}}"),
        ("wrong-kind", "expect: {outcome: denied, todo: ↓[x]}"),
        ("wrong-kind", "expect: {outcome: denied, steps: ↓[x]}"),
        ("unknown-outcome", "expect: {outcome: denied, steps: {a: ↓reached}}"),
        ("wrong-kind", "vary: ↓[a]\nexpect: {outcome: denied}"),
        ("wrong-kind", "vary: {a: ↓[x]}\nexpect: {outcome: denied}"),
        ("wrong-kind", "vary: {a: {one: ↓x}}\nexpect: {outcome: denied}"),
        ("unknown-member", "vary: {a: {one: {↓document: {}}}}\nexpect: {outcome: denied}"),
        ("unknown-member", "vary: {a: {one: {↓extends: base.yaml}}}\nexpect: {outcome: denied}"),
        ("wrong-kind", "cases: ↓[x]"), ("wrong-kind", "cases: {a: ↓x}"), ("missing-member", "cases: {a: ↓{with: {}}}"),
        ("unknown-member", "cases: {a: {expect: {outcome: denied}, ↓when: {}}}"),
        ("unknown-member", "cases: {a: {expect: {outcome: denied}, with: {↓requests: {}}}}"),
        ("unknown-outcome", "cases: {a: {expect: {outcome: ↓yes}}}"),
        ("unknown-member", "expect: {outcome: denied}\n↓expected: {}"),
        ("wrong-kind", "source: ↓[x]\nexpect: {outcome: denied}"),
        ("wrong-kind", "extends: ↓[x]\nexpect: {outcome: denied}"),
        ("file-not-found", "extends: ↓nothing.yaml\nexpect: {outcome: denied}"),
        ("wrong-kind", "cases: {a: {with: {request: ↓x}, expect: {outcome: denied}}}"),
    ])
    func eachFaultIsReportedAtItsPlace(_ id: String, _ body: String) throws {
        let body = body.replacing("time: T", with: "time: 2026-01-01T12:00:00Z")
            .replacing("time: U", with: "time: 2026-01-02T12:00:00Z")
        try expect([id], Written.question + body)
    }

    @Test func anAxisWithoutValuesHasNoCase() throws {
        try expect(["empty-axis"], Written.question + "vary: {↓a: {}}\nexpect: {outcome: denied}")
    }

    @Test func aScenarioHasANameAndACase() throws {
        try expect(["no-cases"], "↓" + Written.question)
        let unnamed = Written.question.replacing("scenario: A question", with: "about: x")
        try expect(["missing-member"], "↓\(unnamed)expect: {outcome: denied}")
        try expect(["wrong-kind"], "↓[scenario]")
    }

    @Test func casesThatNoRowFitsAreCounted() throws {
        let text = Written.question + "vary: {a: {one: {}, two: {id: x}}, b: {yes: {}, no: \(Self.noon)}}\n"
        let (_, diagnostics) = try Written.attempt(SourceFile(path: "x.yaml", text: text), [:])
        #expect(diagnostics.all.map(\.message) == ["no row of `expect` fits `a=one, b=yes` and 3 more"])
    }

    @Test(arguments: [(16, 16), (17, 1), (2, 400), (16, 3)])
    func tooManyCasesAreRefusedAtOnce(_ axes: Int, _ values: Int) throws {
        let names = (0..<axes).map { axis in
            let members = (0..<values).map { "v\($0): {request: {context: {k:a\(axis): x\($0)}}}" }
            return "a\(axis): {\(members.joined(separator: ", "))}"
        }
        let text = Written.question + "vary: {\(names.joined(separator: ", "))}\nexpect: {outcome: denied}"
        let (scenario, diagnostics) = try Written.attempt(SourceFile(path: "x.yaml", text: text), [:])
        #expect(scenario == nil)
        #expect(diagnostics.all.map(\.id) == ["too-many-cases"])
    }

    @Test func filesThatExtendEachOtherInACircleAreRefused() throws {
        let files = ["a.yaml": "extends: b.yaml", "b.yaml": "extends: a.yaml"]
        let text = Written.question + "extends: a.yaml\nexpect: {outcome: denied}"
        let (scenario, diagnostics) = try Written.attempt(SourceFile(path: "x.yaml", text: text), files)
        #expect(scenario == nil)
        #expect(diagnostics.all.map(\.id) == ["endless-extends"])
    }

    @Test func unknownNamesAreAnsweredWithTheNearest() throws {
        for (body, message) in [
            ("expect: {outcome: alowed}", "unknown outcome `alowed`; did you mean `allowed`?"),
            ("expect: {outcome: denied, blockedBy: [trst]}", "unknown policy type `trst`; did you mean `trust`?"),
            (
                "vary: {policy: {old: {}}}\nexpect: {when: {polcy: old}, outcome: denied}",
                "there is no axis `polcy`; did you mean `policy`?"
            ),
        ] {
            let (_, diagnostics) = try Written.attempt(SourceFile(path: "x.yaml", text: Written.question + body), [:])
            #expect(diagnostics.all.map(\.message) == [message])
        }
    }

    @Test func severalFaultsAreReportedAtOnce() throws {
        try expect(
            ["unknown-member", "same-overlay", "unknown-axis", "unknown-outcome", "malformed-arn"],
            """
            scenario: x
            ↓abuot: y
            vary: {a: {one: {}, ↓two: {}}}
            expect: [{when: {↓b: one}, outcome: denied}, {outcome: ↓no}]
            request: {caller: ↓ann, action: "s3:GetObject"}
            """)
    }

    @Test func aScenarioWithTooManyCasesIsToldHowManyThereWouldBe() throws {
        let values = (0..<101).map { "v\($0): {id: x\($0)}" }.joined(separator: ", ")
        let others = (0..<100).map { "w\($0): {time: '2026-01-01T00:00:\($0 / 10)\($0 % 10)Z'}" }.joined(
            separator: ", ")
        let text = Written.question + "vary: {a: {\(values)}, b: {\(others)}}\nexpect: {outcome: denied}"
        let (_, diagnostics) = try Written.attempt(SourceFile(path: "x.yaml", text: text), [:])
        #expect(
            diagnostics.all.map(\.message) == [
                "`vary` makes 10100 cases; a scenario may have 10000, and `--max-cases N` allows more"
            ])
    }

    @Test func rowsAreFoundByWhicheverOfTheirConditionsFewestShare() throws {
        let rows = (0..<20).map { "{when: {a: one, b: v\($0)}, outcome: allowed}" }.joined(separator: ", ")
        let values = (0..<20).map { "v\($0): {id: x\($0)}" }.joined(separator: ", ")
        let text =
            Written.question
            + "vary: {a: {one: {}, two: \(Self.noon)}, b: {\(values)}}\n"
            + "expect: [\(rows), {when: {b: [v3, v4]}, outcome: failed}, {outcome: denied}]"
        let scenario = try Written.read(text)
        let outcomes = scenario.cases.map(\.expectation.outcome)
        #expect(outcomes.prefix(20).allSatisfy { $0 == .allowed })
        #expect(outcomes.suffix(20).enumerated().allSatisfy { $1 == ([3, 4].contains($0) ? .failed : .denied) })
    }
}
