import Documents
import Service
import Testing

@Suite struct EngineDocumentTests {
    private func translate(
        _ document: String, _ format: String, saying words: String? = nil
    ) async throws -> String {
        let under = try EngineUnderTest()
        if let words { try under.folder.write(words.utf8, to: "en-pt/says") }
        let bytes = try await under.engine.translate(
            EngineDocument(
                Array(document.utf8), name: "a.\(format)",
                format: try #require(DocumentFormat.named(format)), from: "en", into: "pt"))
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func translationsStandWhereTheirSegmentsStood() async throws {
        let document = "<p>the <b>dog</b></p>\n<p>a house</p>\n"
        #expect(try await translate(document, "html") == document)
        #expect(try await translate("a dog\n\n- a cat\n", "text", saying: "b") == "b\n\n- b\n")
    }

    @Test func marksOfKeysStayInTextsOfPrograms() async throws {
        func document(flag: String, _ translations: String...) -> String {
            zip(["&open a file", "&close"], translations)
                .map { "\(flag)msgid \"\($0)\"\nmsgstr \"\($1)\"\n" }.joined(separator: "\n")
        }
        let translated = try await translate(document(flag: "", "", ""), "po", saying: "mudar")
        #expect(translated == document(flag: "#, fuzzy\n", "&mudar", "&mudar"))
    }
}
