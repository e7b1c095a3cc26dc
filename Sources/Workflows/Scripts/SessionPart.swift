/// A part of the credentials of a session, as the response of a call has them.
public enum SessionPart: String, Sendable, CaseIterable {
    /// The key's id.
    case key = "AccessKeyId"
    /// The secret.
    case secret = "SecretAccessKey"
    /// The session token.
    case token = "SessionToken"
    /// One of these between quotes, which AWS takes for none.
    case quoted = "\""

    /// The parts that are named in a text, in the order in which they stand there.
    static func named(in text: String) -> [SessionPart] {
        let bytes = Array(text.utf8)
        let found = [SessionPart.key, .secret, .token].flatMap { part -> [(place: Int, part: SessionPart)] in
            let word = Array(part.rawValue.utf8)
            guard bytes.count >= word.count else { return [] }
            return (0...(bytes.count - word.count)).filter { bytes[$0...].starts(with: word) }.map { ($0, part) }
        }
        return found.sorted { $0.place < $1.place }.map(\.part)
    }
}
