import Foundation
public import Testing

/// Files of the repository that hold what something is expected to print.
///
/// With `RECORD=1` in the environment they are written anew, and each test whose file changed fails once.
public enum Golden {
    /// Whether the files are to be written instead of compared.
    public static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    /// Compares a text with a golden file.
    /// - Parameter path: the file, relative to the repository's root.
    public static func expect(
        _ text: String, equals path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let golden = Repository.text(at: path)
        if let golden, golden.utf8.elementsEqual(text.utf8) { return }
        if isRecording {
            record(text, path, sourceLocation)
        } else if let golden {
            Issue.record("\(difference(golden, text, path))\nRECORD=1 records it anew", sourceLocation: sourceLocation)
        } else {
            Issue.record("there is no file \(path); RECORD=1 writes it", sourceLocation: sourceLocation)
        }
    }

    private static func record(_ text: String, _ path: String, _ sourceLocation: SourceLocation) {
        do {
            try Repository.write(text, to: path)
            Issue.record("\(path) was recorded: look at it, then run the test again", sourceLocation: sourceLocation)
        } catch {
            Issue.record("\(path) cannot be written: \(error)", sourceLocation: sourceLocation)
        }
    }

    /// The first line in which two texts differ, and both texts.
    private static func difference(_ golden: String, _ text: String, _ path: String) -> String {
        let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let found = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(expected, found).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let place = line ?? min(expected.count, found.count)
        return "differs from \(path), line \(place + 1)\n--- expected\n\(golden)\n--- found\n\(text)"
    }
}
