import TestSupport
import Testing

@testable import IAM

/// The list of undocumented points that readers see is the list that is evaluated by.
@Suite struct UndocumentedPointTests {
    @Test func eachPointHasItsOwnEntry() {
        #expect(UndocumentedPoint.areListedInOrder)
    }

    @Test func theDocumentListsAllPoints() {
        let rows = UndocumentedPoint.allCases.map { point in
            "| `\(point.name)` | \(point.rule) | \(point.standard) | \(Self.sentence(point.advice)) |"
        }
        let document = """
            # What AWS leaves undocumented

            Where AWS's documentation is silent, or its pages disagree, `iamsim` takes one reading and says so: an answer \
            whose decision would be another one by the other reading has a caveat that names the point. A question or a \
            scenario chooses the other reading by the point's name:

            ```yaml
            choices:
              \(UndocumentedPoint.allCases[0].name): \(!UndocumentedPoint.allCases[0].standard)
            ```

            Each name is a statement; “taken” is what `iamsim` holds of it unless told otherwise. The rules are those of \
            [the specification](specification/index.md). A test keeps this list complete.

            | Point | Rule | Taken | What a caveat says |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
        Golden.expect(document, equals: "Documentation/undocumented.md")
    }

    @Test func namesAreFoundAgain() {
        for point in UndocumentedPoint.allCases { #expect(UndocumentedPoint.named(point.name) == point) }
        #expect(Set(UndocumentedPoint.allCases.map(\.name)).count == UndocumentedPoint.allCases.count)
    }

    @Test func flippingAChoiceTakesTheOtherReadingOfThatPointAlone() {
        for point in UndocumentedPoint.allCases {
            let flipped = UndocumentedChoices().flipping(point)
            for other in UndocumentedPoint.allCases {
                #expect(flipped[other] == (other == point ? !other.standard : other.standard))
            }
            #expect(flipped.flipping(point) == UndocumentedChoices())
        }
    }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
