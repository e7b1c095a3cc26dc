import IAM
import STS
import SourceText
import TestSupport
import Testing

/// SAML assertions: how they are read, and what AWS judges before the trust policy.
@Suite struct SAMLTests {
    private static let role = "arn:aws:iam::111111111111:role/Developer"
    private static let provider = "arn:aws:iam::111111111111:saml-provider/Corp"
    private static let trust =
        "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Federated: '\(provider)'}, Action: 'sts:*'}]}"

    private static func question(_ assertion: String, more: String = "") -> String {
        """
        accounts: {one: {id: '111111111111', roles: {Developer: {trust: \(trust)}}, \
        identityProviders: {saml: {Corp: {}}}}}
        call:
          AssumeRoleWithSAML: {RoleArn: '\(role)', PrincipalArn: '\(provider)', SAMLAssertion: \(assertion)}
        \(more)
        """
    }

    private func answer(_ assertion: String, more: String = "") throws -> Answer {
        try Asking.answer(Self.question(assertion, more: more))
    }

    /// An assertion in XML, as it is sent.
    private func answer(xml: String, more: String = "") throws -> Answer {
        try answer(Base64Text.of(Array(xml.utf8)), more: more)
    }

    private func error(_ answer: Answer) -> String? {
        answer.error.map { "\($0.code) \($0.status): \($0.message)" }
    }

    private static func xml(
        nameID: String = "ann@example.com", attributes: String = "", sessionName: String? = "ann", head: String = "",
        pair: String = "\(role),\(provider)"
    ) -> String {
        let name = sessionName.map {
            "<Attribute Name='https://aws.amazon.com/SAML/Attributes/RoleSessionName'><AttributeValue>\($0)"
                + "</AttributeValue></Attribute>"
        }
        return """
            \(head)<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'>
            <Assertion xmlns='urn:oasis:names:tc:SAML:2.0:assertion'><Issuer>https://idp.example</Issuer>\
            <Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/><Subject>\
            <NameID Format='urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'>\(nameID)</NameID>\
            <SubjectConfirmation><SubjectConfirmationData NotOnOrAfter='2026-01-01T01:00:00.123Z' \
            Recipient='https://signin.aws.amazon.com/saml'/></SubjectConfirmation></Subject>\
            <Conditions NotOnOrAfter='2026-01-01T02:00:00Z'/>\
            <AuthnStatement SessionNotOnOrAfter='2026-01-01T00:20:00Z'/><AttributeStatement>\
            <Attribute Name='https://aws.amazon.com/SAML/Attributes/Role'><AttributeValue>\(pair)</AttributeValue>\
            </Attribute>\(name ?? "")\(attributes)</AttributeStatement></Assertion></samlp:Response>
            """
    }

    // MARK: Keys and session

    /// STS-41, STS-43, STS-82, PL-242.
    @Test func anAssertionGivesKeysASessionAndItsEnd() throws {
        let affiliation =
            "<Attribute Name='urn:oid:1.3.6.1.4.1.5923.1.1.1.1'><AttributeValue>staff</AttributeValue>"
            + "<AttributeValue>member</AttributeValue></Attribute>"
            + "<Attribute Name='urn:oid:0.9.2342.19200300.100.1.3'><AttributeValue>a@b.example</AttributeValue></Attribute>"
            + "<Attribute Name='https://aws.amazon.com/SAML/Attributes/PrincipalTag:Team'><AttributeValue>red"
            + "</AttributeValue></Attribute>"
        let answer = try answer(xml: Self.xml(attributes: affiliation))
        #expect(answer.verdicts == ["sts:AssumeRoleWithSAML: allowed", "sts:TagSession: allowed"])
        func values(_ key: Text) -> [Text]? { answer.values(of: key)[0] }
        #expect(values("saml:aud") == ["https://signin.aws.amazon.com/saml"])
        #expect(values("saml:iss") == ["https://idp.example"])
        #expect(values("saml:sub") == ["ann@example.com"])
        #expect(values("saml:sub_type") == ["persistent"])
        #expect(values("saml:doc") == ["111111111111/Corp"])
        // printf 'https://idp.example111111111111/Corp' | openssl dgst -sha1 -binary | base64
        #expect(values("saml:namequalifier") == ["BGq1t2wSkPFG6Dicdqxd0HowqWM="])
        #expect(values("saml:edupersonaffiliation") == ["staff", "member"])
        #expect(answer.checks[0].request.context["saml:mail"] == .single("a@b.example"))
        #expect(values("aws:RequestTag/team") == ["red"])
        let session = try #require(answer.session)
        #expect(session.arn.text == "arn:aws:sts::111111111111:assumed-role/Developer/ann")
        #expect(session.expires.text == "2026-01-01T00:20:00Z")
        #expect(session.federatedProvider?.string == Self.provider)
    }

