import Crypto
public import IAM
public import SourceText

/// Credentials that look like those of a session, open nothing, and are always the same for the same session.
public struct MadeUpCredentials: Sendable {
    /// `ASIA` and sixteen letters and digits (PR-10).
    public let accessKeyID: Text
    /// A text in the place of a secret.
    public let secretAccessKey: Text
    /// A text in the place of a token.
    public let sessionToken: Text
    /// When the credentials end.
    public let expiration: Timestamp

    /// Makes up the credentials of a session.
    public init(for session: Session) {
        let digest = SHA256.hash(data: Array("\(session.arn) until \(session.expires.text)".utf8))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        accessKeyID = Text(bytes: Array("ASIA".utf8) + digest.prefix(16).map { alphabet[Int($0 & 31)] })
        secretAccessKey = "made+up/this+is+no+secret/of+any+account"
        sessionToken = Base64.encode(Array("made up for \(session.arn)".utf8) + digest)
        expiration = session.expires
    }
}
