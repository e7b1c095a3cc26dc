import SourceText

/// The regions that an account has only once they are enabled for it; AWS adds to them. This is the list of November 2026
/// (STS-37). <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html>
enum OptInRegions {
    /// Whether a region is one of them.
    static func contains(_ region: Text) -> Bool { all.contains(region) }

    private static let all: Set<Text> = [
        "af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
        "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1",
        "me-central-1", "me-south-1", "mx-central-1",
    ]
}
