import TestSupport
import Testing

/// The diff of `iamsim explain` over the shapes that files have: one patch, which applies, and with which the request is
/// allowed.
@Suite struct DiffShapeTests {
    private static let allow = #"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#
    private static let deny = #"{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#
    private static let block = """
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action:
              - ec2:*
            Resource: "*"
          - Effect: Deny     # for now
            Action: s3:*
            Resource: "*"    # everywhere
        """

    /// A Deny has to pass over the caller, and an Allow has to be added: behind the Deny where that stands last.
    private static let shapes: [(name: String, text: String)] = [
        ("line.json", #"{"Version": "2012-10-17", "Statement": [\#(allow), \#(deny)]}"#),
        ("first.json", #"{"Version": "2012-10-17", "Statement": [\#(deny), \#(allow)]}"#),
        ("lone.json", #"{"Version": "2012-10-17", "Statement": \#(deny)}"#),
        (
            "indented.json",
            "{\n\t\"Version\": \"2012-10-17\",\n\t\"Statement\": [\n\t\t\(deny.replacing(", ", with: ",\n\t\t\t"))\n\t]\n}"
        ),
        ("block.yaml", block), ("comment.yaml", block + "\n\n# the end"),
        ("unindented.yaml", block.replacing("\n  ", with: "\n")),
        (
            "wide.yaml",
            block.replacing("  - Effect", with: "  -   Effect").replacing("\n    ", with: "\n      ")
        ),
        ("behind.yaml", block.replacing("Version: \"2012-10-17\"\n", with: "") + "\nVersion: \"2012-10-17\""),
        ("flow.yaml", "Version: \"2012-10-17\"\nStatement: [\(allow), \(deny)] # all"),
        ("mixed.yaml", "Version: \"2012-10-17\"\nStatement:\n  - \(allow)\n  - \(deny)"),
        ("lone.yaml", "Version: \"2012-10-17\"\nStatement:\n  Effect: Deny\n  Action: s3:*\n  Resource: '*'"),
        (
            "conditions.yaml",
            block
                + "\n    Condition:\n      ArnNotEquals:\n        aws:PrincipalArn:\n          - arn:aws:iam::111122223333:user/bob"
        ),
        ("twice.json", #"{"Version": "2012-10-17", "Statement": [\#(deny), \#(deny)]}"#),
    ]

    private static let places = [
        "identity: [FILE]", "identity: [FILE], permissionsBoundary: FILE",
        "identity: [FILE], serviceControl: [[FILE], [FILE]]",
    ]

    private static func question(_ policies: String) -> String {
        """
        policies: {\(policies)}
        request: {caller: "arn:aws:iam::111122223333:user/ann", action: "s3:GetObject", resource: "arn:aws:s3:::b/k"}

        """
    }

    @Test(arguments: shapes.indices, places)
    func oneFileIsChangedOnceWhateverItServesAs(shape: Int, place: String) throws {
        let (name, text) = Self.shapes[shape]
        for ending in ["\n", "\r\n"] {
            for isEnded in [true, false] {
                let folder = try TemporaryFolder()
                try folder.write(text.replacing("\n", with: ending) + (isEnded ? ending : ""), to: name)
                try folder.write(Self.question(place.replacing("FILE", with: "./\(name)")), to: "question.yaml")
                let apply = try Command.shell(
                    "iamsim explain question.yaml --diff | git apply -p1 && iamsim explain question.yaml",
                    in: folder.path)
                #expect(apply.status == 0, "\(name): \(apply.output)\(apply.errors)")
                #expect(apply.output.hasPrefix("allowed\n"))
            }
        }
    }

    @Test func itIsToldWhatElseAPolicyServesAs() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.shapes[0].text, to: "p.json")
        try folder.write(
            Self.question(
                "identity: [./p.json], permissionsBoundary: ./p.json, serviceControl: [[FullAWSAccess, ./p.json]]"),
            to: "question.yaml")
        let told = try Command.iamsim(["explain", "question.yaml", "--width", "200"], in: folder.path)
        #expect(told.output.contains("(the same policy serves as: permissionsBoundary, serviceControl at the root)"))
        let json = try Command.iamsim(["simulate", "question.yaml", "--explain"], in: folder.path)
        #expect(json.output.contains("\"alsoServes\""))
    }

    /// A Deny may pass over the action or over the caller: one of the two is in the patch, and the other one is named.
    @Test func onlyOneWayIsInThePatch() throws {
        let folder = try TemporaryFolder()
        let scp =
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, "#
            + #"{"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*"}]}"#
        try folder.write(scp, to: "scp.json")
        try folder.write(
            Self.question("identity: [FullAWSAccess], serviceControl: [[./scp.json]]"), to: "question.yaml")
        let told = try Command.iamsim(["explain", "question.yaml", "--diff", "--width", "200"], in: folder.path)
        #expect(told.output.components(of: "--- a/scp.json") == 1)
        #expect(told.output.components(of: "(not in the diff, which shows the first way alone") == 1)
        let apply = try Command.shell(
            "iamsim explain question.yaml --diff | git apply -p1 && iamsim explain question.yaml", in: folder.path)
        #expect(apply.status == 0, "\(apply.output)\(apply.errors)")
        let text = try #require(folder.text(at: "scp.json"))
        #expect(text.contains(#"["iam:*", "sts:*", "s3:GetObject"]"#))
        #expect(!text.contains("ArnNotEquals"))
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
