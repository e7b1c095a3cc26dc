import IAM
import STS
import Scenarios
import SourceText
import Testing

@Suite struct ScenarioReaderTests {
    /// The last axis turns fastest.
    @Test func everyCombinationOfTheAxesIsACase() throws {
        let scenario = try Written.read(
            Written.question + """
                vary:
                  policy: {none: {}, some: {policies: {identity: [\(Written.allowing())]}}}
                  time: {new year: {}, leap day: {time: 2024-02-29T00:00:00Z}, noon: {time: 2026-01-01T12:00:00Z}}
                expect:
                  - {when: {policy: some}, outcome: allowed}
                  - outcome: denied
                """)
        #expect(scenario.name == "A question")
        #expect(scenario.path == "scenarios/test.yaml")
        #expect(scenario.axes.map(\.name) == ["policy", "time"])
        #expect(scenario.axes.map { $0.values.map(\.name) } == [["none", "some"], ["new year", "leap day", "noon"]])
        #expect(
            scenario.cases.map(\.title) == [
                "policy=none, time=new year", "policy=none, time=leap day", "policy=none, time=noon",
                "policy=some, time=new year", "policy=some, time=leap day", "policy=some, time=noon",
            ])
        #expect(
            scenario.cases.map(\.expectation.outcome.rawValue) == [
                "denied", "denied", "denied", "allowed", "allowed", "allowed",
            ])
    }

    @Test func withoutAxesTheQuestionIsTheCase() throws {
        let scenario = try Written.read(Written.question + "expect: {outcome: denied}")
        #expect(scenario.cases.map(\.title) == ["the question"])
        #expect(scenario.cases[0].name == .combination([]))
    }

    @Test func namedCasesAreNotMultiplied() throws {
        let scenario = try Written.read(
            Written.question + """
                vary: {time: {now: {}, noon: {time: 2026-01-01T12:00:00Z}}}
                expect: [{outcome: denied}]
                cases:
                  with a policy: {with: {policies: {identity: [\(Written.allowing())]}}, expect: {outcome: allowed}}
                  as it stands: {expect: {outcome: denied}}
                """)
        #expect(scenario.cases.map(\.title) == ["time=now", "time=noon", "with a policy", "as it stands"])
        #expect(scenario.cases[2].name == .named("with a policy"))
    }

    /// Mappings merge by key, everything else replaces, `null` removes.
    @Test func overlaysMergeReplaceAndRemove() throws {
        let result = try Written.run(
            """
            scenario: Overlays
            documents: {a: \(Written.allowing("s3:GetObject")), b: \(Written.allowing("ec2:*"))}
            policies: {identity: [a], permissionsBoundary: b}
            request:
              caller: "arn:aws:iam::111111111111:user/ann"
              action: s3:GetObject
              context: {k:v: [a, b], k:w: x}
            cases:
              as it stands: {expect: {outcome: denied, blockedBy: [permissionsBoundary]}}
              without the boundary: {with: {policies: {permissionsBoundary: null}}, expect: {outcome: allowed}}
              another document: {with: {documents: {b: \(Written.allowing())}}, expect: {outcome: allowed}}
              another action: {with: {request: {action: ec2:RunInstances}}, expect: {outcome: denied, blockedBy: identity}}
              a shorter list: {with: {request: {context: {k:v: [c]}}}, expect: {outcome: denied}}
            """)
        #expect(result.cases.allSatisfy { $0.status == .passed })
        let contexts = result.cases.map { $0.answer.checks[0].request.context }
        #expect(contexts[4]["k:v"] == .list(["c"]))
        #expect(contexts[4]["k:w"] == .single("x"))
        #expect(contexts[0]["k:v"] == .list(["a", "b"]))
    }

    @Test func theFirstRowThatFitsDecides() throws {
        let scenario = try Written.read(
            Written.question + """
                vary:
                  a: {one: {}, two: {time: 2026-01-02T00:00:00Z}, three: {time: 2026-01-03T00:00:00Z}}
                  b: {yes: {}, no: {id: x}}
                expect:
                  - {when: {a: [one, three], b: "yes"}, outcome: allowed}
                  - {when: {a: one}, outcome: implicitDeny}
                  - {when: {}, outcome: denied}
                """)
        let outcomes = scenario.cases.map(\.expectation.outcome.rawValue)
        #expect(outcomes == ["allowed", "implicitDeny", "denied", "denied", "allowed", "denied"])
    }

    @Test func aBaseIsLaidBelowTheScenario() throws {
        let base = """
            extends: far.yaml
            request: {caller: "arn:aws:iam::111111111111:user/ann", action: "ec2:RunInstances"}
            """
        let far = "policies: {identity: [\(Written.allowing())]}\ntime: 2024-01-01T00:00:00Z"
        let text = """
            scenario: x
            extends: base.yaml
            request: {action: "s3:GetObject"}
            expect: {outcome: allowed}
            """
        let result = try Written.run(text, files: ["base.yaml": base, "far.yaml": far])
        #expect(result.cases.map(\.status) == [.passed])
        #expect(result.scenario.cases[0].question.time.text == "2024-01-01T00:00:00Z")
    }

    @Test func scenariosAreToldFromOtherFiles() throws {
        for (text, isScenario) in [
            ("scenario: x", true), ("{vary: {}, request: {}}", true), ("expect: []", true), ("cases: {}", true),
            ("accounts: {}", false), ("[scenario]", false), ("request: {}", false),
        ] {
            var diagnostics = Diagnostics()
            let node = try #require(SourceParser.parse(SourceFile(path: "x.yaml", text: text), &diagnostics))
            #expect(ScenarioReader.isScenario(node) == isScenario)
        }
    }
}
