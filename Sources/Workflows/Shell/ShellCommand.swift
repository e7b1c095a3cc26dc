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
    }

    /// A file to which output goes.
    struct Output: Sendable, Hashable {
        let target: ShellWord
        /// Whether it goes behind what the file holds.
        var isAppending = false
    }

    /// What a command reads.
    enum Input: Sendable, Hashable {
        /// A file.
        case file(ShellWord)
        /// A text.
        case text(ShellWord)
        /// The here-document with this number.
        case document(Int)
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

    var isEmpty: Bool { assignments.isEmpty && words.isEmpty && inputs.isEmpty && outputs.isEmpty && body == nil }
}

/// A word of a script.
struct ShellWord: Sendable, Hashable {
    var pieces: [Piece] = []
    /// Whether part of it stands in quotes, where patterns mean nothing.
    var isQuoted = false
    /// How many characters of patterns stand outside of quotes.
    var openGlobs = 0

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
        /// What only a shell can tell, such as `$(( … ))`.
        case unclear(String)
        /// The elements of a list: `${NAME[@]}`, and `$@`.
        case list(String)
        /// `${NAME:-WORD}`: another word where the variable is empty.
        indirect case standard(String, ShellWord)
    }

    /// The list that the word stands for as a whole, if it does.
    var list: String? {
        let told = pieces.filter { $0 != .text("") }
        guard told.count == 1, case .list(let name)? = told.first else { return nil }
        return name
    }

    /// Whether a shell splits at blanks whatever the word comes to: it is one expansion without quotes.
    var isSplit: Bool {
        guard pieces.count == 1, let only = pieces.first else { return false }
        switch only {
        case .variable, .output, .standard: return true
        case .text, .expression, .unclear, .list: return false
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
