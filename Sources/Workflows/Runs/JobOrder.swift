import SourceText

/// The order in which the jobs of a workflow run: each behind those that it needs.
enum JobOrder {
    /// The jobs in order. Those that wait for each other are left out, and told.
    static func of(_ workflow: Workflow, _ diagnostics: inout Diagnostics) -> [Job] {
        let ids = workflow.jobs.map(\.id)
        var done: NameSet = []
        var waiting = workflow.jobs
        var ordered: [Job] = []
        for need in workflow.jobs.flatMap(\.needs) where !ids.containsName(need.string) {
            diagnostics.error(
                "unknown-job", "there is no job `\(need.string)`\(Suggestion.hint(for: need.string, among: ids))",
                at: need.location)
            // That it is missing is told; the job runs as if it were done.
            done.insert(need.string)
        }
        while !waiting.isEmpty {
            let ready = waiting.filter { job in job.needs.allSatisfy { done.contains($0.string) } }
            guard !ready.isEmpty else { break }
            ordered += ready
            done.formUnion(ready.map(\.id))
            waiting.removeAll { done.contains($0.id) }
        }
        if let first = waiting.first {
            let names = waiting.map { "`\($0.id)`" }.joined(separator: ", ")
            diagnostics.error("cyclic-needs", "jobs that need each other never run: \(names)", at: first.location)
        }
        return ordered
    }
}
