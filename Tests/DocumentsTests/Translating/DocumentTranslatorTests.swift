import Basics
import Documents
import Foundation
import TestSupport
import Testing
import Translation

/// Translates every line into capitals, and remarks on what has a "?".
private struct CapitalTranslator: LineTranslating {
    func translateAligned(
        _ requests: [TranslationRequest], _ options: SearchOptions,
        progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [AlignedTranslation] {
        try Task.checkCancellation()
        return requests.map { request in
            let count = request.line.unicodeScalars.count
            return AlignedTranslation(
                line: request.line, text: request.line.uppercased(),
                pieces: [.init(target: 0..<count, source: 0..<count, weight: 1)])
        }
    }
}

@Suite struct DocumentTranslatorTests {
    private let documents = DocumentTranslator(SegmentTranslator(CapitalTranslator()))

    private func translateFiles(_ paths: [String], _ output: String?, format: String? = nil)
        async throws
    {
        let files = try DocumentFiles(paths: paths, output: output, format: format)
        _ = try await files.translate(
            with: documents, .init(), input: { [] }, output: { _ in })
    }

    @Test func reportsWhatItDid() async throws {
        let format = DocumentFormat.plainText
        let reading = DocumentReading(name: "x.txt", languages: .init(source: "en", target: "de"))
        let translated = try await documents.translate(
            Array("one two\n\nthree\n".utf8), format, reading)
        #expect(String(decoding: translated.bytes, as: UTF8.self) == "ONE TWO\n\nTHREE\n")
        let report = translated.report
        #expect(
            report.document == "x.txt" && report.format == "text" && report.targetLanguage == "de")
        #expect(report.segmentCount == 2 && report.wordCount == 3 && report.characterCount == 12)
        let copy = try JSONDecoder().decode(DocumentReport.self, from: JSONEncoder().encode(report))
        #expect(copy == report)
    }

    @Test func aPDFIsRefusedWhateverItsName() async throws {
        let format = DocumentFormat.plainText
        let error = await #expect(throws: CalqueError.self) {
            try await documents.translate(Array("%PDF-1.7 x".utf8), format)
        }
        #expect(error?.message.contains("PDF") == true && error?.kind == .unsupported)
        #expect(throws: CalqueError.self) {
            try DocumentFiles(paths: ["x.pdf"], output: "y.pdf", format: nil)
        }
    }

    @Test func anUnknownNameListsTheFormats() throws {
        let error = #expect(throws: CalqueError.self) {
            try DocumentFiles(paths: ["x.zzz"], output: "y", format: nil)
        }
        #expect(error?.message.contains(".md") == true && error?.message.contains("x.zzz") == true)
        #expect(throws: CalqueError.self) {
            try DocumentFiles(paths: ["-"], output: "-", format: nil)
        }
    }

    @Test func severalFilesGoIntoAFolder() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a\n".utf8, to: "a.txt")
        try folder.write("# b\n".utf8, to: "b.md")
        try await translateFiles([folder.path("a.txt"), folder.path("b.md")], folder.path("out"))
        #expect(try folder.text("out/a.txt") == "A\n")
        #expect(try folder.text("out/b.md") == "# B\n")
    }

    @Test func noFileIsWrittenOverItselfOrAnother() throws {
        let folder = try TemporaryFolder()
        try folder.write("a\n".utf8, to: "a.txt")
        try folder.write("b\n".utf8, to: "x/a.txt")
        let paths = [folder.path("a.txt"), folder.path("x/a.txt")]
        for (paths, output) in [
            (paths, folder.path("out")), ([paths[0]], folder.url.path), ([paths[0]], paths[0]),
            (paths, nil), (paths, paths[0]),
        ] {
            #expect(throws: CalqueError.self) {
                try DocumentFiles(paths: paths, output: output, format: nil)
            }
        }
    }

    @Test func noLinkLeadsOverADocument() throws {
        let folder = try TemporaryFolder()
        try folder.write("a".utf8, to: "a.txt")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link.txt"), withDestinationPath: folder.path("a.txt"))
        #expect(throws: CalqueError.self) {
            try DocumentFiles(
                paths: [folder.path("a.txt")], output: folder.path("link.txt"), format: nil)
        }
        let files = try DocumentFiles(
            paths: [folder.path("a.txt")], output: folder.path("b.txt"), format: nil)
        for name in ["a.txt", "link.txt", "b.txt"] {
            #expect(throws: CalqueError.self) {
                try files.checkApart(URL(fileURLWithPath: folder.path(name)), name: "The report")
            }
        }
        try files.checkApart(URL(fileURLWithPath: folder.path("c.txt")), name: "The report")
    }

    @Test func marksOfKeysAreLeftOutOfWordsWhereAFileHasSeveral() async throws {
        let format = DocumentFormat.portableObject
        func written(_ messages: [String]) async throws -> String {
            let text = messages.map { "msgid \"\($0)\"\nmsgstr \"\"\n" }.joined(separator: "\n")
            let translated = try await documents.translate(Array(text.utf8), format)
            return String(decoding: translated.bytes, as: UTF8.self)
        }
        #expect(try await written(["&Open file", "Save &as"]).contains("\"&OPEN FILE\""))
        let rules = ProtectionRules()
        let one = try format.read(Array("msgid \"&Open\"\nmsgstr \"\"\n".utf8))
        #expect(rules.fitting(one, format) == rules)
    }

    @Test func whatFailsReplacesNothing() async throws {
        let folder = try TemporaryFolder()
        try folder.write("{".utf8, to: "a.json")
        try folder.write("old".utf8, to: "out.json")
        await #expect(throws: CalqueError.self) {
            try await translateFiles([folder.path("a.json")], folder.path("out.json"))
        }
        #expect(try folder.text("out.json") == "old")
        #expect(try folder.names == ["a.json", "out.json"])
    }

    @Test func pipesNeedAFormatAlone() async throws {
        let files = try DocumentFiles(paths: ["-"], output: nil, format: "markdown")
        nonisolated(unsafe) var written: [UInt8] = []
        _ = try await files.translate(
            with: documents, .init(), input: { Array("*a*".utf8) }, output: { written += $0 })
        #expect(!written.isEmpty)
    }
}
