import Foundation

/// What the environment says of how tests run.
public enum Settings {
    /// A number from the environment; `nil` where it is missing or none.
    public static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}
