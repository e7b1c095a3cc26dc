/// A tag of YAML, which says what a value is: the ones of its core schema are read as YAML means them, and no other.
enum YAMLTag: String, CaseIterable {
    case string = "str"
    case integer = "int"
    case float
    case boolean = "bool"
    case null
    case mapping = "map"
    case sequence = "seq"

    private static let core: Text = "tag:yaml.org,2002:"

    /// What CloudFormation writes for its functions in YAML.
    private static let cloudFormation: Set<Text> = [
        "!And", "!Base64", "!Cidr", "!Condition", "!Contains", "!EachMemberEquals", "!EachMemberIn", "!Equals",
        "!FindInMap", "!ForEach", "!GetAZs", "!GetAtt", "!GetStackOutput", "!If", "!ImportValue", "!Join", "!Length",
        "!Not", "!Or", "!Ref", "!RefAll", "!Select", "!Split", "!Sub", "!ToJsonString", "!Transform", "!ValueOf",
        "!ValueOfAll",
    ]

    /// The tag of the core schema that a long form names.
    init?(_ text: Text) {
        guard let name = text.dropping(prefix: Self.core) else { return nil }
        self.init(rawValue: name.string)
    }

    /// A tag as people write it.
    private static func short(_ text: Text) -> String {
        text.dropping(prefix: core).map { "!!\($0)" } ?? (text.hasPrefix("!") ? text.string : "!<\(text)>")
    }

    /// Why a tag cannot be read: a value without its tag would be another one.
    static func refusal(of text: Text) -> String {
        if cloudFormation.contains(text) { return "a CloudFormation template's `\(text)` cannot be read yet" }
        let known = allCases.map { "`!!\($0.rawValue)`" }.joined(separator: ", ")
        return "the tag `\(short(text))` is unknown; \(known) can be read"
    }

    /// What a scalar with the tag is, and its text; `nil` where the text does not fit the tag.
    func scalar(_ text: Text) -> (kind: SourceTree.Kind, text: Text)? {
        let isNumber = text.withBytes { ByteCursor.isNumber($0) }
        switch self {
        case .string: return (.string, text)
        case .integer:
            return isNumber && text.bytes.allSatisfy { $0 == 0x2D || ASCII.isDigit($0) } ? (.number, text) : nil
        case .float: return isNumber ? (.number, text) : nil
        case .boolean:
            let known: [Text] = ["true", "True", "TRUE", "false", "False", "FALSE"]
            return known.contains(text) ? (.boolean, text.asciiLowercased) : nil
        case .null: return Self.isNull(text) ? (.null, text) : nil
        case .mapping, .sequence: return nil
        }
    }

    /// Whether a text without quotes stands for nothing.
    static func isNull(_ text: Text) -> Bool {
        text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
    }
}
