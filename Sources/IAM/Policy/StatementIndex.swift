import SourceText

/// Which statements of a document can speak of the actions of a service, so that a decision passes the others over.
struct StatementIndex: Sendable {
    /// The statements that may speak of any service, in the order of the document.
    let ofAnyService: [Int]
    private let byService: [UInt64: [Int]]

    /// Documents with fewer statements are faster without an index.
    private static let worthwhile = 9

    /// The index of some statements; `nil` where there are too few.
    init?(_ statements: [Statement]) {
        guard statements.count >= Self.worthwhile else { return nil }
        var ofAnyService: [Int] = []
        var byService: [UInt64: [Int]] = [:]
        for (place, statement) in statements.enumerated() {
            guard let services = statement.action.serviceNumbers else {
                ofAnyService.append(place)
                continue
            }
            for service in services { byService[service, default: []].append(place) }
        }
        self.ofAnyService = ofAnyService
        self.byService = byService
    }

    /// The statements that name the service of an action.
    func statements(naming action: Action) -> [Int] {
        byService[action.serviceNumber] ?? []
    }
}

extension ActionElement {
    /// The numbers of the services that the element can speak of, each once; `nil` where that may be any.
    fileprivate var serviceNumbers: Set<UInt64>? {
        guard case .action(let patterns) = self else { return nil }
        var numbers: Set<UInt64> = []
        for pattern in patterns.all {
            guard let number = pattern.serviceNumber else { return nil }
            numbers.insert(number)
        }
        return numbers
    }
}
