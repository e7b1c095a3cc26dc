/// A command of a script for `sh` or `bash`: assignments, words, and where its input and output go; or commands that
/// stand for one.
struct ShellCommand: Sendable, Hashable {
    /// Assignments before the first word.
    var assignments: [Assignment] = []
    /// The command's name and its arguments.
    var words: [ShellWord] = []
    /// The commands that it consists of, where it is no simple one.
    var body: Body?
    /// The files to which its output goes.
    var outputs: [Output] = []
    /// What it reads: files, and texts behind `<<<` and `<<`.
    var inputs: [Input] = []
    /// Where its other descriptors lead, such as that of its errors: of no matter but for what runs to tell it.
    var others: [ShellWord] = []
    /// Whether the output of the command goes on to the next one.
    var isPiped = false
    /// Whether the script goes on while the command runs.
    var isBackground = false
    /// Whether `!` turns its result round.
    var isNegated = false
    /// What of the command before lets it run.
    var condition = Condition.none
    /// Where it begins in the script.
    var offset = 0

    /// A variable and what it is set to.
    struct Assignment: Sendable, Hashable {
        let name: String
        let value: ShellWord
        /// The elements, where it is set to a list.
        var elements: [ShellWord]?
        /// Whether the value is laid behind the one that was there.
        var isAppending = false
        /// Whether it is set to one element of a list.
        var isElement = false
    }

    /// A file to which output goes.
    struct Output: Sendable, Hashable {
        let target: ShellWord
        /// Whether it goes behind what the file holds.
        var isAppending = false
        /// Whether the target is a descriptor, as in `>&2`, and no file.
        var isDescriptor = false
    }

    /// What a command reads.
    enum Input: Sendable, Hashable {
        /// A file.
        case file(ShellWord)
        /// A text.
        case text(ShellWord)
        /// The here-document with this number.
        case document(Int)
        /// What the descriptor leads to, as in `<&3`.
        case descriptor(ShellWord)
    }

    /// What of the command before lets a command run.
    enum Condition: Sendable, Hashable {
        /// It runs behind whatever comes before.
        case none
        /// `&&`.
        case success
        /// `||`.
        case failure
    }

    /// Commands that stand for one.
    indirect enum Body: Sendable, Hashable {
        /// `{ … }`.
        case group([ShellCommand])
        /// `( … )`, in a shell of its own.
        case subshell([ShellCommand])
        /// `NAME() { … }`: nothing runs before the function is called.
        case function(String, [ShellCommand])
        /// `if` and `case`.
        case branches([Branch])
        /// `while` and `until`, with the condition.
        case repetition([ShellCommand], [ShellCommand])
        /// `for NAME in …`.
        case loop(String, [ShellWord], [ShellCommand])
        /// `for ((A; B; C))`, with the three in this order.
        case counting([ShellWord], [ShellCommand])
        /// `(( … ))`.
        case arithmetic(ShellWord)
    }

    /// The commands that it consists of, with those that decide whether others run; none of a simple command.
    var inner: [ShellCommand] {
        switch body {
        case .group(let inner), .subshell(let inner), .function(_, let inner), .loop(_, _, let inner),
            .counting(_, let inner):
            inner
        case .branches(let branches): branches.flatMap { $0.condition + $0.commands }
        case .repetition(let condition, let inner): condition + inner
        case .arithmetic, nil: []
        }
    }

    /// Whether it consists of commands that run in the same shell, each of which ends the script where it fails: what is left
    /// of such a failure does not.
    var isCompound: Bool {
        switch body {
        case .group, .branches, .repetition, .loop, .counting: true
        case .subshell, .function, .arithmetic, nil: false
        }
    }

    /// A word of `case`, and the patterns of one branch.
    struct Choice: Sendable, Hashable {
        let word: ShellWord
        let patterns: [ShellWord]
    }

    /// Commands that run under a condition.
    struct Branch: Sendable, Hashable {
        /// The commands of which the last decides; none where only a shell can tell.
        let condition: [ShellCommand]
        let commands: [ShellCommand]
        /// Whether it is the one for all other cases.
        var isElse = false
        /// Of `case`, the word that is compared and the patterns that it may fit.
        var choice: Choice?
    }

