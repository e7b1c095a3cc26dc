import IAM
import Questions
import SourceText
import TestSupport
import Testing

/// Whoever is listed is found, among few and among many.
@Suite struct WorldTests {
    private func read(_ text: String, _ library: PolicyLibrary? = nil) throws -> World {
        try read(Sample.node(text), library ?? PolicyLibrary { _, _ in nil })
    }

    private func read(_ root: Node, _ library: PolicyLibrary) throws -> World {
        var diagnostics = Diagnostics()
        let reader = WorldReader(documents: root["documents"], library: library)
        let (world, _) = reader.read(try #require(NodeReader(root, "x", &diagnostics)), &diagnostics)
        try #require(!diagnostics.hasErrors, "\(diagnostics.all.map(\.rendered))")
        return world
    }

    private func world(of count: Int) throws -> World {
        func joined(_ entry: (Int) -> String) -> String { (0..<count).map(entry).joined(separator: ", ") }
        return try read(
            """
            accounts:
              first:
                id: "111111111111"
                users: {\(joined { "team/u\($0): {accessKeys: {AKIA\($0): {}}}" })}
                roles: {\(joined { "app/r\($0): {}, other/s\($0): {}" })}
              second:
                id: "222222222222"
                resources: {\(joined { #""arn:aws:s3:::b\#($0)/in": {}, "arn:aws:s3:::b\#($0)": {}"# })}
              third:
                id: "333333333333"
                resources: {"arn:aws:s3:::b1/in/there": {}, "arn:aws:s3:::c": {}}
            """)
    }

    /// Long lists are looked up in tables, short ones are walked through; both find the same.
    @Test(arguments: [2, 40])
    func whatIsListedIsFound(count: Int) throws {
        let world = try world(of: count)
        let account = world.accounts[0]
        #expect(world.user(try Sample.arn("arn:aws:iam::111111111111:user/team/u1"))?.pathAndName == "team/u1")
        #expect(world.user(try Sample.arn("arn:aws:iam::111111111111:user/u1")) == nil)
        #expect(world.user(try Sample.arn("arn:aws:iam::222222222222:user/team/u1")) == nil)
        #expect(world.role(try Sample.arn("arn:aws:iam::111111111111:role/other/s1"))?.pathAndName == "other/s1")
        #expect(world.role(try Sample.arn("arn:aws:iam::111111111111:role/other/r1")) == nil)
        #expect(account.role(withLastName: "r1")?.pathAndName == "app/r1")
        #expect(account.role(withLastName: "r") == nil)
        #expect(world.user(ofAccessKey: "AKIA1")?.text == "arn:aws:iam::111111111111:user/team/u1")
        #expect(world.user(ofAccessKey: "AKIA") == nil)
    }

    /// An object lies in its bucket, and in no other object whose key begins alike.
    @Test(
        arguments: [2, 40],
        [
            ("arn:aws:s3:::b1", "arn:aws:s3:::b1"), ("arn:aws:s3:::b1/k", "arn:aws:s3:::b1"),
            ("arn:aws:s3:::b1/in/there/k", "arn:aws:s3:::b1"), ("arn:aws:s3:::b1/in", "arn:aws:s3:::b1/in"),
            ("arn:aws:s3:::b1/inner", "arn:aws:s3:::b1"),
            ("arn:aws:s3:::c/k/", "arn:aws:s3:::c"), ("arn:aws:s3:::d", nil), ("arn:aws:s3:::", nil),
        ])
    func aResourceIsFoundByWhatLiesInIt(count: Int, _ row: (asked: Text, found: Text?)) throws {
        #expect(try world(of: count).resource(Sample.arn(row.asked))?.resource.arn.text == row.found)
    }

    /// Questions that lie over one file share who exists; another place is read anew.
    @Test func whoExistsIsReadOnceForOneFile() throws {
        let library = PolicyLibrary { _, _ in nil }
        let root = try Sample.node("accounts: {a: {id: '111111111111', users: {ann: {}}}}")
        let first = try read(root.overlaid(with: Sample.node("request: {action: 's3:GetObject'}")), library)
        let second = try read(root.overlaid(with: Sample.node("request: {action: 's3:PutObject'}")), library)
        #expect(first === second)
        let third = try read(root.overlaid(with: Sample.node("accounts: {a: {users: {bob: {}}}}")), library)
        #expect(third.accounts[0].users.map(\.pathAndName) == ["ann", "bob"])
        #expect(try read(root, library).accounts[0].users.map(\.pathAndName) == ["ann"])
    }

    /// What is wrong with the accounts is told of each question.
    @Test func faultsAreToldEachTime() throws {
        let library = PolicyLibrary { _, _ in nil }
        let root = try Sample.node("accounts: {a: {id: '111111111111', users: {ann: {groups: [Ops]}}}}")
        for _ in 0..<2 {
            var diagnostics = Diagnostics()
            let reader = WorldReader(documents: nil, library: library)
            _ = reader.read(try #require(NodeReader(root, "x", &diagnostics)), &diagnostics)
            #expect(diagnostics.all.map(\.id) == ["unknown-group"])
        }
    }
}
