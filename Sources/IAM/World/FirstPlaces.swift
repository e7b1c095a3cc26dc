import SourceText

/// Where things stand in a long list, by a name; of those of one name the first counts. A short list has no such table:
/// walking through it takes less than making one.
enum FirstPlaces {
    private static let many = 16

    /// The places by name; `nil` for a short list.
    static func of<Element>(_ list: [Element], by name: (Element) -> Text) -> [Text: Int]? {
        guard list.count > many else { return nil }
        var places: [Text: Int] = [:]
        places.reserveCapacity(list.count)
        for (place, element) in list.enumerated() where places[name(element)] == nil { places[name(element)] = place }
        return places
    }
}

extension Array {
    /// The first element of a name.
    /// - Parameter places: the places of this list by that name.
    func first(named wanted: Text, by name: (Element) -> Text, _ places: [Text: Int]?) -> Element? {
        guard let places else { return first { name($0) == wanted } }
        return places[wanted].map { self[$0] }
    }
}

/// The resources of all accounts by their ARNs, to find the one that an ARN names or lies in.
struct ResourceIndex {
    private let accounts: [Account]
    private var places: [Text: (account: Int, resource: Int)] = [:]
    private static let many = 16

    init(_ accounts: [Account]) {
        self.accounts = accounts
        guard accounts.reduce(0, { $0 + $1.resources.count }) > Self.many else { return }
        for (account, own) in accounts.enumerated() {
            for (resource, listed) in own.resources.enumerated() where places[listed.arn.text] == nil {
                places[listed.arn.text] = (account, resource)
            }
        }
    }

    /// The listed resources that an ARN names or lies in, itself first.
    func all(holding arn: ARN) -> [(account: Account, resource: Resource)] {
        ResourceContainment.names(of: arn).compactMap { wanted in
            guard places.isEmpty else {
                return places[wanted].map { (accounts[$0.account], accounts[$0.account].resources[$0.resource]) }
            }
            for account in accounts {
                if let resource = account.resources.first(where: { $0.arn.text == wanted }) {
                    return (account, resource)
                }
            }
            return nil
        }
    }
}
