import SourceText
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("a%7Bb%7d", "a{b}"), ("100%", "100%"), ("%4", "%4"), ("%zz%+4", "%zz%+4"), ("%C3%A9", "é"), ("%2525", "%25"),
        ("a+b", "a+b"), ("", ""),
    ])
    func whatIsEncodedIsDecodedOnce(_ text: String, _ plain: String) {
        #expect(Text(text).percentDecoded == Text(plain))
    }
}
