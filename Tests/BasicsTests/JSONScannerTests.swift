import Basics
import Testing

struct JSONScannerTests {
    /// What `read` finds in a text, or the problem it meets.
    private func scan<Value>(
        _ text: String, offset: Int = 0, _ read: (inout JSONScanner) throws -> Value
    ) throws -> Value {
        try Array(text.utf8).withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes, offset: offset)
            let value = try read(&scanner)
            try scanner.expectEnd()
            return value
        }
    }

    private func problem(_ text: String, _ read: (inout JSONScanner) throws -> Void) -> String {
        let error = #expect(throws: FileProblem.self) { try scan(text, offset: 100, read) }
        return error?.text ?? ""
    }

    @Test func objectsAndArraysAreReadInOrder() throws {
        let members = try scan(" { \"b\" : [1, 2] ,\n\"a\":[ ],\"b\":[30]} ") { scanner in
            var members: [(String, [Int])] = []
            try scanner.object { scanner, name in
                var numbers: [Int] = []
                try scanner.array { numbers.append(try $0.naturalNumber()) }
                members.append((name, numbers))
            }
            return members
        }
        #expect(members.map(\.0) == ["b", "a", "b"])
        #expect(members.map(\.1) == [[1, 2], [], [30]])
    }

    @Test(arguments: [
        (#""""#, ""), (#""é\u00e9\u0041""#, "ééA"), (#""\ud83d\ude00😀""#, "😀😀"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), ("\"a\u{85}b\"", "a\u{85}b"),
    ])
    func stringsAreUnescaped(_ json: String, _ expected: String) throws {
        let string = try scan(json) { try $0.string() }
        #expect(Array(string.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: [
        "", "a/b \"c\" \\", "\u{0}\u{1F}\n\r\t\u{8}\u{C}", "e\u{301} \u{E9} 😀\u{2028}",
    ])
    func whatIsWrittenAsJSONIsReadBack(_ text: String) throws {
        let string = try scan(text.asJSON) { try $0.string() }
        #expect(Array(string.unicodeScalars) == Array(text.unicodeScalars))
        #expect(!text.asJSON.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test(arguments: [
        ("\"a", "the end of a string is missing at byte 102"),
        ("\"a\\", "the end of a string is missing at byte 103"),
        ("\"a\nb\"", "the end of a string is missing at byte 102"),
        ("\"\\x41\"", "the backslash at byte 101 escapes nothing"),
        ("\"\\u+123\"", "a group of four hexadecimal digits is missing at byte 103"),
        ("\"\\u12", "a group of four hexadecimal digits is missing at byte 103"),
        ("\"\\ud800x\"", "the escape at byte 101 stands for half a character"),
        ("\"\\ud800\\ud800\"", "the escape at byte 101 stands for half a character"),
        ("\"\\udc00\"", "the escape at byte 101 stands for half a character"),
        ("\"a\" \"", "something follows the end at byte 104"),
        ("a", "“\"” is missing at byte 100"),
    ])
    func unsoundStringsAreRefused(_ json: String, _ expected: String) {
        #expect(problem(json) { _ = try $0.string() } == expected)
    }

    @Test(arguments: [
        ("-1", "a whole number, not negative, is missing at byte 100"),
        ("01", "a whole number, not negative, is missing at byte 100"),
        ("1.5", "something follows the end at byte 101"),
        ("9223372036854775808", "the number at byte 100 is larger than 9223372036854775807"),
    ])
    func onlyNaturalNumbersAreRead(_ json: String, _ expected: String) {
        #expect(problem(json) { _ = try $0.naturalNumber() } == expected)
    }
}
