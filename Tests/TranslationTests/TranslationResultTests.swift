import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

/// What a result says of itself.
struct TranslationResultTests {
    private func scalars(_ line: String, _ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(Array(line.unicodeScalars)[range]))
    }

    @Test func everySentenceIsAPartOfTheLine() throws {
        let line = " Ich bin hier.  Du bist da! "
        let result = try Translator.copying().translate([line])[0]
        #expect(result.parts.map { scalars(line, $0.range) } == ["Ich bin hier.", "Du bist da!"])
        #expect(!result.isCutOff && result.parts.allSatisfy { !$0.isCutOff })
    }

    @Test func placesCountAfterALanguageToken() throws {
        let line = ">>xxx<< Ab. Cd."
        let result = try Translator.copying().translate([line])[0]
        #expect(result.parts.map { scalars(line, $0.range) } == ["Ab.", "Cd."])
    }

    /// With ten tokens, of which a part has nine and its end.
    @Test func partsOfALongSentenceAreItsPieces() throws {
        let line = "\u{2713}abc defg hijk lmn op"
        let result = try Translator.copying(maximumLength: 10).translate([line])[0]
        #expect(result.parts.count > 1)
        #expect(result.parts.map { scalars(line, $0.range) }.joined() == line)
        #expect(result.parts.map(\.text).joined(separator: " ") == result.text)
    }

    @Test func aTranslationThatIsCutOffSaysSo() throws {
        let lines = ["abc", "abcdefgh"]
        let options = SearchOptions(beamSize: 1, maximumLength: 5)
        let results = try Translator.copying().translate(lines, options)
        #expect(results.map(\.isCutOff) == [false, true])
        #expect(results[1].parts.map(\.isCutOff) == [true])
    }

    @Test func anEmptyLineHasNoParts() throws {
        let result = try Translator.copying().translate([" "])[0]
        #expect(result.parts.isEmpty && !result.isCutOff)
    }

    @Test func resultsAndReportsComeBackFromJSON() throws {
        var translator = try Translator.attending()
        translator.alignment = .init()
        let options = SearchOptions(beamSize: 2, nBest: 2, maximumLength: 20)
        let result = try translator.translate(["ab. \u{1F600} cd", ""], options)
        let data = try JSONEncoder().encode(result)
        #expect(try JSONDecoder().decode([TranslationResult].self, from: data) == result)
        let report = TranslationReport(result[0], line: 1, translator.tokenizer.target)
        let other = try JSONDecoder().decode(
            TranslationReport.self, from: try JSONEncoder().encode(report))
        #expect(other == report && report.alternatives?.count == 1)
    }

    /// As they were written before there were terms.
    @Test func requestsAndResultsWithoutTermsComeBackFromJSON() throws {
        let decoder = JSONDecoder()
        let request = try decoder.decode(
            TranslationRequest.self, from: Data(#"{"line": "ab", "targetPrefix": "c"}"#.utf8))
        #expect(request == TranslationRequest("ab", targetPrefix: "c") && request.needsAlignment)
        let result = try Translator.copying().translate(["ab. cd"])[0]
        let data = try JSONEncoder().encode(result)
        var values = try #require(
            JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(values.removeValue(forKey: "terms") != nil)
        let old = try JSONSerialization.data(withJSONObject: values)
        #expect(try decoder.decode(TranslationResult.self, from: old) == result)
    }

    @Test func everythingOfARequestComesBackFromJSON() throws {
        var request = TranslationRequest(
            "ab", targetPrefix: "c", terms: [.init(range: 0..<1, translations: ["d"])])
        request.needsAlignment = false
        let data = try JSONEncoder().encode(request)
        #expect(try JSONDecoder().decode(TranslationRequest.self, from: data) == request)
    }

    @Test func anAlignmentIsAListOfPlaces() throws {
        let alignment = try #require(Alignment("0-0 1-2"))
        let json = String(decoding: try JSONEncoder().encode(alignment), as: UTF8.self)
        #expect(json == "[[0,0],[1,2]]")
        #expect(try JSONDecoder().decode(Alignment.self, from: Data(json.utf8)) == alignment)
    }
}

/// Everything that a translator does beside translating.
struct WholeTranslatorTests {
    private let translator: Translator
    private let pairs = [(source: "ab c", target: "de"), (source: "d", target: "fg h")]

    init() throws {
        translator = try Translator.attending()
    }

    @Test func scoresAreThoseOfAScorer() async throws {
        let pool = WorkerPool(count: 1, precision: .float32)
        let encoded = pairs.map {
            EncodedPair(source: $0.source, target: $0.target, translator.tokenizer)
        }
        let expected = try await Scorer(translator.model, on: pool).score(encoded)
        let scores = try await translator.scores(of: pairs)
        for (score, other) in zip(scores, expected) {
            #expect(abs(score.logProbability - other.logProbability) < 1e-4)
        }
        #expect(scores.count == 2)
    }

    @Test func alignmentsFollowTheChosenAttention() async throws {
        let first = try await translator.alignments(of: pairs, .init(layer: 0))
        let last = try await translator.alignments(of: pairs)
        #expect(first.map(\.sourceWords) == [["ab", "c"], ["d"]])
        #expect(last.map(\.targetWords) == [["de"], ["fg", "h"]])
        #expect(first.map(\.weights) != last.map(\.weights))
    }

    @Test func attentionIsThatToTheTranslation() async throws {
        let found = try await translator.attention(of: "ab c")
        let tokens = try await translator.translate(["ab c"], .greedy)[0].alternatives[0].tokens
        #expect(
            found.targetPieces.dropLast().elementsEqual(
                translator.tokenizer.target.pieces(ofIDs: tokens)))
        let given = try await translator.attention(of: "ab c", to: "de")
        #expect(given.targetPieces == ["\u{2581}", "d", "e", "</s>"])
    }

    @Test func whatIsAskedWithoutATaskIsTheSame() throws {
        #expect(try translator.scores(of: pairs).count == 2)
        #expect(try translator.alignments(of: pairs).count == 2)
        #expect(try translator.attention(of: "ab c", to: "de").sourcePieces.count == 6)
    }

    /// They share the weights; each has workers and a copy of the weights for its precision.
    @Test func aSecondTranslatorOfTheModelChangesNothing() async throws {
        let lines = (0..<40).map { "ab c\($0 % 7) de fg" }
        let model = Transformer(TransformerConfiguration(.tiny, for: translator.tokenizer), seed: 3)
        func made(_ precision: Precision) -> Translator {
            Translator(model, translator.tokenizer, workers: 1, precision: precision)
        }
        let precisions = [Precision.int8, .float32, .bfloat16].filter(\.isSupported)
        var alone: [[Double]] = []
        for precision in precisions {
            alone.append(try await made(precision).translate(lines, .greedy).map(\.score))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for round in 0..<2 * precisions.count {
                let place = round % precisions.count
                let (translator, expected) = (made(precisions[place]), alone[place])
                group.addTask {
                    let scores = try await translator.translate(lines, .greedy).map(\.score)
                    #expect(scores == expected)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func progressRisesToTheCountOfSentences() async throws {
        final class Told: @unchecked Sendable {
            private let lock = NSLock()
            private var all: [TranslationProgress] = []
            func add(_ progress: TranslationProgress) { lock.withLock { all.append(progress) } }
            var values: [TranslationProgress] { lock.withLock { all } }
        }
        let told = Told()
        let translator = try Translator.copying(limits: BatchLimits(sentences: 4))
        let requests = (0..<30).map { TranslationRequest("Ab\($0 % 7). Cd.") }
        _ = try await translator.translate(requests: requests, .greedy) { told.add($0) }
        let values = told.values
        #expect(values.last?.done == 60 && values.allSatisfy { $0.count == 60 })
        #expect(zip(values, values.dropFirst()).allSatisfy { $0.done < $1.done })
    }

    @Test func aStreamTakesRequestsWithPrefixes() async throws {
        let translator = try Translator.copying()
        let (stream, continuation) = AsyncStream<TranslationRequest>.makeStream()
        continuation.yield(TranslationRequest("abc", targetPrefix: "de"))
        continuation.yield(TranslationRequest("abc"))
        continuation.finish()
        var texts: [String] = []
        for try await result in translator.translations(of: stream, .greedy) {
            texts.append(result.text)
        }
        #expect(texts.count == 2 && texts[0].hasPrefix("de") && texts[1] == "abc")
    }
}

extension Translator {
    /// A translator with a model that has learned nothing, but attends.
    static func attending() throws -> Translator {
        let tokenizer = try characterTokenizer()
        let model = Transformer(TransformerConfiguration(.tiny, for: tokenizer), seed: 1)
        return Translator(model, tokenizer, workers: 1, precision: .float32)
    }
}
