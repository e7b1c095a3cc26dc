public import SourceText

/// An OpenID Connect provider of an account: whose tokens `AssumeRoleWithWebIdentity` takes.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html>
public struct OIDCProvider: Sendable {
    /// Host and path of the issuer, without `https://`: the end of the provider's ARN (STS-51).
    public let issuer: Text
    /// The client ids that a token may be made for (STS-50).
    public let audiences: [Text]

    /// Makes a provider.
    public init(issuer: Text, audiences: [Text]) {
        self.issuer = issuer
        self.audiences = audiences
    }
}

/// A SAML provider of an account: whose assertions `AssumeRoleWithSAML` takes.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html>
public struct SAMLProvider: Sendable {
    /// The provider's name: the end of its ARN.
    public let name: Text
    /// The entity id in the provider's metadata; `nil` where it is not given.
    public let issuer: Text?

    /// Makes a provider.
    public init(name: Text, issuer: Text? = nil) {
        self.name = name
        self.issuer = issuer
    }
}