    /// All words of the command itself, in which commands may stand.
    var allWords: [ShellWord] {
        var all = words + assignments.flatMap { [$0.value] + ($0.elements ?? []) } + outputs.map(\.target) + others
        for input in inputs {
            switch input {
            case .file(let word), .text(let word), .descriptor(let word): all.append(word)
            case .document: break
            }
        }
        switch body {
        case .loop(_, let words, _), .counting(let words, _): all += words
        case .arithmetic(let word): all.append(word)
        case .branches(let branches): all += branches.compactMap(\.choice?.word)
        case .group, .subshell, .function, .repetition, nil: break
        }
        return all
    }

    /// Whether it does nothing but to say whether something holds.
    var isTest: Bool {
        if case .arithmetic? = body { return true }
        return words.first?.plain.map { ["[", "[[", "test", "let"].contains($0) } ?? false
    }

    var isEmpty: Bool {
        assignments.isEmpty && words.isEmpty && inputs.isEmpty && outputs.isEmpty && others.isEmpty && body == nil
    }
}

/// A word of a script.
struct ShellWord: Sendable, Hashable {
    var pieces: [Piece] = []
    /// Whether part of it stands in quotes, where patterns mean nothing.
    var isQuoted = false
    /// How many characters of patterns stand outside of quotes.
    var openGlobs = 0
    /// The places of the pieces that stand outside of quotes and mean more than themselves: a shell splits what they come to.
    var openPieces: Set<Int> = []
    /// Whether a brace stands outside of quotes, as in `{a,b}`.
    var hasBraces = false

    /// A part of a word.
    enum Piece: Sendable, Hashable {
        /// Text that stands for itself.
        case text(String)
        /// The value of a variable.
        case variable(String)
        /// An expression of the workflow, by its place among those of the script.
        case expression(Int)
        /// The output of commands.
        case output([ShellCommand])
        /// What only a shell can tell, such as `${NAME%x}`.
        case unclear(String)
        /// The elements of a list: `${NAME[@]}`, and `$@`.
        case list(String)
        /// The elements of a list in one text: `${NAME[*]}`, and `$*`.
        case joined(String)
        /// `${NAME:-WORD}` and the like: what another word has to do with the value of a variable.
        indirect case standard(Standard)
        /// `$(( … ))`.
        indirect case arithmetic(ShellWord)
        /// `<( … )`, a file with what commands print; or `>( … )`, one that they read.
        case process([ShellCommand], isRead: Bool)
    }

    /// A variable, and a word beside it.
    struct Standard: Sendable, Hashable {
        let name: String
        let word: ShellWord
        let kind: Kind
        /// Whether an empty variable counts as one that is not set, as behind `:`.
        let isEmptyUnset: Bool

        /// What the word is there for.
        enum Kind: Sendable, Hashable {
            /// `-`: it stands for a variable that is not set.
            case standIn
            /// `=`: so it does, and the variable gets it.
            case assigned
            /// `?`: it says why the script ends where the variable is not set.
            case required
            /// `+`: it stands for a variable that is set.
            case alternative
        }
    }

    /// The commands that run for the word.
    var commands: [[ShellCommand]] {
        pieces.flatMap { piece -> [[ShellCommand]] in
            switch piece {
            case .output(let commands), .process(let commands, _): [commands]
            case .arithmetic(let word): word.commands
            case .standard(let standard): standard.word.commands
            case .text, .variable, .expression, .unclear, .list, .joined: []
            }
        }
    }

    /// The list that the word stands for as a whole, if it does.
    var list: String? {
        let told = pieces.filter { $0 != .text("") }
        guard told.count == 1, let only = told.first else { return nil }
        switch only {
        case .list(let name): return name
        case .joined(let name): return isQuoted ? nil : name
        default: return nil
        }
    }

    /// The word's text, where it needs no shell to tell it.
    var plain: String? {
        var text = ""
        for piece in pieces {
            guard case .text(let more) = piece else { return nil }
            text += more
        }
        return text
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        if case .text(var text)? = pieces.last {
            text.unicodeScalars.append(scalar)
            pieces[pieces.count - 1] = .text(text)
        } else {
            pieces.append(.text(String(Character(scalar))))
        }
    }
}
