import SourceText

/// The order in which the jobs of a workflow run: each behind those that it needs.
///
/// It goes by rounds, each of which follows the order of the file, and looks at each job and each need once.
struct JobOrder {
    private let jobs: [Job]
    /// How many needs of each job are still open.
    private var openNeeds: [Int]
    /// The jobs that need each job, by their places.
    private var followers: [[Int]]

    /// The jobs in order. Those that wait for each other are left out, and told.
    static func of(_ workflow: Workflow, _ diagnostics: inout Diagnostics) -> [Job] {
        var order = JobOrder(workflow.jobs, &diagnostics)
        let ordered = order.rounds()
        let waiting = order.jobs.indices.filter { order.openNeeds[$0] > 0 }.map { order.jobs[$0] }
        if let first = waiting.first {
            let names = waiting.map { "`\($0.id)`" }.joined(separator: ", ")
            diagnostics.error("cyclic-needs", "jobs that need each other never run: \(names)", at: first.location)
        }
        return ordered
    }

    private init(_ jobs: [Job], _ diagnostics: inout Diagnostics) {
        self.jobs = jobs
        openNeeds = jobs.map { _ in 0 }
        followers = jobs.map { _ in [] }
        var places: NameMap<Int> = [:]
        for (place, job) in jobs.enumerated() { places[job.id] = place }
        for (place, job) in jobs.enumerated() {
            for need in job.needs {
                if let needed = places[need.string] {
                    openNeeds[place] += 1
                    followers[needed].append(place)
                    continue
                }
                // That it is missing is told; the job runs as if it were done.
                diagnostics.error(
                    "unknown-job",
                    "there is no job `\(need.string)`\(Suggestion.hint(for: need.string, among: jobs.map(\.id)))",
                    at: need.location)
            }
        }
    }

    private mutating func rounds() -> [Job] {
        var ordered: [Job] = []
        var ready = jobs.indices.filter { openNeeds[$0] == 0 }
        while !ready.isEmpty {
            ordered += ready.map { jobs[$0] }
            var next: [Int] = []
            for follower in ready.flatMap({ followers[$0] }) {
                openNeeds[follower] -= 1
                if openNeeds[follower] == 0 { next.append(follower) }
            }
            ready = next.sorted()
        }
        return ordered
    }
}
