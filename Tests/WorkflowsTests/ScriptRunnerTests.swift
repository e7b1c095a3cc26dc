import Questions
import SourceText
import Testing

@testable import Workflows

/// Scripts are followed as `bash -e` runs them: whatever is not understood leaves what is behind it open, and never ends
/// the reading. What is expected was compared with the shell itself.
@Suite struct ScriptRunnerTests {
    /// The roles of the calls, in order: `?` before those that may not be made, `!` behind where the script fails, and `*`
    /// behind where a note says that something was not followed.
    private func told(_ script: String, isPosix: Bool = false, endsOnError: Bool = true) -> String {
        let text = script.replacing("CALL", with: "aws sts assume-role --role-session-name a --role-arn ")
        var parser = ShellParser(Array(text.unicodeScalars))
        let commands = parser.commands()
        var runner = ScriptRunner(expressions: [], documents: parser.documents, state: ScriptState())
        runner.endsOnError = endsOnError
        runner.isPosix = isPosix
        runner.run(commands, isComplete: !parser.isIncomplete)
        let calls = runner.calls.map { ($0.isConditional ? "?" : "") + ($0.role ?? "_") }
        return calls.joined(separator: " ") + (runner.failure == nil ? "" : "!") + (runner.notes.isEmpty ? "" : "*")
    }

