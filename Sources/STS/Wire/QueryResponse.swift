import Crypto
import IAM
import SourceText
import XMLText

/// An answer in the words of the AWS Query protocol (STS-70, STS-81, STS-82).
/// <https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html>
public struct QueryResponse: Sendable {
    /// The status of the HTTP response.
    public let status: Int
    /// The body of the HTTP response.
    public let body: String

    private static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    /// The response to the call that a question asks for; of a chain, to the last call that is reached.
    /// - Returns: `nil` where the question asks for no call.
    public init?(_ answer: Answer) {
        if !answer.steps.isEmpty {
            guard let last = answer.steps.last(where: { $0.answer?.isOfCall == true })?.answer else { return nil }
            self.init(last)
            return
        }
        if let error = answer.error, answer.isOfCall {
            self.init(error)
        } else if let result = answer.result {
            self.init(result)
        } else {
            return nil
        }
    }

    private init(_ error: AWSError) {
        let fields: [(String, String)] = [
            ("Type", error.status >= 500 ? "Receiver" : "Sender"), ("Code", error.code),
            ("Message", error.message.string),
        ]
        status = error.status
        body = Self.text(
            "ErrorResponse",
            [
                Self.element("Error", fields.map { Self.element($0.0, text: $0.1) }),
                Self.element("RequestId", text: Self.requestID(of: "\(error.code): \(error.message)")),
            ])
    }

    private init(_ result: CallResult) {
        var elements = result.members.map(Self.element)
        if let credentials = result.session.map({ MadeUpCredentials(for: $0) }) {
            elements.append(Self.element(credentials))
        }
        let id = Self.requestID(of: "\(result.operation.rawValue) \(result.session?.arn.description ?? "")")
        status = 200
        body = Self.text(
            "\(result.operation.rawValue)Response",
            [
                Self.element("\(result.operation.rawValue)Result", elements),
                Self.element("ResponseMetadata", [Self.element("RequestId", text: id)]),
            ])
    }

    private static func text(_ root: String, _ elements: [XMLElement]) -> String {
        XMLWriter(isIndented: true).write(element(root, elements))
    }

    private static func element(_ name: String, _ elements: [XMLElement]) -> XMLElement {
        XMLElement(XMLName(name, namespace: namespace), elements: elements)
    }

    private static func element(_ name: String, text: String) -> XMLElement {
        XMLElement(XMLName(name, namespace: namespace), text: text)
    }

    private static func element(_ member: CallResult.Member) -> XMLElement {
        switch member {
        case .text(let name, let value): element(name, text: value.string)
        case .group(let name, let values): element(name, values.map { element($0.name, text: $0.value.string) })
        }
    }

    private static func element(_ credentials: MadeUpCredentials) -> XMLElement {
        let fields: [(String, Text)] = [
            ("AccessKeyId", credentials.accessKeyID), ("SecretAccessKey", credentials.secretAccessKey),
            ("SessionToken", credentials.sessionToken), ("Expiration", credentials.expiration.text),
        ]
        return element("Credentials", fields.map { element($0.0, text: $0.1.string) })
    }

    /// An id in the form of those of AWS, always the same for the same response.
    private static func requestID(of text: String) -> String {
        let digits = SHA256.hash(data: Array(text.utf8)).prefix(16).map { byte in
            let hex = String(byte, radix: 16)
            return hex.utf8.count == 1 ? "0" + hex : hex
        }.joined()
        let lengths = [8, 4, 4, 4, 12]
        var rest = Substring(digits)
        return lengths.map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }
}
