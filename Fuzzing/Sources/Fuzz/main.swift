import CFuzzer
import Foundation

// Fuzz TARGET [libFuzzer's options] [CORPUS]
//   TARGET    json, yaml, policy, question, saml, workflow or script

var arguments = CommandLine.arguments
guard arguments.count > 1, let target = FuzzTarget(rawValue: arguments.remove(at: 1)) else {
    print("usage: Fuzz \(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")) [options of libFuzzer] [CORPUS]")
    exit(64)
}
FuzzTarget.chosen = target

var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
exit(
    words.withUnsafeMutableBufferPointer { buffer in
        var count = Int32(arguments.count)
        var start = buffer.baseAddress
        return LLVMFuzzerRunDriver(&count, &start) { data, size in
            FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: data, count: size)))
            return 0
        }
    })
