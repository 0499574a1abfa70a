import Service
import Testing

struct JSONParserTests {
    @Test(arguments: [
        (" [ ] ", "[]"), ("{\"a\" : [1, -2.5e1, 1.0]}", "{\"a\":[1,-25.0,1.0]}"),
        ("9223372036854775807", "9223372036854775807"), ("true", "true"), ("null", "null"),
        (#""\u00e9\ud83d\ude00\n\/""#, "\"é😀\\n/\""), ("\u{FEFF}1", "1"),
        (#""a\ud83dx\ude00""#, "\"a\u{FFFD}x\u{FFFD}\""),
        (#""\ud83d\ud83d\ude00""#, "\"\u{FFFD}😀\""),
    ])
    func jsonIsRead(_ text: String, _ expected: String) throws {
        #expect(try JSONValue(parsing: text.utf8).text == expected)
    }

    @Test(arguments: [
        "", "[", "[1,]", "{\"a\":1,}", "{a:1}", "01", "1.", "-", "+1", "1e999", "NaN", "nul",
        "\"a", "\"\n\"", #""\x""#, #""\u12g4""#, "[1] 2", "{\"a\" 1}",
    ])
    func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONValue.Unreadable.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test func textThatIsNotUTF8IsRefused() {
        #expect(throws: JSONValue.Unreadable.self) { try JSONValue(parsing: [34, 0xFF, 34]) }
    }

    @Test func ofTwoMembersTheLastCounts() throws {
        #expect(try JSONValue(parsing: #"{"q":"one","q":"two"}"#.utf8)["q"] == "two")
    }

    @Test func nestingIsBounded() throws {
        func lists(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: lists(64).utf8)
        for depth in [65, 1_000_000] {
            #expect(throws: JSONValue.Unreadable.self) {
                try JSONValue(parsing: lists(depth).utf8)
            }
        }
    }

    @Test func timeGrowsWithLengthAlone() throws {
        let numbers = Array(repeating: "1", count: 100_000).joined(separator: ",")
        let text =
            String(repeating: "[", count: 60) + numbers + String(repeating: "]", count: 60)
        let time = try ContinuousClock().measure { _ = try JSONValue(parsing: text.utf8) }
        #expect(time < .seconds(5))
    }
}