    // MARK: What AWS judges before the trust policy

    @Test func anAssertionMustNameSessionAndRole() throws {
        #expect(
            try error(answer(xml: Self.xml(sessionName: nil)))
                == "InvalidIdentityToken 400: RoleSessionName is required in AuthnResponse")
        #expect(
            try error(answer(xml: Self.xml(sessionName: "a b")))
                == "InvalidIdentityToken 400: RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}")
        let identity =
            "<Attribute Name='https://aws.amazon.com/SAML/Attributes/SourceIdentity'><AttributeValue>aws:ann"
            + "</AttributeValue></Attribute>"
        #expect(
            try error(answer(xml: Self.xml(attributes: identity)))
                == "InvalidIdentityToken 400: Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "
                + "\"aws:\"")
        let other = "\(Self.role)2,\(Self.provider)"
        #expect(
            try error(answer(xml: Self.xml(pair: other)))
                == "InvalidIdentityToken 400: SAML Assertion doesn't contain the requested Role and Metadata in the "
                + "attributes")
        #expect(try answer(xml: Self.xml(pair: "\n \(Self.provider) , \(Self.role) \n")).decision == .allowed)
        #expect(
            try error(answer(xml: Self.xml(nameID: " ")))
                == "AccessDenied 403: Not authorized to perform sts:AssumeRoleWithSAML")
    }

    @Test func anAssertionHasATimeWhereTheQuestionHasOne() throws {
        let expired = "ExpiredTokenException 400: Response has expired"
        #expect(try error(answer(xml: Self.xml(), more: "time: 2026-01-01T00:20:00Z")) == expired)
        #expect(try error(answer(xml: Self.xml(), more: "time: 2026-01-01T00:19:59Z")) == nil)
        #expect(try error(answer(xml: Self.xml())) == nil)
        let malformed = Self.xml().replacing("2026-01-01T02:00:00Z", with: "tomorrow")
        #expect(try error(answer(xml: malformed)) == "InvalidIdentityToken 400: Invalid base64 SAMLResponse")
    }

    @Test func providersAreThoseOfTheRolesAccount() throws {
        func ask(_ principal: String, accounts: String) throws -> String? {
            let attributes = "{attributes: {RoleSessionName: ann}, nameID: ann, issuer: 'https://idp.example'}"
            return try error(
                Asking.answer(
                    """
                    accounts: \(accounts)
                    call: {AssumeRoleWithSAML: {RoleArn: '\(Self.role)', PrincipalArn: '\(principal)', \
                    SAMLAssertion: \(attributes)}}
                    """))
        }
        let roles = "roles: {Developer: {trust: \(Self.trust)}}"
        let none = "{one: {id: '111111111111', \(roles)}}"
        #expect(try ask(Self.provider, accounts: none) == "InvalidIdentityToken 400: Specified provider doesn't exist.")
        let absent = "{one: {id: '111111111111', \(roles), identityProviders: {saml: {Corp: absent}}}}"
        #expect(
            try ask(Self.provider, accounts: absent) == "InvalidIdentityToken 400: Specified provider doesn't exist.")
        let other = "{one: {id: '111111111111', \(roles), identityProviders: {saml: {Corp: {issuer: x}}}}}"
        #expect(
            try ask(Self.provider, accounts: other)
                == "InvalidIdentityToken 400: Issuer not present in specified provider")
        #expect(
            try ask(Self.role, accounts: none) == "ValidationError 400: Request ARN is invalid")
        #expect(
            try ask("not-an-arn-of-a-provider", accounts: none)
                == "ValidationError 400: Request ARN is invalid")
    }

    @Test func rolesOfIdentityCenterTakeNoAssertions() throws {
        let found = try Asking.answer(
            """
            policies: {trust: \(Self.trust)}
            call: {AssumeRoleWithSAML: {RoleArn: 'arn:aws:iam::111111111111:role/AWSReservedSSO_Admin_0123456789abcdef', \
            PrincipalArn: '\(Self.provider)', SAMLAssertion: {attributes: {RoleSessionName: ann}, nameID: ann}}}
            """)
        #expect(error(found) == "AccessDenied 403: Not authorized to perform sts:AssumeRoleWithSAML")
        #expect(found.decision == .failed)
    }

    // MARK: Hostile documents

    /// A comment in a name cannot cut it: the text is taken whole.
    @Test func aCommentDoesNotCutAName() throws {
        let answer = try answer(xml: Self.xml(nameID: "admin@example.com<!-- -->.evil.example"))
        #expect(answer.values(of: "saml:sub") == [["admin@example.com.evil.example"]])
        let data = try self.answer(xml: Self.xml(nameID: "admin<![CDATA[@example.com]]>"))
        #expect(data.values(of: "saml:sub") == [["admin@example.com"]])
    }

    private static let nested = String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000)
    private static let attributes = (0..<7_000).map { "a\($0)=''" }.joined(separator: " ")

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a DOCTYPE is not allowed"),
            ("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "a DOCTYPE is not allowed"),
            (nested, "elements nest deeper"), ("<a \(attributes)/>", "more than the 1000 attributes"),
            ("<?xml version='1.0' encoding='UTF-7'?><a/>", "the encoding `UTF-7` is not read"),
            ("<a>&undeclared;</a>", "undeclared"), ("<Response/>", "expected a `Response` of SAML 2.0"),
            ("no XML at all", "line 1"),
            (
                xml().replacing("<Assertion ", with: "<EncryptedAssertion "), "line"
            ),
            (
                "<p:Response xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol' xmlns='urn:oasis:names:tc:SAML:2.0:assertion'>"
                    + "<EncryptedAssertion/></p:Response>", "encrypted"
            ),
            (
                "<p:Response xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol' xmlns='urn:oasis:names:tc:SAML:2.0:assertion'>"
                    + "<Assertion/><Assertion/></p:Response>", "exactly one assertion, found 2"
            ),
        ])
    func whatIsNoAssertionIsRefused(_ xml: String, _ why: String) throws {
        let answer = try answer(xml: xml)
        #expect(error(answer) == "InvalidIdentityToken 400: Invalid base64 SAMLResponse")
        #expect(answer.hints.map(\.trap) == [.unreadable])
        #expect(answer.hints.first?.text.contains(why) == true, "\(answer.hints)")
    }

    @Test func whatIsNoBase64IsRefused() throws {
        let answer = try answer("'####'")
        #expect(error(answer) == "InvalidIdentityToken 400: Invalid base64 SAMLResponse")
        #expect(answer.hints.first?.text.contains("this is not base64") == true)
    }

    /// The length is judged before anything is decoded.
    @Test func whatIsTooLongIsNotDecoded() throws {
        let bomb = Self.xml(head: "<!DOCTYPE a>") + String(repeating: " ", count: 80_000)
        #expect(try error(answer(xml: bomb))?.hasPrefix("ValidationError 400") == true)
    }

    /// AWS was seen to refuse assertions without some parts; that is said, and decides nothing.
    @Test func partsThatAreMissingAreTold() throws {
        let bare = Self.xml().replacing("<Conditions NotOnOrAfter='2026-01-01T02:00:00Z'/>", with: "")
        let answer = try answer(xml: bare)
        #expect(answer.decision == .allowed)
        #expect(answer.hints.map(\.trap) == [.incompleteAssertion])
        #expect(try self.answer(xml: Self.xml()).hints.isEmpty)
        let unsigned = Self.xml().replacing("<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>", with: "")
        #expect(try self.answer(xml: unsigned).hints.map(\.text).joined().contains("no signature") == true)
    }

    /// Attributes that stand twice are one.
    @Test func valuesOfOneAttributeAreUnited() throws {
        func attribute(_ value: String) -> String {
            "<Attribute Name='urn:oid:1.3.6.1.4.1.5923.1.1.1.1'><AttributeValue>\(value)</AttributeValue></Attribute>"
        }
        let answer = try answer(xml: Self.xml(attributes: attribute("student") + attribute("staff")))
        #expect(answer.values(of: "saml:edupersonaffiliation") == [["student", "staff"]])
    }

    /// Exactly one confirmation tells where and until when the assertion may be presented.
    @Test(arguments: [
        (
            "<SubjectConfirmation>",
            "<SubjectConfirmation><SubjectConfirmationData/></SubjectConfirmation><SubjectConfirmation>"
        ),
        ("NotOnOrAfter='2026-01-01T01:00:00.123Z'", ""), ("Recipient='https://signin.aws.amazon.com/saml'", ""),
        ("2026-01-01T01:00:00.123Z", "9999999999"),
    ])
    func aConfirmationIsNeeded(_ part: String, _ other: String) throws {
        let answer = try answer(xml: Self.xml().replacing(part, with: other))
        #expect(error(answer) == "InvalidIdentityToken 400: Invalid base64 SAMLResponse")
    }
}

/// Base64 without the code that is tested.
private enum Base64Text {
    static func of(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = "\""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
            for place in 0..<4 {
                text.append(place > group.count ? "=" : alphabet[bits >> (18 - 6 * place) & 63])
            }
        }
        return text + "\""
    }
}
