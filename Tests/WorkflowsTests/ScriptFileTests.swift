import Testing

@testable import Workflows

/// Of the files of a repository a script reads those that hold what scripts and calls take.
@Suite struct ScriptFileTests {
    @Test(arguments: [
        ("policy.json", #"{"Version": "2012-10-17", "Statement": []}"#), ("in.json", #" {"RoleArn": "x"}"#),
        ("tags.json", #"[{"Key": "a", "Value": "b"}]"#), ("arns", #"[{"arn": "arn:aws:iam::aws:policy/A"}]"#),
        ("role.txt", "arn:aws:iam::111122223333:role/R\n"), ("deploy.sh", "aws sts get-caller-identity"),
        ("deploy", "#!/bin/sh\naws sts get-caller-identity"), ("ci/prod.env", "ROLE=x"),
    ])
    func whatScriptsAndCallsTakeIsRead(_ path: String, _ text: String) {
        #expect(ScriptFile(path: path, bytes: Array(text.utf8))?.text == text)
    }

    @Test(arguments: [
        ("secrets.txt", "hunter2"), ("gha-creds.json", #"{"type": "external_account", "private_key": "x"}"#),
        ("list.json", #"["hunter2"]"#), ("two.txt", "arn:aws:iam::111122223333:role/R hunter2"),
        ("broken.json", #"{"Statement": "#), ("notes.md", "{{ secret }}"), ("empty.txt", ""),
    ])
    func nothingOfOtherFilesIsRead(_ path: String, _ text: String) {
        #expect(ScriptFile(path: path, bytes: Array(text.utf8)) == nil)
    }

    @Test func whatIsNoTextIsNotRead() {
        #expect(ScriptFile(path: "a.sh", bytes: [0xFF, 0xFE]) == nil)
    }
}
