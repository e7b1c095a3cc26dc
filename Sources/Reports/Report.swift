public import SourceText

/// What somebody asked and what came of it, in a form that every format can tell. No format knows who asked.
public struct Report: Sendable {
    /// The groups, such as one for each scenario file.
    public var groups: [ReportGroup]

    /// Makes a report.
    public init(groups: [ReportGroup] = []) {
        self.groups = groups
    }

    /// How many findings have a status.
    public func count(_ status: Finding.Status) -> Int {
        groups.reduce(0) { $0 + $1.count(status) }
    }

    /// How many findings there are.
    public var count: Int { groups.reduce(0) { $0 + $1.findings.count } }
}

/// Findings that belong together.
public struct ReportGroup: Sendable {
    /// What the group is called.
    public let name: String
    /// The file from which it comes.
    public let path: String
    /// Its findings.
    public let findings: [Finding]

    /// Makes a group.
    public init(name: String, path: String, findings: [Finding]) {
        self.name = name
        self.path = path
        self.findings = findings
    }

    /// How many findings have a status.
    public func count(_ status: Finding.Status) -> Int {
        findings.count { $0.status == status }
    }
}

/// One thing that was looked at.
public struct Finding: Sendable {
    /// Whether it is as it should be.
    public enum Status: Sendable, Hashable {
        /// As expected.
        case passed
        /// Not as expected.
        case failed
        /// Not as expected, and known to be so.
        case todo
    }

    /// What it is called.
    public let name: String
    /// Whether it is as it should be.
    public let status: Status
    /// The one line that tells most.
    public let summary: String
    /// All there is to tell, line by line.
    public let details: [String]
    /// Where it stands.
    public let location: SourceLocation?

    /// Makes a finding.
    public init(
        name: String, status: Status, summary: String = "", details: [String] = [], location: SourceLocation? = nil
    ) {
        self.name = name
        self.status = status
        self.summary = summary
        self.details = details
        self.location = location
    }
}
