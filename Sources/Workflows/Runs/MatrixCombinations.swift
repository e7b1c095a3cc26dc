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
        case unknown([String])
        /// There are more than GitHub runs.
        case tooMany(Int)
    }

    static func of(
        _ matrix: Matrix, _ evaluator: ExpressionEvaluator
    ) throws(ExpressionFault) -> Outcome {
        guard let axes = matrix.axes else { return try ofExpression(matrix.node, evaluator) }
        var combinations: [ExpressionValue.Members] = axes.isEmpty ? [] : [ExpressionValue.Members()]
        for axis in axes {
            let values = try evaluator.deepValue(of: axis.value)
            guard case .array(let elements) = values else { return .unknown(values.unknownNames) }
            guard combinations.count * elements.count <= limit else {
                return .tooMany(combinations.count * elements.count)
            }
            combinations = combinations.flatMap { $0.with(axis.name, each: elements) }
        }
        try exclude(matrix.exclude, &combinations, evaluator)
        try include(matrix.include, &combinations, axes.map(\.name), evaluator)
        return combinations.count > limit ? .tooMany(combinations.count) : .known(combinations)
    }

    /// A whole matrix as one expression: an object of lists.
    private static func ofExpression(
        _ node: Node, _ evaluator: ExpressionEvaluator
    ) throws(ExpressionFault) -> Outcome {
        let value = try evaluator.deepValue(of: node)
        guard case .object(let members) = value else { return .unknown(value.unknownNames) }
        var combinations = [ExpressionValue.Members()]
        for member in members.all {
            guard case .array(let elements) = member.value else { continue }
            guard combinations.count * elements.count <= limit else {
                return .tooMany(combinations.count * elements.count)
            }
            combinations = combinations.flatMap { $0.with(member.name, each: elements) }
        }
        return .known(combinations)
    }

    private static func exclude(
        _ node: Node?, _ combinations: inout [ExpressionValue.Members], _ evaluator: ExpressionEvaluator
    ) throws(ExpressionFault) {
        for element in node?.elements ?? .empty {
            guard case .object(let excluded) = try evaluator.deepValue(of: element) else { continue }
            combinations.removeAll { combination in
                excluded.all.allSatisfy { combination[$0.name] == $0.value }
            }
        }
    }

    /// Each entry is laid over every combination of which it changes no value of the matrix's own; else it is one more.
    private static func include(
        _ node: Node?, _ combinations: inout [ExpressionValue.Members], _ axes: [String],
        _ evaluator: ExpressionEvaluator
    ) throws(ExpressionFault) {
        let original = combinations.count
        for element in node?.elements ?? .empty {
            guard case .object(let included) = try evaluator.deepValue(of: element) else { continue }
            var isUsed = false
            for index in 0..<original {
                let combination = combinations[index]
                let fits = included.all.allSatisfy { member in
                    !axes.contains(member.name) || combination[member.name] == member.value
                }
                guard fits else { continue }
                for member in included.all { combinations[index].set(member.name, member.value) }
                isUsed = true
            }
            if !isUsed { combinations.append(included) }
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
