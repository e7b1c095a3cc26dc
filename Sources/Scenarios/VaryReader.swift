import STS
import SourceText

/// Reads `vary`: the axes, their values, and the rules that keep a table honest.
enum VaryReader {
    /// - Parameters:
    ///   - named: how many cases the scenario has besides.
    ///   - maxCases: how many it may have.
    static func read(_ node: Node?, named: Int, maxCases: Int, _ diagnostics: inout Diagnostics) -> [Axis] {
        guard let node, NodeReader(node, "`vary`", &diagnostics) != nil else { return [] }
        guard isWithinLimits(node, named: named, maxCases: maxCases, &diagnostics) else { return [] }
        let axes = node.members.compactMap { readAxis($0, &diagnostics) }
        reportSharedPlaces(axes, &diagnostics)
        return axes
    }

    /// Counts the cases before any of them is made.
    private static func isWithinLimits(
        _ node: Node, named: Int, maxCases: Int, _ diagnostics: inout Diagnostics
    ) -> Bool {
        if node.count > axisLimit {
            diagnostics.error(
                "too-many-cases", "`vary` has \(node.count) axes; a scenario may have at most \(axisLimit)",
                at: node.location)
            return false
        }
        let product = node.members.reduce((count: 1, overflows: false)) { product, axis in
            let (count, overflows) = product.count.multipliedReportingOverflow(by: max(axis.value.count, 1))
            return (count, product.overflows || overflows)
        }
        guard product.overflows || product.count > maxCases - min(named, maxCases) else { return true }
        let count = product.overflows ? "more than \(Int.max)" : String(product.count)
        let others = named == 0 ? "" : ", and there are \(named) named ones"
        diagnostics.error(
            "too-many-cases",
            "`vary` makes \(count) cases\(others); a scenario may have \(maxCases), and `--max-cases N` allows more",
            at: node.location)
        return false
    }

    private static let axisLimit = 16

    private static func readAxis(_ member: Node.Member, _ diagnostics: inout Diagnostics) -> Axis? {
        guard NodeReader(member.value, "an axis", &diagnostics) != nil else { return nil }
        let values = member.value.members
        if values.isEmpty {
            diagnostics.error("empty-axis", "the axis `\(member.name)` has no values", at: member.key.location)
        }
        reportSameOverlays(member.name, Array(values), &diagnostics)
        let nothing = member.value.keeping { _ in false }
        let overlays = values.map { value in
            Axis.Value(name: value.name, overlay: OverlayRules.legal(value.value, &diagnostics) ?? nothing)
        }
        return Axis(name: member.name, values: overlays, location: member.key.location)
    }

    /// Two values of an axis that do the same would give rows that cannot differ.
    private static func reportSameOverlays(
        _ axis: String, _ values: [Node.Member], _ diagnostics: inout Diagnostics
    ) {
        var known: [Int: [Node.Member]] = [:]
        for value in values {
            var hasher = Hasher()
            value.value.hashLikeness(into: &hasher)
            let hash = hasher.finalize()
            guard let twin = known[hash]?.first(where: { $0.value.isSame(as: value.value) }) else {
                known[hash, default: []].append(value)
                continue
            }
            let names = [value.name, twin.name, axis].map { "`\(ShownName.shown($0))`" }
            diagnostics.error(
                "same-overlay", "\(names[0]) and \(names[1]) of the axis \(names[2]) do the same",
                at: value.key.location)
        }
    }

    /// Two axes that write one place would hide each other (one path being the beginning of the other counts).
    private static func reportSharedPlaces(_ axes: [Axis], _ diagnostics: inout Diagnostics) {
        let places = axes.map { axis in axis.values.flatMap { Self.places(of: $0.overlay) } }
        let written = places.map(WrittenPlaces.init)
        for (index, axis) in axes.enumerated() {
            for other in 0..<index {
                guard let clash = places[index].first(where: { written[other].touch($0.path) }) else { continue }
                let path = clash.path.map(\.string).joined(separator: " → ")
                diagnostics.error(
                    "shared-place", "the axes `\(axes[other].name)` and `\(axis.name)` both write `\(path)`",
                    at: clash.location)
            }
        }
    }

    /// The places that an axis writes, and all that lead there.
    private struct WrittenPlaces {
        private var ends: Set<[Text]> = []
        private var ways: Set<[Text]> = []

        init(_ places: [Place]) {
            for place in places where ends.insert(place.path).inserted {
                for length in 0..<place.path.count { ways.insert(Array(place.path[..<length])) }
            }
        }

        /// Whether a path is the beginning of one that is written, or the other way round.
        func touch(_ path: [Text]) -> Bool {
            ways.contains(path) || (0...path.count).contains { ends.contains(Array(path[..<$0])) }
        }
    }

    /// The places that an overlay writes: the path to each value that is not a mapping.
    private static func places(of overlay: Node, below path: [Text] = []) -> [Place] {
        overlay.members.flatMap { member -> [Place] in
            let place = path + [member.key.text]
            guard member.value.kind == .mapping, member.value.count > 0 else {
                return [Place(path: place, location: member.key.location)]
            }
            return places(of: member.value, below: place)
        }
    }

    private struct Place {
        let path: [Text]
        let location: SourceLocation
    }
}
