import IAM
import STS
import SourceText

/// Texts that end in a blank or a line end, which no name has: a block scalar of YAML adds one.
enum LineEnd {
    static func report(_ text: Text, _ what: String, at place: SourceLocation, _ diagnostics: inout Diagnostics) {
        guard let last = text.bytes.last, last == 0x0A || last == 0x0D || last == 0x20 else { return }
        diagnostics.warning(
            "line-end",
            "\(what) ends in a blank or a line end, which counts: a block scalar of YAML keeps it unless it begins with `>-` "
                + "or `|-`", at: place)
    }
}
