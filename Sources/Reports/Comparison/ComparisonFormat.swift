extension ReportFormat {
    /// A comparison as text: each format tells all of it.
    public func render(_ report: ComparisonReport) -> String {
        switch self {
        case .text: ComparisonPage.text(report)
        case .markdown: ComparisonPage.markdown(report)
        case .html: ComparisonPage.html(report)
        case .csv: ComparisonData.csv(report)
        case .json: ComparisonData.json(report)
        case .junit: ComparisonData.junit(report)
        case .sarif: ComparisonData.sarif(report)
        case .github: ComparisonData.github(report)
        }
    }
}
