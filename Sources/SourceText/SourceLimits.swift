/// How large a document may be. Beyond these a document is refused with a diagnostic.
public enum SourceLimits {
    /// The size of a file in bytes.
    public static let bytes = 10_000_000
    /// How deep lists and mappings may nest.
    public static let depth = 200
    /// How many values a YAML document may have once its aliases are followed.
    public static let nodes = 1_000_000
    /// How many directives (`%TAG`) may stand before a YAML document.
    public static let directives = 16
    /// How many complaints about a file are kept.
    public static let complaints = 1_000
}
