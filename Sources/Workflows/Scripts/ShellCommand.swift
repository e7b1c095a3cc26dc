/// A simple command of a script for `sh` or `bash`: assignments, words, and where its input and output go.
struct ShellCommand: Sendable, Hashable {
    /// Assignments before the first word.
    var assignments: [Assignment] = []
    /// The command's name and its arguments.
    var words: [ShellWord] = []
    /// The files to which its output goes.
    var outputs: [ShellWord] = []
    /// What it reads: files, and texts behind `<<<`.
    var inputs: [ShellWord] = []
    /// Whether the output of the command goes on to the next one.
    var isPiped = false

    /// A variable and what it is set to.
    struct Assignment: Sendable, Hashable {
        let name: String
        let value: ShellWord
    }

    var isEmpty: Bool { assignments.isEmpty && words.isEmpty && inputs.isEmpty && outputs.isEmpty }
}

/// A word of a script.
struct ShellWord: Sendable, Hashable {
    var pieces: [Piece] = []

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
