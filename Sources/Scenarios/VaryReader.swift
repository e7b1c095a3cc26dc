import STS
import SourceText

/// Reads `vary`: the axes, their values, and the rules that keep a table honest.
enum VaryReader {
    static func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> [Axis] {
        guard let node, NodeReader(node, "`vary`", &diagnostics) != nil else { return [] }
        let axes = node.members.compactMap { readAxis($0, &diagnostics) }
        reportSharedPlaces(axes, &diagnostics)
        let count = axes.reduce(1) { product, axis in
            let (count, isTooMany) = product.multipliedReportingOverflow(by: axis.values.count)
            return isTooMany ? Int.max : count
        }
        if axes.contains(where: { $0.values.count > ScenarioReader.caseLimit }) || count > ScenarioReader.caseLimit
            || axes.count > 16
        {
            diagnostics.error(
                "too-many-cases", "a scenario may have at most 16 axes and \(ScenarioReader.caseLimit) cases",
                at: node.location)
            return []
        }
        return axes
    }

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
        for (index, value) in values.enumerated() {
            guard let twin = values[..<index].first(where: { $0.value.isSame(as: value.value) }) else { continue }
            diagnostics.error(
                "same-overlay", "`\(value.name)` and `\(twin.name)` of the axis `\(axis)` do the same",
                at: value.key.location)
        }
    }

    /// Two axes that write one place would hide each other (one path being the beginning of the other counts).
    private static func reportSharedPlaces(_ axes: [Axis], _ diagnostics: inout Diagnostics) {
        for (index, axis) in axes.enumerated() {
            let own = axis.values.flatMap { Self.places(of: $0.overlay) }
            for other in axes[..<index] {
                let written = other.values.flatMap { Self.places(of: $0.overlay) }
                guard let clash = own.first(where: { place in written.contains { touch(place.path, $0.path) } })
                else { continue }
                diagnostics.error(
                    "shared-place",
                    "the axes `\(other.name)` and `\(axis.name)` both write `\(clash.path.joined(separator: " → "))`",
                    at: clash.location)
            }
        }
    }

    private static func touch(_ left: [String], _ right: [String]) -> Bool {
        zip(left, right).allSatisfy { $0 == $1 }
    }

    /// The places that an overlay writes: the path to each value that is not a mapping.
    private static func places(of overlay: Node, below path: [String] = []) -> [Place] {
        overlay.members.flatMap { member -> [Place] in
            let place = path + [member.name]
            guard member.value.kind == .mapping, member.value.count > 0 else {
                return [Place(path: place, location: member.key.location)]
            }
            return places(of: member.value, below: place)
        }
    }

    private struct Place {
        let path: [String]
        let location: SourceLocation
    }
}
