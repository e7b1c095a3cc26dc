import Foundation
import SourceText
import TestSupport
import Testing

@testable import IAM

/// The worked examples of the policy language: `fixtures/language/examples.json`, row by row.
@Suite struct ExamplesTests {
    private let rows: [Node]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("fixtures/language/examples.json").path
        rows = try Sample.node(String(contentsOfFile: path, encoding: .utf8), path: "examples.json").elements.map { $0 }
    }

    @Test func eachRowMatchesAsItsRuleSays() throws {
        for row in rows {
            let matches = try Self.matches(row)
            let (id, rule) = (try Self.text("id", row), try Self.text("rule", row))
            #expect(matches == (try Self.text("expected", row) == "match"), "\(id), \(rule)")
        }
    }

    @Test func rowsAreNumberedWithoutAGap() throws {
        let ids = try rows.map { try Self.text("id", $0) }
        #expect(ids == (1...242).map { "EX-" + String(repeating: "0", count: 3 - String($0).count) + String($0) })
    }

    private static func text(_ name: MemberName, _ row: Node) throws -> String {
        try #require(row[name]).string
    }

    /// A value as it is written in the file.
    private static func source(_ node: Node) -> String {
        String(decoding: node.file.bytes[node.location.offset..<node.location.end], as: UTF8.self)
    }

    private static func policy(_ row: Node) throws -> String {
        let part = source(try #require(row["policy"]))
        let members =
            switch try text("kind", row) {
            case "action": #""Action": \#(part), "Resource": "*""#
            case "notaction": #""NotAction": \#(part), "Resource": "*""#
            case "resource", "resource@resource", "resource@scp": #""Action": "*", "Resource": \#(part)"#
            case "notresource": #""Action": "*", "NotResource": \#(part)"#
            default: #""Action": "*", "Resource": "*", "Condition": \#(part)"#
            }
        let principal = try text("kind", row).hasSuffix("@resource") ? #""Principal": "*", "# : ""
        let version = try text("version", row)
        return #"{"Version": "\#(version)", "Statement": {"Effect": "Allow", \#(principal)\#(members)}}"#
    }

    private static func matches(_ row: Node) throws -> Bool {
        let kind = try text("kind", row)
        let type: PolicyType =
            kind.hasSuffix("@resource") ? .resource : kind.hasSuffix("@scp") ? .serviceControl : .identity
        let statement = try #require(try Sample.document(try policy(row), as: type).statements.first)
        let asked = try #require(row["request"])
        let action = kind.hasSuffix("action") ? asked.text : "a:B"
        let resource = asked["resource"]?.text ?? "*"
        let caller = try Callers.user()
        let request = Request(
            principal: caller, action: try #require(Action(action)), resource: try #require(RequestResource(resource)),
            resourceAccount: caller.account, context: Sample.context(kind == "condition" ? asked : asked["context"]))
        var reading = Reading()
        if case .matched = StatementMatching.match(statement, request, PolicySetting(), &reading) {
            return true
        }
        return false
    }
}
