import Basics
import Documents
import Testing
import Translation

@Suite("Segments have the terms of a glossary, and begin as they are told")
struct SegmentTermTests {
    private let glossary = Glossary(
        [
            .init("server", ["servidor"]), .init("mobile phone", ["telemóvel", "celular"]),
            .init("Calque", ["Kalk"], isExact: true), .init("README", [""], isExact: true),
            .init("NASA", ["NASA"]), .init("iPhone", ["iFone"]),
        ], sourceLanguage: "en")

    private func translation(
        _ content: InlineContent, _ lines: MadeLines, prefix: String = ""
    ) async throws -> SegmentTranslation {
        var translator = SegmentTranslator(lines)
        translator.glossary = glossary
        return try await translator.translate([content], prefixes: [prefix])[0]
    }

    private func translation(
        _ text: String, _ lines: MadeLines, prefix: String = ""
    ) async throws -> SegmentTranslation {
        try await translation(InlineContent(text: text), lines, prefix: prefix)
    }

    /// The words that a request has terms for.
    private func terms(_ request: TranslationRequest) -> [String] {
        request.terms.map { term in
            String(Array(request.line.unicodeScalars)[term.range])
        }
    }

    @Test("Terms are found in the line that the model sees")
    func found() async throws {
        let lines = MadeLines { $0.replacing("server", with: "servidor") }
        let result = try await translation("open {name} on the server", lines)
        #expect(lines.seen.lines == ["open QXZ1 on the server"])
        #expect(terms(lines.seen.requests[0]) == ["server"])
        #expect(
            result.terms == [
                .init(
                    text: "server", wanted: ["servidor"], translation: "servidor", outcome: .used)
            ])
        #expect(result.warnings.isEmpty)
    }

    @Test("A term that is not used is said")
    func missing() async throws {
        let result = try await translation("my mobile phones", MadeLines { $0.uppercased() })
        #expect(result.terms.map(\.outcome) == [.missing])
        #expect(result.terms[0].text == "mobile phones" && result.terms[0].translation == nil)
        #expect(
            result.warnings == [
                "The translation does not have \"telemóvel\" or \"celular\" for "
                    + "\"mobile phones\"."
            ])
    }

    @Test("What is exact is put in as it is written, wherever the model puts it")
    func exact() async throws {
        let lines = MadeLines { $0.split(separator: " ").reversed().joined(separator: " ") }
        let result = try await translation("Calque reads README on my server", lines)
        #expect(lines.seen.lines == ["QXZ1 reads QXZ2 on my server"])
        #expect(result.content.text == "server my on README reads Kalk")
        #expect(result.terms.map(\.outcome) == [.exact, .exact, .missing])
        #expect(result.terms.map(\.translation) == ["Kalk", "README", nil])
        #expect(result.terms[0].text == "Calque")
        #expect(result.protected.isEmpty)
        #expect(result.alignment?.line == "Calque reads README on my server")
        #expect(result.alignment?.text == result.content.text)
    }

    @Test("What a model loses of it is put back and said")
    func lost() async throws {
        let lines = MadeLines { $0.split(separator: " ").dropFirst().joined(separator: " ") }
        let result = try await translation("Calque reads files", lines)
        #expect(result.content.text.contains("Kalk"))
        #expect(result.warnings.count == 1 && result.warnings[0].contains("Kalk"))
    }

    @Test("A text that is nothing but such a term is replaced, unseen")
    func alone() async throws {
        let lines = MadeLines { _ in "X" }
        let result = try await translation("Calque", lines)
        #expect(lines.seen.lines.isEmpty)
        #expect(result.content.text == "Kalk" && result.terms.map(\.outcome) == [.exact])
    }

    @Test("Protected text has no terms")
    func protected() async throws {
        let lines = MadeLines { $0 }
        let result = try await translation("see https://server.org/Calque or {server}", lines)
        #expect(result.terms.isEmpty && lines.seen.requests[0].terms.isEmpty)
        #expect(result.content.text == "see https://server.org/Calque or {server}")
    }

    @Test("A term may stand across codes, and a part of a word is none")
    func codes() async throws {
        let code = [
            InlineCode(id: 1, .begin, markup: "<b>"), InlineCode(id: 1, .end, markup: "</b>"),
        ]
        let lines = MadeLines { $0 }
        let across = InlineContent([
            .text("my mobile "), .code(code[0]), .text("phone"), .code(code[1]), .text("."),
        ])
        _ = try await translation(across, lines)
        #expect(terms(lines.seen.requests[0]) == ["mobile phone"])
        let part = InlineContent([
            .text("a "), .code(code[0]), .text("Calque"), .code(code[1]), .text("tte"),
        ])
        let result = try await translation(part, lines)
        #expect(lines.seen.lines[1] == "a Calquette" && result.terms.isEmpty)
    }

    @Test("Text in capitals has them whatever their case")
    func capitals() async throws {
        let lines = MadeLines { $0.replacing("server", with: "servidor") }
        let result = try await translation("OPEN THE SERVER OF NASA ON AN IPHONE", lines)
        #expect(lines.seen.lines == ["Open the server of nasa on an iphone"])
        #expect(
            lines.seen.requests[0].terms.map(\.translations) == [["servidor"], ["NASA"], ["iFone"]])
        #expect(result.terms.map(\.text) == ["SERVER", "NASA", "IPHONE"])
        #expect(result.terms[0].translation == "SERVIDOR")
        let mixed = try await translation("the nasa of an iphone", lines)
        #expect(mixed.terms.isEmpty)
        let exact = try await translation("RUN CALQUE ON THE SERVER", lines)
        #expect(exact.content.text == "RUN Kalk ON THE SERVIDOR")
    }

    @Test("Of a message every part has its terms")
    func message() async throws {
        let lines = MadeLines { $0.replacing("server", with: "servidor") }
        let result = try await translation(
            "{n, plural, one {# server} other {# servers of Calque}}", lines)
        #expect(
            result.content.text == "{n, plural, one {# servidor} other {# servidors of Kalk}}")
        #expect(result.terms.map(\.outcome) == [.used, .used, .exact])
    }

    @Test("A prefix has masks where the line has them, and nothing that the model does not see")
    func prefixes() async throws {
        let lines = MadeLines { $0 }
        func prefix(_ text: String, _ prefix: String) async throws -> String? {
            _ = try await translation(text, lines, prefix: prefix)
            return lines.seen.requests.last?.targetPrefix
        }
        #expect(
            try await prefix("Calque opens {a} and {b}", "{b} e {a} Kalk ab")
                == "QXZ3 e QXZ2 QXZ1 ab")
        #expect(try await prefix("🙂 hello you", "🙂 ol") == "ol")
        #expect(try await prefix("press <b>now</b> please", "já <b>ago") == "já ago")
        #expect(try await prefix("OPEN THE DOOR", "ABRA A ") == "Abra a ")
        #expect(try await prefix("the house", "a casa\n") == "a casa\n")
    }

    @Test("Equal lines with other prefixes are translated each by itself")
    func once() async throws {
        let lines = MadeLines { $0 }
        _ = try await SegmentTranslator(lines).translate(
            ["a", "a", "a"].map { InlineContent(text: "\($0) house") }, prefixes: ["x", "y", "x"])
        #expect(lines.seen.requests.map(\.targetPrefix) == ["x", "y"])
    }

    @Test("A report counts the terms of a document")
    func report() async throws {
        var translator = SegmentTranslator(MadeLines { $0.replacing("server", with: "servidor") })
        translator.glossary = glossary
        let format = DocumentFormat.plainText
        let translated = try await DocumentTranslator(translator).translate(
            Array("A server.\n\nMy server, Calque.\n\nA mobile phone.\n".utf8), format)
        let terms = translated.report.terms
        #expect(terms.map(\.text) == ["server", "Calque", "mobile phone"])
        #expect(terms.map(\.count) == [2, 1, 1])
        #expect(terms.map(\.outcome) == [.used, .exact, .missing])
        #expect(translated.report.flags.count == 1)
    }
}
