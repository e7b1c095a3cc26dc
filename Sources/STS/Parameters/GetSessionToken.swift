public import SourceText

/// The parameters of `GetSessionToken`, as they are sent (STS-61).
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>
public struct GetSessionToken: Sendable {
    /// `DurationSeconds`: how long the session is to last, in seconds; AWS takes 43200 where it is not sent.
    public var durationSeconds: Int?
    /// `SerialNumber` of a device for multi-factor authentication.
    public var serialNumber: Text?
    /// `TokenCode`: the six digits that the device shows.
    public var tokenCode: Text?
    /// `MinimumSessionTokenSize`, in bytes.
    public var minimumSessionTokenSize: Int?

    /// Makes a call without parameters.
    public init() {}
}