    @Test(arguments: [
        ("exec > >(tee -a log) 2>&1\nCALL a", "a"), ("exec 3>&1; CALL a", "a"), ("exec 3<f; CALL a", "a"),
        ("exec {fd}<f; CALL a", "a"), ("exec 7<>f 8>>g; CALL a", "a"), ("exec 2> >(cat >&2); CALL a", "a"),
        ("f() { exec 2>e; CALL a; }; f; CALL b", "a b"), ("if exec 4>&1; then CALL a; fi", "a"),
        ("E=; exec $E; CALL a", "a"), ("exec -a n true; CALL a", ""), ("(exec true; CALL a); CALL b", "b"),
        ("exec $UNKNOWN; CALL a", "a*"),
    ])
    func redirectionsOfExecEndNothing(_ script: String, _ calls: String) { #expect(told(script) == calls) }

    @Test(arguments: [
        ("(( 1 > 2 )) || CALL a", "a"), ("N=1; (( N > 5 )) && exit 0; CALL a", "a"), ("x=5; ((x++)); CALL r$x", "r6"),
        ("x=0; ((x++)); CALL a", "!"), ("x=0; ((x++)) || true; CALL r$x", "r1"),
        ("(( U > 5 )) && exit 0; CALL a", "a*"),
        ("if (( U )); then CALL a; else CALL b; fi", "?a ?b"), ("A=7; (( A -= 1, A /= 2 )); CALL r$A", "r3"),
        ("(( B = 2 ? 5 : 6 )); CALL r$B", "r5"), ("(( 0 && (B = 1) )) || CALL x$((B = 2))", "x2"),
        ("B=1; (( U && (B = 2) )) || true; CALL r$B", "_"), ("(( 010 + 0x10 == 24 )) && CALL a", "a"),
        ("(( 2 ** 3 - -1 )) && CALL r$(( ~0 & 7 ))", "r7"), ("(( 1 / 0 )) || CALL a", "?a"),
        ("(( a[1]++ )) || true; CALL a", "a*"), ("let 'x = 2 * 3'; CALL r$x", "r6"), ("let x=0 || CALL a", "a"),
        ("X=$(( $(echo 4) + 1 )); CALL r$X", "r5"), ("X=$((U + 1)); CALL r$X", "_"), ("((true); CALL a)", "a"),
        ("for ((i=0; i<3; i++)); do ((i == 1)) && continue; CALL r$i; done", "r0 r2"),
        ("N=0; until (( ++N >= 3 )); do CALL r$N; done", "r1 r2"), ("N=2; while ((N--)); do CALL r$N; done", "r1 r0"),
    ])
    func arithmeticIsEvaluatedAsFarAsItIsKnown(_ script: String, _ calls: String) { #expect(told(script) == calls) }

    @Test(arguments: [
        ("Y=; CALL x${Y-d}", "x"), ("Y=; CALL x${Y:-d}", "xd"), ("Y=; : ${Y:=d}; CALL x$Y", "xd"),
        ("Y=; : ${Y:?no}; CALL a", "!"), (": ${U:?no}; CALL a", "a*"), ("Y=v; CALL x${Y:+d}", "xd"),
        ("Y=; CALL \"${Y:-\"d\"}\"${Y:-'e'}", "de"), ("CALL $'a\\x62'", "ab"), ("CALL $\"a\"'b'", "ab"),
        ("echo $'it\\'s'; CALL a", "a"), ("echo b >f; CALL $(<f)", "b"),
        ("cat >f <<-E\n\t\ta\n\tE\nCALL $(cat f)", "a"),
        ("A=(x y); CALL $A; for i in ${A[*]}; do CALL $i; done", "x y"), ("set -- \"a b\" c; CALL $1", "a"),
        ("read A B <<< 'a b c'; CALL $B", "b"), ("X=a; X=b CALL $X", "a"),
        (
            "CALL {a,b}; for i in c{1..2}; do CALL $i; done",
            "a c1 c2"
        ), ("declare -a L=(a b); for i in \"${L[@]}\"; do CALL $i; done", "a b"),
        ("f() { CALL ${2:-none}; }; f \"a b\"; X='a b'; f $X", "none b"), ("f() { CALL ${2:-none}; }; f $U", "_"),
        ("IFS=,; X=a,b; set -- $X; CALL $2", "_"), ("L=([1]=a); for i in \"${L[@]}\"; do CALL $i; done", "?_"),
        ("echo -n a >f; echo b >>f; CALL $(cat f)", "ab"), ("printf -v X %s a; CALL $X", "a"),
        ("f() { local v; CALL x$v; }; v=o; f; CALL $v", "x o"), ("declare -u X=a; CALL $X", "_"),
        ("CALL {-9223372036854775808..9223372036854775807}", "_"), ("CALL {2..1} {a,b}{c,d}", "_"),
        ("X=o; X=a & CALL $X", "o"), ("AWS=aws; $AWS sts get-caller-identity", "_"),
        ("source <(echo X=a); CALL $X", "a"), ("echo X=a >s; . ./s; CALL $X", "a"), ("set -a; X=a; CALL $X", "a"),
        ("C=(aws sts); \"${C[@]}\" get-caller-identity", "_"), ("$U sts assume-role", "*"),
    ])
    func wordsAreExpandedInOrder(_ script: String, _ calls: String) { #expect(told(script) == calls) }

    @Test(arguments: [
        ("X=$(false); CALL a", "!"), ("X=$(false) || CALL a", "a"), ("export X=$(false); CALL a", "a"),
        ("readonly X=a; X=b || true; CALL a", "!*"), ("readonly X; X=b || CALL a", "!*"),
        ("declare -n R=X; CALL a", "a*"),
        ("select x in a; do CALL a; done; CALL b", "?a b"), ("Y=; for i in $Y; do CALL a; done; CALL b", "b"),
        ("for i in $U; do CALL a; done; CALL b", "?a b"), ("for i in; do CALL a; done; CALL b", "b"),
        ("set -- a b; for i; do CALL $i; done", "a b"), ("break; CALL a", "a"), ("return || CALL a", "a"),
        ("for i in 1 2; do for j in 1 2; do break 2; done; CALL x; done; CALL a", "a"),
        ("for i in 1 2; do for j in 1 2; do continue 2; done; CALL x; done; CALL a", "a"),
        ("for i in 1 2; do (break); CALL r$i; done", "r1 r2"), ("f() { break; }; for i in 1; do f; CALL a; done", "a"),
        ("for i in a b; do [ -f x ] && { X=$i; break; }; X=c; done; CALL $X", "_"),
        ("f() { if [ -f x ]; then X=a; return; fi; X=b; }; f; CALL $X", "_"),
        ("N=0; for i in $U; do N=$((N + 1)); done; CALL r$N", "_"), ("trap 'exit 0' ERR; CALL a", "a*"),
        ("f() { CALL b; }; trap f EXIT; CALL a", "a*"),
        ("shopt -s nocasematch; CALL a", "a*"), ("trap 'rm f' EXIT; CALL a", "a"), ("false || exit; CALL a", "!"),
        ("set -o pipefail; false | true; CALL a", "!"), ("! false | true || CALL a; CALL b", "a b"),
        ("[[ a == a &&\n b == b ]]; CALL a", "a*"), ("[ 5 -le 3 ] || CALL a", "a"),
        ("while :; do break; done; CALL a", "a"),
        ("printf a >f; read X <f; CALL a", "!"), ("printf 'a\\nb' | while read -r l; do CALL $l; done", "a"),
        ("CALL a &> f", "a"), ("command -v aws; CALL a", "a"), ("coproc CALL a; CALL b", "a b"),
        ("echo 'CALL a' >s.sh; bash -eo pipefail -x s.sh", "a"), ("echo 'CALL a' >s.sh; timeout 60 ./s.sh", "a"),
        ("echo 'CALL a' >s.sh; /bin/bash s.sh", "a"), ("bash -c 'CALL a'", "a"), ("echo 'CALL a' | bash", "a"),
        ("echo 'CALL a' >s.sh; \"$GITHUB_WORKSPACE\"/s.sh", "a"), ("./none.sh; CALL a", "a*"),
        ("echo 'CALL a' >s; ./s; CALL b", "a b"), ("./gradlew build; CALL a", "a"),
        ("exit 2>f; CALL a", ""), ("if true; then [ 1 -gt 2 ] && echo; fi; CALL a", "a"),
        ("{ false; true; } && CALL a", "a"), ("case a in a) [ 1 -gt 2 ] && echo;; esac; CALL a", "a"),
        (#"v() { [ "$1" != x ]; echo $1; }; V=$(v x); CALL $V"#, "x"), ("(false); CALL a", "!"),
        ("{ [ 1 -gt 2 ] && echo; }; CALL a", "a"), ("f() { [ 1 -gt 2 ] && echo; }; f; CALL a", "!"),
        ("f() { if [ -f x ]; then return 0; fi; exit 1; }; f; CALL a", "a*"),
        ("f() { if [ -f x ]; then return 0; fi; return 1; }; f && CALL a; CALL b", "?a b"),
    ])
    func whatRunsIsWhatTheShellRuns(_ script: String, _ calls: String) { #expect(told(script) == calls) }

    /// What is nested too deep is told.
    @Test func whatIsNotReadIsTold() {
        let open = String(repeating: "{ ", count: 20)
        #expect(told("CALL a; \(open) CALL b; \(String(repeating: "}; ", count: 20)) CALL c") == "a*")
    }

    /// Without `-e`, what follows an assignment to a variable that is read-only is told to be open.
    @Test func aReadOnlyVariableIsToldWithoutErrors() {
        #expect(told("readonly X=a; X=b; CALL $X", endsOnError: false) == "a*")
    }

    private func calls(_ script: String) -> [PredictedCall] {
        var parser = ShellParser(Array(script.unicodeScalars))
        let commands = parser.commands()
        var runner = ScriptRunner(expressions: [], documents: parser.documents, state: ScriptState())
        runner.run(commands)
        return runner.calls
    }

    /// AWS takes the key of a session with the secret and the token of the same call alone.
    @Test(arguments: [
        (["ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"], true),
        (["ACCESS_KEY_ID", "SECRET_ACCESS_KEY"], false),
        (["ACCESS_KEY_ID", "SESSION_TOKEN"], false), (["SESSION_TOKEN", "ACCESS_KEY_ID"], false),
    ])
    func aSessionsKeyNeedsItsSecretAndToken(_ names: [String], _ isWhole: Bool) throws {
        let exports = names.map { "export AWS_\($0)=$(jq -r .x <<< \"$C\")\n" }.joined()
        let script =
            "C=$(aws sts assume-role --role-arn a --role-session-name b)\n\(exports)aws sts get-caller-identity"
        let signer = try #require(calls(script).last?.signer)
        #expect(signer.mark.hasPrefix(isWhole ? "session " : "unknown a session's key without"))
        let handed = names.map { "echo AWS_\($0)=$C >> $GITHUB_ENV\n" }.joined()
        var parser = ShellParser(Array("C=$(aws sts assume-role --role-arn a)\n\(handed)".unicodeScalars))
        var runner = ScriptRunner(expressions: [], documents: [], state: ScriptState())
        runner.run(parser.commands())
        let left = try #require(runner.leftBehind(over: nil))
        #expect(left.mark.hasPrefix(isWhole ? "session " : "unknown a session's key without"))
    }

    private static let assume = "aws sts assume-role --role-arn a --role-session-name b"

    /// Each part of a session stands in its own place, as it is, and all are of one call.
    @Test(arguments: [
        (
            "read -r K S T <<< \"$(CALL --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)\"",
            true
        ),
        (
            "read -r T S K <<< \"$(CALL --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)\"",
            false
        ),
        (
            "C=$(CALL); K=$(jq -r .Credentials.AccessKeyId <<< \"$C\"); S=$(jq -r .Credentials.SecretAccessKey <<< \"$C\"); "
                + "T=$(jq -r .Credentials.SessionToken <<< \"$C\")", true
        ),
        (
            "C=$(CALL); K=$(jq .Credentials.AccessKeyId <<< \"$C\"); S=$(jq .Credentials.SecretAccessKey <<< \"$C\"); "
                + "T=$(jq .Credentials.SessionToken <<< \"$C\")", false
        ),
        (
            "C=$(CALL); K=$(jq -r .Credentials.SessionToken <<< \"$C\"); S=$(jq -r .Credentials.SecretAccessKey <<< \"$C\"); "
                + "T=$(jq -r .Credentials.AccessKeyId <<< \"$C\")", false
        ),
        (
            "K=$(CALL --query Credentials.AccessKeyId --output text); S=$(CALL --query Credentials.SecretAccessKey --output text); "
                + "T=$(CALL --query Credentials.SessionToken --output text)", false
        ),
        ("C=$(CALL); K=$(echo $C | cut -d' ' -f1); S=$(echo $C | cut -d' ' -f2); T=$(echo $C | cut -d' ' -f3)", true),
    ])
    func thePartsOfASessionGoWhereTheyBelong(_ script: String, _ isWhole: Bool) throws {
        let text =
            script.replacing("CALL", with: Self.assume)
            + "\nexport AWS_ACCESS_KEY_ID=$K AWS_SECRET_ACCESS_KEY=$S AWS_SESSION_TOKEN=$T\naws sts get-caller-identity"
        let signer = try #require(calls(text).last?.signer)
        #expect(signer.mark.hasPrefix(isWhole ? "session " : "unknown a session's key without"), "\(signer.mark)")
    }

    /// AWS takes no session token with long-term keys; with a key that the script sets too, it may be its own.
    @Test(arguments: [
        ("export AWS_SESSION_TOKEN=abc", false), ("export AWS_SESSION_TOKEN=", true),
        ("export AWS_ACCESS_KEY_ID=ASIA1 AWS_SECRET_ACCESS_KEY=s AWS_SESSION_TOKEN=abc", true),
        ("AWS_SESSION_TOKEN=abc true", true), ("export AWS_SESSION_TOKEN=abc; unset AWS_SESSION_TOKEN", true),
    ])
    func aTokenBelongsToItsKey(_ script: String, _ isKnown: Bool) throws {
        let keys = "export AWS_ACCESS_KEY_ID=AKIA1 AWS_SECRET_ACCESS_KEY=s\n"
        var first = ShellParser(Array(keys.unicodeScalars))
        var setting = ScriptRunner(expressions: [], documents: [], state: ScriptState())
        setting.run(first.commands())
        setting.state.setsKey = false
        var parser = ShellParser(Array("\(script)\naws sts get-caller-identity".unicodeScalars))
        var runner = ScriptRunner(expressions: [], documents: [], state: setting.state)
        runner.run(parser.commands())
        let signer = try #require(runner.calls.last?.signer)
        #expect(signer.mark.hasPrefix(isKnown ? "keys " : "unknown credentials of which"), "\(signer.mark)")
    }

    @Test(arguments: [
        (["access_key_id"], false), (["access_key_id", "secret_access_key"], false),
        (["access_key_id", "secret_access_key", "session_token"], true),
        (["session_token", "secret_access_key", "access_key_id"], true),
    ])
    func aProfilesKeyNeedsItsSecretAndToken(_ names: [String], _ isWhole: Bool) throws {
        let sets = names.map { "aws configure set aws_\($0) $(jq -r .x <<< \"$C\") --profile p\n" }.joined()
        let script =
            "C=$(aws sts assume-role --role-arn a --role-session-name b)\n\(sets)aws sts get-caller-identity --profile p"
        let signer = try #require(calls(script).last?.signer)
        #expect(signer.mark.hasPrefix(isWhole ? "session " : "unknown a session's key without"), "\(signer.mark)")
    }

    @Test(arguments: [
        (#"--tags '{"Key":"team","Value":"red"}'"#, #"{"Key":"team","Value":"red"}"#),
        (#"--tags "Key=team,Value='red'""#, #"{"Key":"team","Value":"red"}"#),
        (#"--tags '{"Key":"a","Value":"b"}' Key=c,Value=d"#, #"{"Key":"c","Value":"d"}"#),
    ])
    func tagsAreReadAsTheCommandLineReadsThem(_ options: String, _ tag: String) throws {
        let call = try #require(calls("aws sts assume-role --role-arn a \(options)").first)
        let text = JSONWriter.text(.object(call.operation.parameters)).filter { !$0.isWhitespace }
        #expect(text.contains(tag), "\(text)")
    }

    @Test func aDurationThatIsNoNumberIsTold() throws {
        let call = try #require(calls("aws sts assume-role --role-arn a --duration-seconds 1h").first)
        #expect(call.unknown.contains { $0.contains("--duration-seconds") })
    }
}
