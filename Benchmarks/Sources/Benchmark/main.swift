import Foundation
import SourceText

// benchmark DATA BINARY RESULT [LETTERS]
//   DATA      the folder that prepare/ wrote: managed.jsonl, requests.json, questions.jsonl, repeated.jsonl,
//             cases.yaml
//   BINARY    a release of iamsim
//   RESULT    the file to write, JSON
//   LETTERS   which benchmarks to run, such as `ab`; all by default
// benchmark decisions|evaluations|calls COUNT
//   decides, evaluates or answers the seed's question so often and does nothing else, for a profiler

if CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[2]) {
    switch CommandLine.arguments[1] {
    case "decisions": SeedBenchmark.decide(count)
    case "evaluations": SeedBenchmark.evaluate(count)
    case "calls": SeedBenchmark.answer(count)
    default: exit(64)
    }
    exit(0)
}

guard CommandLine.arguments.count >= 4 else {
    print("usage: Benchmark DATA BINARY RESULT [LETTERS]")
    exit(64)
}
let data = CommandLine.arguments[1]
let wanted = CommandLine.arguments.count > 4 ? CommandLine.arguments[4] : "abcdefg"

var measurements: [Measurement] = []
@MainActor func run(_ letter: Character, _ benchmark: () -> [Measurement]) {
    guard wanted.contains(letter) else { return }
    for measurement in benchmark() {
        let spread = "\(Measurement.text(measurement.smallest)) … \(Measurement.text(measurement.largest))"
        print("\(measurement.name): \(Measurement.text(measurement.median)) \(measurement.unit) (\(spread))")
        print("    goal: \(measurement.goal)")
        measurements.append(measurement)
    }
}

run("a") { SeedBenchmark.run() }
run("b") { ManagedBenchmark(folder: data).run() }
run("c") { GrowthBenchmark.run() }
run("e") { ReadingBenchmark(folder: data).run() }
let command = CommandBenchmark(binary: CommandLine.arguments[2], folder: data)
run("d") { command.run() }
run("f") { command.runLines() }
run("g") { command.runReports() }

let result = JSONWriter.text(.object([("results", .array(measurements.map(\.json)))]), isIndented: true) + "\n"
try result.write(toFile: CommandLine.arguments[3], atomically: true, encoding: .utf8)
