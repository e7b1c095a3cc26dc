import IAM
import SourceText

extension AssumeRoleWithSAML.Assertion {
    /// What the assertion says, or why it cannot be read.
    var decoded: Result<SAMLAssertion, RefusedToken> {
        switch self {
        case .encoded(let text): Base64.decode(text).map(Self.read) ?? .failure(Self.unreadable("this is not base64"))
        case .xml(let bytes): Self.read(bytes)
        case .contents(let assertion): .success(assertion)
        }
    }

    private static func read(_ bytes: [UInt8]) -> Result<SAMLAssertion, RefusedToken> {
        do {
            return .success(try SAMLDocument.assertion(bytes))
        } catch {
            return .failure(unreadable(error.text))
        }
    }

    private static func unreadable(_ why: String) -> RefusedToken {
        RefusedToken(
            error: .invalidToken("Invalid base64 SAMLResponse"),
            hints: [FederationHint(trap: .unreadable, text: "the assertion cannot be read: \(why)")])
    }
}
