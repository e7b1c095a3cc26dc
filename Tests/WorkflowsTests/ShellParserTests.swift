import Testing

@testable import Workflows

/// Scripts are split as `bash` would split them.
@Suite struct ShellParserTests {
    /// Each command in brackets, words apart by `|`; variables as `$A`, commands in `$( )`.
    private func told(_ script: String) -> String {
        var parser = ShellParser(Array(script.unicodeScalars))
        return parser.commands().map(told).joined()
    }

    private func told(_ command: ShellCommand) -> String {
        let assignments = command.assignments.map { "\($0.name):=\(told($0.value))" }
        let redirections = command.outputs.map { ">\(told($0))" } + command.inputs.map { "<\(told($0))" }
        return "[" + (assignments + command.words.map(told) + redirections).joined(separator: "|") + "]"
    }

    private func told(_ word: ShellWord) -> String {
        word.pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .variable(let name): "$\(name)"
            case .expression(let index): "#\(index)"
            case .output(let commands): "$(" + commands.map(told).joined() + ")"
            case .unclear(let text): "?\(text)"
            }
        }.joined()
    }

    @Test(arguments: [
        ("aws sts get-caller-identity", "[aws|sts|get-caller-identity]"),
        ("a b;c d\ne && f || g & h", "[a|b][c|d][e][f][g][h]"),
        ("a \\\n  --b c", "[a|--b|c]"),
        ("a # no comment # at all\nb", "[a][b]"), ("a b#c", "[a|b#c]"),
        (#"a 'b "$c"' "d $e" f\ g"#, #"[a|b "$c"|d $e|f g]"#),
        (#"a "b \"c\" \$d \x""#, #"[a|b "c" $d \x]"#),
        ("A=b C='d e' f", "[A:=b|C:=d e|f]"), ("A=b", "[A:=b]"), ("a A=b", "[a|A=b]"), ("1A=b", "[1A=b]"),
        ("A=$(b c | d)", "[A:=$([b|c][d])]"), ("A=`b c`", "[A:=$([b|c])]"),
        (#"A="$(b "$(c)")""#, "[A:=$([b|$([c])])]"),
        ("a ${b} ${c:-d} $1 $? $((1 + 2))", "[a|$b|?${c…}|?$1|?$?|?$((…))]"),
        ("a > b 2>/dev/null >> $c", "[a|>b|>$c]"), ("a &> b", "[a][>b]"),
        ("a < b <<< \"$c\"", "[a|<b|<$c]"), ("read a < <(b c)", "[read|a|<$([b|c])]"),
        ("cat <<EOF > f\naws sts get-session-token\nEOF\nb", "[cat|>f][b]"),
        ("if a; then b; else c; fi", "[a][b][c]"), ("( a; b )", "[a][b]"), ("f() { a; }", "[f][a]"),
        ("\u{F0000} x\u{F0001}y", "[#0|x#1y]"), ("'\u{F0000}'", "[#0]"),
        ("a 'b", "[a|b]"), ("a $(b", "[a|$([b])]"), ("a )b", "[a][b]"), ("$", "[$]"), ("", ""),
    ])
    func aScriptIsSplit(_ script: String, _ commands: String) {
        #expect(told(script) == commands)
    }

    /// However deep commands are nested, reading ends.
    @Test(arguments: ["$(", "(", "`", "$((", "\"$(", "<(", "${"])
    func nestingIsBounded(_ opening: String) {
        var parser = ShellParser(
            Array("a ".unicodeScalars) + Array(String(repeating: opening, count: 5_000).unicodeScalars))
        #expect(!parser.commands().isEmpty)
    }
}
