import Documents
import Testing
import Translation

@Suite("Translations that a reader should look at are flagged")
struct SegmentQualityTests {
    private func reasons(
        _ source: String, _ target: String, score: Double = -0.1, isRepetitive: Bool = false,
        isCutOff: Bool = false
    ) async throws -> [SegmentQuality.Reason] {
        var lines = MadeLines { _ in target }
        lines.score = score
        lines.isRepetitive = isRepetitive
        lines.isCutOff = isCutOff
        let result = try await SegmentTranslator(lines).translate([InlineContent(text: source)])[0]
        return result.quality?.reasons ?? []
    }

    private static let source = "A man in a red shirt is walking."

    @Test("Each reason for what it says")
    func each() async throws {
        let good = "Ein Mann in einem roten Hemd geht."
        #expect(try await reasons(Self.source, good) == [])
        #expect(try await reasons(Self.source, good, score: -2) == [.improbable])
        #expect(try await reasons(Self.source, good, isRepetitive: true) == [.repetitive])
        #expect(try await reasons(Self.source, good, isCutOff: true) == [.cutOff])
        #expect(try await reasons(Self.source, "Ein Mann.") == [.tooShort])
        #expect(try await reasons(Self.source, good + " " + good + good) == [.tooLong])
        #expect(try await reasons(Self.source, Self.source) == [.untranslated])
        #expect(try await reasons("Yes", "Ja, natürlich.") == [])
    }

    @Test("What is far less probable than the rest of a call is flagged")
    func outliers() async throws {
        var lines = MadeLines { String($0.reversed()) }
        lines.score = -0.1
        let segments = SegmentTranslator(Mixed(lines: lines))
        let contents = (0..<40).map { InlineContent(text: "line number \($0) ab") }
        let results = try await segments.translate(contents)
        let flagged = results.indices.filter { results[$0].quality?.isFlagged == true }
        #expect(flagged == [7])
        let few = try await segments.translate(Array(contents.prefix(10)))
        #expect(few.allSatisfy { $0.quality?.isFlagged == false })
    }

    /// The eighth line is improbable among the others.
    private struct Mixed: LineTranslating {
        let lines: MadeLines

        func translateAligned(
            _ requests: [TranslationRequest], _ options: SearchOptions,
            progress: (@Sendable (TranslationProgress) -> Void)?
        ) async throws -> [AlignedTranslation] {
            var results: [AlignedTranslation] = []
            for (number, request) in requests.enumerated() {
                var lines = lines
                lines.score = number == 7 ? -0.9 : -0.1 - Double(number % 5) / 100
                results += try await lines.translateAligned([request], options, progress: nil)
            }
            return results
        }
    }
}
