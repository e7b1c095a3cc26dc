public import STS
public import SourceText

/// What somebody asked and what came of it, in a form that every format can tell. No format knows who asked.
public struct Report: Sendable {
    /// The groups, such as one for each scenario file.
    public var groups: [ReportGroup]
    /// Which statements of the policies were used, where that was asked for.
    public var coverage: CoverageReport?

    /// What is wrong with files that could not be read: what they hold was not looked at.
    public var unreadable: [Diagnostic]

    /// What the files are warned of that were read, but for what their scenarios mean.
    public var warnings: [Diagnostic]
    /// Whether all can be as it should be in spite of warnings.
    public var allowsWarnings = true

    /// Makes a report.
    public init(
        groups: [ReportGroup] = [], coverage: CoverageReport? = nil, unreadable: [Diagnostic] = [],
        warnings: [Diagnostic] = []
    ) {
        self.groups = groups
        self.coverage = coverage
        self.unreadable = unreadable
        self.warnings = warnings
    }

    /// Whether all was looked at, and is as it should be.
    public var isGood: Bool {
        unreadable.isEmpty && count(.failed) == 0 && (allowsWarnings || warnings.isEmpty)
    }

    var toldWarnings: ToldWarnings { ToldWarnings(warnings: warnings) }

    /// How many findings have a status.
    public func count(_ status: Finding.Status) -> Int {
        groups.reduce(0) { $0 + $1.count(status) }
    }

    /// How many findings there are.
    public var count: Int { groups.reduce(0) { $0 + $1.findings.count } }

    /// The counts in one line.
    public var summary: String {
        let counts = "\(count(.passed)) passed, \(count(.failed)) failed, \(count(.todo)) todo"
        let resting = groups.reduce(0) { $0 + $1.findings.count { !$0.caveats.isEmpty } }
        let rest = "\(resting) \(resting == 1 ? "rests" : "rest") on undocumented behaviour"
        let files = Self.told(Set(groups.map(\.path)).count, "file")
        let broken = Set(unreadable.map(\.location.file.path)).count
        let missing = broken == 0 ? "" : "; \(Self.told(broken, "file")) could not be read"
        return "\(Self.told(count, "case")) in \(files): \(counts); \(rest)\(missing)\(toldWarnings.count)"
    }

    /// A number of things, in words.
    public static func told(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// Findings that belong together.
public struct ReportGroup: Sendable {
    /// What the group is called.
    public let name: String
    /// The file from which it comes.
    public let path: String
    /// What it is about, in the author's words.
    public let about: String
    /// Its findings.
    public let findings: [Finding]
    /// Its findings as tables: their rows are the findings, in order.
    public let tables: [Table]

    /// Makes a group.
    public init(name: String, path: String, about: String = "", findings: [Finding], tables: [Table] = []) {
        self.name = name
        self.path = path
        self.about = about
        self.findings = findings
        self.tables = tables
    }

    /// How many findings have a status.
    public func count(_ status: Finding.Status) -> Int {
        findings.count { $0.status == status }
    }
}

/// One thing that was looked at.
public struct Finding: Sendable {
    /// Whether it is as it should be.
    public enum Status: String, Sendable, Hashable {
        /// As expected.
        case passed
        /// Not as expected.
        case failed
        /// Not as expected, and known to be so.
        case todo
    }

    /// A statement on which an answer rests, or that came near.
    public struct Evidence: Sendable {
        /// What it does, in one line.
        public let text: String
        /// Where it stands.
        public let location: SourceLocation

        /// Makes evidence.
        public init(text: String, location: SourceLocation) {
            self.text = text
            self.location = location
        }
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
    /// The answer, where something was asked.
    public let answer: Answer?
    /// The statements on which the answer rests, or that came nearest where nothing allows.
    public let evidence: [Evidence]
    /// How many further statements the answer rests on.
    public let furtherEvidence: Int

    /// The rules of the undocumented points on which the answer hangs.
    public var caveats: [String] { answer?.caveats.map(\.rule) ?? [] }

    /// Makes a finding.
    public init(
        name: String, status: Status, summary: String = "", details: [String] = [], location: SourceLocation? = nil,
        answer: Answer? = nil, evidence: [Evidence] = [], furtherEvidence: Int = 0
    ) {
        self.name = name
        self.status = status
        self.summary = summary
        self.details = details
        self.location = location
        self.answer = answer
        self.evidence = evidence
        self.furtherEvidence = furtherEvidence
    }
}
