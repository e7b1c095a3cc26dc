import SourceText

/// The combinations of a job's matrix. <https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations>
enum MatrixCombinations {
    /// GitHub runs at most this many jobs of a matrix.
    static let limit = 256

    /// What a matrix comes to.
    enum Outcome {
        /// The combinations, in order.
        case known([ExpressionValue.Members])
        /// The matrix hangs on what nobody tells.
        case unknown
        /// There are more than GitHub runs.
        case tooMany(Int)
    }

    /// - Parameter node: a mapping of lists, or one expression that yields such an object.
    static func of(_ node: Node, _ evaluator: ExpressionEvaluator) throws(ExpressionFault) -> Outcome {
        guard case .object(let matrix) = try evaluator.deepValue(of: node),
            let included = objects(matrix["include"]), let excluded = objects(matrix["exclude"])
        else { return .unknown }
        let axes = matrix.all.filter { $0.name != "include" && $0.name != "exclude" }
        var combinations: [ExpressionValue.Members] = axes.isEmpty ? [] : [ExpressionValue.Members()]
        for axis in axes {
            guard case .array(let values) = axis.value else { return .unknown }
            guard combinations.count * values.count <= limit else { return .tooMany(combinations.count * values.count) }
            combinations = combinations.flatMap { $0.with(axis.name, each: values) }
        }
        for entry in excluded {
            combinations.removeAll { combination in entry.all.allSatisfy { combination[$0.name] == $0.value } }
        }
        include(included, in: &combinations, axes: axes.map(\.name))
        return combinations.count > limit ? .tooMany(combinations.count) : .known(combinations)
    }

    /// The objects of a list; none where there is no list, and `nil` where nobody tells what it holds.
    private static func objects(_ value: ExpressionValue) -> [ExpressionValue.Members]? {
        switch value {
        case .array(let elements):
            elements.compactMap { if case .object(let members) = $0 { members } else { nil } }
        case .unknown: nil
        default: []
        }
    }

    /// Each entry is laid over every combination of which it changes no value of the matrix's own; else it is one more.
    private static func include(
        _ entries: [ExpressionValue.Members], in combinations: inout [ExpressionValue.Members], axes: [String]
    ) {
        let original = combinations.count
        for entry in entries {
            var isUsed = false
            for index in 0..<original {
                let combination = combinations[index]
                let fits = entry.all.allSatisfy { member in
                    !axes.contains(member.name) || combination[member.name] == member.value
                }
                guard fits else { continue }
                for member in entry.all { combinations[index].set(member.name, member.value) }
                isUsed = true
            }
            if !isUsed { combinations.append(entry) }
        }
    }
}

extension ExpressionValue.Members {
    /// The same members with one more, once for each of its values.
    fileprivate func with(_ name: String, each values: [ExpressionValue]) -> [ExpressionValue.Members] {
        values.map { value in
            var more = self
            more.set(name, value)
            return more
        }
    }
}

extension ExpressionEvaluator {
    /// The value of a node, with all expressions in it evaluated.
    func deepValue(of node: Node) throws(ExpressionFault) -> ExpressionValue {
        switch node.kind {
        case .string: return try ExpressionTemplate(node.string).value(self)
        case .sequence:
            var values: [ExpressionValue] = []
            for element in node.elements { values.append(try deepValue(of: element)) }
            return .array(values)
        case .mapping:
            var members = ExpressionValue.Members()
            for member in node.members { members.set(member.name, try deepValue(of: member.value)) }
            return .object(members)
        case .null, .boolean, .number: return ExpressionJSON.value(of: node)
        }
    }
}
