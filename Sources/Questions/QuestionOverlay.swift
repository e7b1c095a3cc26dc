public import SourceText

extension Node {
    /// A question with another one laid over it. Within a policy a `null` takes away what lies below; where nothing does, it
    /// stays, and the policy is refused: a condition without its value, or an element that is null, must not be lost (PL-13).
    public func overlaidAsQuestion(with top: Node) -> Node {
        overlaid(with: top, strictWith: "Statement")
    }
}
