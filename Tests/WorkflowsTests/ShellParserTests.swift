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
        let assignments = command.assignments.map { assignment in
            let value =
                assignment.elements.map { "(" + $0.map(told).joined(separator: ",") + ")" } ?? told(assignment.value)
            return "\(assignment.name)\(assignment.isAppending ? "+" : ""):=\(value)"
        }
        let redirections =
            command.outputs.map { "\($0.isAppending ? ">>" : ">")\($0.isDescriptor ? "&" : "")\(told($0.target))" }
            + command.inputs.map(told) + command.others.map { "other \(told($0))" }
        let body = command.body.map { [told($0)] } ?? []
        let mark = command.condition == .success ? "&&" : command.condition == .failure ? "||" : ""
        let words = assignments + command.words.map(told) + body + redirections
        return mark + "[" + (command.isNegated ? "!" : "") + words.joined(separator: "|") + "]"
    }

    private func told(_ input: ShellCommand.Input) -> String {
        switch input {
        case .file(let word), .text(let word): "<\(told(word))"
        case .document(let number): "<<\(number)"
        case .descriptor(let word): "<&\(told(word))"
        }
    }

    /// Groups in braces, functions by name, branches as `condition?commands:`, loops as `name*words*commands`.
    private func told(_ body: ShellCommand.Body) -> String {
        switch body {
        case .group(let commands): "{" + commands.map(told).joined() + "}"
        case .subshell(let commands): "(" + commands.map(told).joined() + ")"
        case .function(let name, let commands): "\(name)()" + commands.map(told).joined()
        case .branches(let branches):
            branches.map { branch in
                let condition = branch.isElse ? "else" : branch.condition.map(told).joined()
                return "\(condition)?" + branch.commands.map(told).joined()
            }.joined(separator: ":")
        case .repetition(let condition, let commands):
            condition.map(told).joined() + "*" + commands.map(told).joined()
        case .loop(let name, let words, let commands):
            "\(name)*\(words.map(told).joined(separator: ","))*" + commands.map(told).joined()
        case .counting(let parts, let commands):
            "((" + parts.map(told).joined(separator: ";") + "))*" + commands.map(told).joined()
        case .arithmetic(let word): "((" + told(word) + "))"
        }
    }

    private func told(_ word: ShellWord) -> String {
        word.pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .variable(let name): "$\(name)"
            case .expression(let index): "#\(index)"
            case .output(let commands): "$(" + commands.map(told).joined() + ")"
            case .unclear(let text): "?\(text)"
            case .list(let name): "@\(name)"
            case .joined(let name): "*\(name)"
            case .standard(let standard):
                "~\(standard.name)\(standard.isEmptyUnset ? ":" : "~")\(standard.kind)(\(told(standard.word)))"
            case .arithmetic(let word): "$((\(told(word))))"
            case .process(let commands, let isRead): (isRead ? "<(" : ">(") + commands.map(told).joined() + ")"
            }
        }.joined()
    }

    @Test(arguments: [
        ("aws sts get-caller-identity", "[aws|sts|get-caller-identity]"),
        ("a b;c d\ne && f || g & h", "[a|b][c|d][e]&&[f]||[g][h]"), ("a &&\n b ||\n\n c", "[a]&&[b]||[c]"),
        ("a \\\n  --b c", "[a|--b|c]"), ("exec 3>&1 4<f {fd}>&- 5>>g", "[exec|other f|other g]"),
        ("a 2 >&2 >&$f <&3", "[a|2|>&2|>&$f|<&3]"), ("a > >(b) <(c)", "[a|<([c])|>>([b])]"), ("a >|b", "[a|>b]"),
        ("((a + 1)) && b; ((c) ; d)", "[((a + 1))]&&[b][([([c])][d])]"),
        ("for ((i=0; i<2; i++)); do a; done", "[((i=0; i<2; i++))*[a]]"), ("for x; do a; done", "[x*@@*[a]]"),
        ("until a; do b; done", "[[!{[a]}]*[b]]"), ("select x in a; do b; done", "[*[x:=?$x, which `select` sets][b]]"),
        ("a $'b\\x41\\'' $\"c\"", "[a|bA'|c]"), ("coproc a; time -p b", "[a][b]"), ("! a | b", "[a][!b]"),
        ("a ${b-c} ${d:=e} ${f:?g} ${h+i}", "[a|~b~standIn(c)|~d:assigned(e)|~f:required(g)|~h~alternative(i)]"),
        ("declare -a l=(a b)", "[l:=(a,b)|declare|-a]"), ("[[ a &&\n b ]]; c", "[[[|a|&|&|b|]]][c]"),
        ("cat <<-A\n\t\tx\n\tA\ncat <<B\n\tB\nB\nc", "[cat|<<0][cat|<<1][c]"),
        ("a # no comment # at all\nb", "[a][b]"), ("a b#c", "[a|b#c]"),
        (#"a 'b "$c"' "d $e" f\ g"#, #"[a|b "$c"|d $e|f g]"#),
        (#"a "b \"c\" \$d \x""#, #"[a|b "c" $d \x]"#),
        ("A=b C='d e' f", "[A:=b|C:=d e|f]"), ("A=b", "[A:=b]"), ("a A=b", "[a|A=b]"), ("1A=b", "[1A=b]"),
        ("A=$(b c | d)", "[A:=$([b|c][d])]"), ("A=`b c`", "[A:=$([b|c])]"),
        (#"A="$(b "$(c)")""#, "[A:=$([b|$([c])])]"),
        ("a ${b} ${c:-d$e} ${c%x} $1 $@ $? $((1 + 2))", "[a|$b|~c:standIn(d$e)|?${c…}|$1|@@|?$?|$((1 + 2))]"),
        ("a > b 2>/dev/null >> $c", "[a|>b|>>$c|other /dev/null]"),
        ("a &> b", "[a|>b]"), ("a >> b | tee c", "[a|>>b][tee|c]"),
        ("a < b <<< \"$c\"", "[a|<b|<$c]"), ("read a < <(b c)", "[read|a|<<([b|c])]"),
        ("cat <<EOF > f\naws sts get-session-token\nEOF\nb", "[cat|>f|<<0][b]"),
        ("cat <<-'A' <<B\n\tx $y\n\tA\nz\nB\nc", "[cat|<<0|<<1][c]"),
        ("if a; then b; else c; fi", "[[a]?[b]:else?[c]]"), ("( a; b )", "[([a][b])]"),
        ("if a\nthen b\nelif c; then d; fi > e", "[[a]?[b]:[c]?[d]|>e]"),
        ("if a; then if b; then c; fi; fi; d", "[[a]?[[b]?[c]]][d]"),
        ("f() { a; }", "[f()[{[a]}]]"), ("function g {\n a $1\n}\nb", "[g()[{[a|$1]}]][b]"),
        ("{ a; b; } >> c", "[{[a][b]}|>>c]"), ("( a ) | b", "[([a])][b]"), ("! a", "[!a]"),
        ("for x in a $b; do c; done", "[x*a,$b*[c]]"), ("while a; do b; done < c", "[[a]*[b]|<c]"),
        ("case $a in b|c) d ;; *) e; f;; esac; g", "[?[d]:else?[e][f]][g]"),
        ("case a in\n  (b)\n    c\n    ;;\nesac", "[?[c]]"),
        ("[[ a == b && -n c ]] && d", "[[[|a|==|b|&|&|-n|c|]]]&&[d]"), ("A=(b \"$c\") d", "[A:=(b,$c)|d]"),
        ("A+=b B+=(c)", "[A+:=b|B+:=(c)]"), ("a \"${b[@]}\"", "[a|@b]"),
        ("\u{F0000} x\u{F0001}y", "[#0|x#1y]"), ("'\u{F0000}'", "[#0]"),
        ("a 'b", "[a|b]"), ("a $(b", "[a|$([b])]"), ("a )b", "[a][b]"), ("$", "[$]"), ("", ""),
    ])
    func aScriptIsSplit(_ script: String, _ commands: String) {
        #expect(told(script) == commands)
    }

    /// However deep commands are nested, reading ends.
    @Test(arguments: [
        "$(", "(", "`", "$((", "\"$(", "<(", "${", "if ", "case x in y) ", "{ ", "f() { ", "for x in ",
        "`case x in y) `",
        "`if a; then ` ", "`[[ a` ", "<<A\n", "[[ ", "cat <<A\n$(",
    ])
    func nestingIsBounded(_ opening: String) {
        var parser = ShellParser(
            Array("a ".unicodeScalars) + Array(String(repeating: opening, count: 5_000).unicodeScalars))
        #expect(!parser.commands().isEmpty)
    }
}
