import Service
import Testing

@Suite struct MultipartTests {
    @Test func namesThatAreNotASCIIMayBeExtended() throws {
        let body =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''%C3%A9.txt"
            + "\r\n\r\na\r\n--b--"
        let parts = try Multipart.parts(of: Array(body.utf8), boundary: "b")
        #expect(parts.map(\.fileName) == ["é.txt"])
    }

    private static func parts(_ body: String, boundary: String = "b") throws -> [String] {
        try Multipart.parts(of: Array(body.utf8), boundary: boundary).map { part in
            "\(part.name)|\(part.fileName ?? "-")|\(part.text)"
        }
    }

    private static let field = "Content-Disposition: form-data; name=\"q\""

    @Test(arguments: [
        ("--b\r\n\(field)\r\n\r\nhello\r\n--b--\r\n", ["q|-|hello"]),
        ("--b\r\n\(field)\r\n\r\n\r\n--b--", ["q|-|"]),
        ("preamble\r\n--b\r\n\(field)\r\n\r\nx\r\n--b--\r\nepilogue", ["q|-|x"]),
        ("--b \t\r\n\(field)\r\n\r\nx\r\n--b--", ["q|-|x"]),
        ("--b\r\n\(field)\r\n\r\n\r\n-\r\n-b\r\n--\r\n\r\n--b--", ["q|-|\r\n-\r\n-b\r\n--\r\n"]),
        (
            "--b\r\ncontent-disposition:form-data;name=q;filename=a.txt\r\n\r\nx\r\n--b--",
            ["q|a.txt|x"]
        ),
        (
            "--b\r\nContent-Type: text/plain\r\n\(field); filename=\"a;\\\"b\\\".txt\"\r\n\r\nx\r\n--b--",
            ["q|a;\"b\".txt|x"]
        ),
        ("--b\r\n\r\nno header\r\n--b\r\n\(field)\r\n\r\nx\r\n--b--", ["q|-|x"]),
        ("--b\r\nContent-Disposition: attachment; name=q\r\n\r\nx\r\n--b--", []),
        ("--b--", []),
    ])
    func readsParts(body: String, parts: [String]) throws {
        #expect(try Self.parts(body) == parts)
    }

    @Test(arguments: [
        "", "x", "--b", "--b\r\n", "--bx\r\n\r\n\r\n--bx--", "--b\r\n\(field)\r\n\r\nhello",
        "--b\r\n\(field)\r\nhello\r\n--b--", "--b\n\(field)\n\nhello\n--b--",
        "--b\r\n\(field)\r\n\r\nhello\r\n--b-", "--b\r\n\(field)\r\n\r\nhello--b--",
    ])
    func refusesWhatIsNotWellFormed(body: String) {
        #expect(throws: ServiceProblem.self) { try Self.parts(body) }
    }

    @Test(arguments: ["", String(repeating: "b", count: 71), "a\r\nb", "é"])
    func refusesBoundariesThatAreNone(boundary: String) {
        #expect(throws: ServiceProblem.self) {
            try Self.parts("--\(boundary)--", boundary: boundary)
        }
    }

    @Test func refusesTooManyPartsAndHeadersWithoutEnd() {
        let part = "--b\r\n\(Self.field)\r\n\r\nx\r\n"
        let many = String(repeating: part, count: Multipart.partLimit + 1) + "--b--"
        #expect(throws: ServiceProblem(.contentTooLarge, "The form has more than 100 parts.")) {
            try Self.parts(many)
        }
        let long = "--b\r\nX: " + String(repeating: "x", count: 9000) + "\r\n\r\nx\r\n--b--"
        #expect(throws: ServiceProblem.self) { try Self.parts(long) }
    }

    /// Time grows with the body, whatever is in it.
    @Test func carriageReturnsAreNoBurden() throws {
        let content = String(repeating: "\r\n--", count: 500_000)
        let body = "--b\r\n\(Self.field)\r\n\r\n\(content)\r\n--b--"
        let time = try ContinuousClock().measure {
            let parts = try Self.parts(body)
            #expect(parts.first?.utf8.count == content.utf8.count + 4)
        }
        #expect(time < .seconds(20))
    }
}

@Suite struct FormEncodingTests {
    @Test(arguments: [
        ("q=a+b&s=%C3%A9", ["q=a b", "s=é"]), ("q", ["q="]), ("", []), ("&&q=1&", ["q=1"]),
        ("q=%", ["q=%"]), ("q=%4", ["q=%4"]), ("q=%zz%41", ["q=%zzA"]), ("q=a=b", ["q=a=b"]),
        ("q=%FF", ["q=\u{FFFD}"]), ("=x", ["=x"]),
    ])
    func readsFields(text: String, fields: [String]) throws {
        #expect(try FormEncoding.fields(text.utf8).map { "\($0.name)=\($0.value)" } == fields)
    }

    @Test func refusesTooMany() {
        let text = String(repeating: "a=1&", count: FormEncoding.fieldLimit + 2)
        #expect(throws: ServiceProblem.self) { try FormEncoding.fields(text.utf8) }
    }
}
