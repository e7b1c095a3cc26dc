import Reports
import Testing

/// What of a table is told.
@Suite struct TableShapeTests {
    private let table = Table(
        columns: ["user", "trust", "outcome", "why"],
        rows: [
            ["a", "old", "denied", "1"], ["a", "new", "allowed", ""], ["b", "old", "denied", "2"],
            ["b", "new", "allowed", ""],
        ])

    private func rows(_ shape: TableShape) -> [[String]] { shape.tables(of: table, axes: 2).first?.rows ?? [] }

    @Test func columnsAreChosenAndOrdered() {
        let told = TableShape(columns: ["outcome", "user"]).tables(of: table, axes: 2)
        #expect(told.first?.columns == ["outcome", "user"])
        #expect(told.first?.rows.first == ["denied", "a"])
        #expect(TableShape(columns: ["outcome", "x"], group: "y").unknownColumns(in: table) == ["x", "y"])
    }

    /// Only where all values of an axis come to the same, and in what is told.
    @Test func rowsThatAgreeAreOne() {
        #expect(
            rows(TableShape(isDistinct: true)) == [
                ["a", "old", "denied", "1"], ["any", "new", "allowed", ""], ["b", "old", "denied", "2"],
            ])
        #expect(
            rows(TableShape(columns: ["user", "trust", "outcome"], isDistinct: true)) == [
                ["any", "old", "denied"], ["any", "new", "allowed"],
            ])
        #expect(
            rows(TableShape(columns: ["trust", "outcome"], isDistinct: true)) == [
                ["old", "denied"], ["new", "allowed"],
            ])
    }

    /// What a merged row says holds for each row that it stands for.
    @Test func mergingLosesNothing() {
        let values = ["x", "y", "z"]
        for seed in 0..<200 {
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
            func random() -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 60)
            }
            let all = values.flatMap { a in values.map { b in [a, b, random() < 11 ? "allowed" : "denied"] } }
            let told = TableShape(isDistinct: true).tables(of: Table(columns: ["a", "b", "o"], rows: all), axes: 2)[0]
                .rows
            for row in all {
                let fitting = told.filter { merged in
                    (merged[0] == row[0] || merged[0] == "any") && (merged[1] == row[1] || merged[1] == "any")
                }
                #expect(fitting.count == 1 && fitting.first?[2] == row[2])
            }
        }
    }

    /// A value of the name `any` is not taken for all values.
    @Test func aValueMayBeCalledAny() {
        let table = Table(
            columns: ["net", "ep", "o"],
            rows: [["any", "z", "allowed"], ["any", "y", "allowed"], ["x", "z", "allowed"], ["x", "y", "denied"]])
        let told = TableShape(isDistinct: true).tables(of: table, axes: 2)[0].rows
        #expect(told == [["any value", "z", "allowed"], ["any", "y", "allowed"], ["x", "y", "denied"]])
    }

    @Test func aTableForEachValue() {
        let told = TableShape(group: "user").tables(of: table, axes: 2)
        #expect(told.map(\.title) == ["user: a", "user: b"])
        #expect(told.map(\.columns) == [["trust", "outcome", "why"], ["trust", "outcome", "why"]])
        #expect(told[1].rows == [["old", "denied", "2"], ["new", "allowed", ""]])
    }
}

/// Tables in documents.
@Suite struct DocumentTablesTests {
    private func replaced(_ text: String) throws -> (text: String, count: Int) {
        try DocumentTables(text).replacing { mark in
            mark.file == "a.yaml" ? "| \(mark.options.joined(separator: "+")) |\n" : nil
        }
    }

    @Test func whatStandsBetweenMarksIsReplaced() throws {
        let text = "x\n<!-- iamsim:table a.yaml -->\nold\nold\n<!-- iamsim:end -->\ny\n"
        let told = try replaced(text)
        #expect(told.text == "x\n<!-- iamsim:table a.yaml -->\n|  |\n<!-- iamsim:end -->\ny\n")
        #expect(told.count == 1)
        #expect(try replaced(told.text).text == told.text)
    }

    @Test func optionsStandInTheMark() throws {
        let text = "  <!-- iamsim:table a.yaml --distinct --columns 'a b,c' -->\n<!-- iamsim:end -->"
        #expect(try replaced(text).text.contains("| --distinct+--columns+a b,c |"))
    }

    @Test func othersStayAsTheyAre() throws {
        let text = """
            <!-- iamsim:table b.yaml -->
            old
            <!-- iamsim:end -->
            ````markdown
            <!-- iamsim:table a.yaml -->
            ```
            <!-- iamsim:end -->
            ````
            ~~~
            <!-- iamsim:table a.yaml -->
            ~~~

            """
        let told = try replaced(text)
        #expect(told.text == text)
        #expect(told.count == 0)
    }

    /// Nothing is lost where an end is missing: neither another mark nor a fence is passed over.
    @Test(arguments: [
        "x\n<!-- iamsim:table a.yaml -->\ny",
        "x\n<!-- iamsim:table a.yaml -->\nprose\n<!-- iamsim:table a.yaml -->\n<!-- iamsim:end -->",
        "x\n<!-- iamsim:table a.yaml -->\nprose\n```\n<!-- iamsim:end -->\n```\n",
    ])
    func aMarkNeedsAnEnd(_ text: String) {
        #expect(throws: DocumentTables.Fault.unended(line: 2)) { try replaced(text) }
    }

    @Test func lineEndsStayWhatTheyAre() throws {
        let text = "\u{FEFF}<!-- iamsim:table a.yaml -->\r\nold\r\n<!-- iamsim:end -->\r\ny\r\n"
        let told = try replaced(text)
        #expect(told.text == "\u{FEFF}<!-- iamsim:table a.yaml -->\r\n|  |\r\n<!-- iamsim:end -->\r\ny\r\n")
    }

    /// Code within a line is no fence.
    @Test func codeWithinALineIsNoFence() throws {
        #expect(try replaced("```x``` inline\n<!-- iamsim:table a.yaml -->\n<!-- iamsim:end -->\n").count == 1)
    }
}
