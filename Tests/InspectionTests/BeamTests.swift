import Basics
import Figures
import Foundation
import Inspection
import TestSupport
import Testing
import Text
import Translation

struct InspectedBeamTests {
    private let tokenizer: TranslationTokenizer

    init() throws { tokenizer = try characterTokenizer() }

    /// A model whose probabilities are a table's: what may follow a text, as characters, "." for
    /// the end.
    private func translator(_ table: [String: [Character: Double]]) throws -> Translator {
        let vocabulary = tokenizer.target.vocabulary
        let space = tokenizer.encodeTarget("a")[0]
        func id(_ character: Character) -> Int32 {
            character == "." ? vocabulary.endID : tokenizer.encodeTarget(String(character))[1]
        }
        var logits: [[Int32]: [Float]] = [:]
        func row(_ probabilities: [Int32: Double]) -> [Float] {
            var row = [Float](repeating: -40, count: vocabulary.count)
            for (token, probability) in probabilities { row[Int(token)] = Float(log(probability)) }
            return row
        }
        logits[[]] = row([space: 1])
        for (text, next) in table {
            let pairs = next.map { (id($0), $1) }
            logits[[space] + text.map(id)] = row(Dictionary(uniqueKeysWithValues: pairs))
        }
        let end = row([vocabulary.endID: 1])
        let known = logits
        return Translator(
            ToyModel(vocabulary) { _, prefix in known[prefix] ?? end }, tokenizer, workers: 1,
            precision: .float32)
    }

    /// "ac" has a probability of 0.306, "ad" of 0.294, "bc" of 0.4.
    private func forked() throws -> Translator {
        try translator([
            "": ["a": 0.6, "b": 0.4], "a": ["c": 0.51, "d": 0.49], "b": ["c": 1],
        ])
    }

    private let greedy = SearchOptions.with {
        $0.beamSize = 1
        $0.lengthPenalty = .average(exponent: 0)
    }

    @Test func greedySearchMissesTheBestAndTheErrorIsFound() async throws {
        let beam = try await forked().inspectBeam(of: "x", greedy, reference: "bc")
        #expect(beam.method == .greedy && beam.translations.map(\.text) == ["ac"])
        let reference = try #require(beam.reference)
        #expect(reference.verdict == .searchError)
        // The first token is the space before the word.
        #expect(reference.outcome == .lost(step: 2, rank: 2) && reference.lostStep == 2)
        #expect(abs(Double(reference.tokens[1].logProbability) - log(0.4)) < 1e-5)
        #expect(reference.tokens[1].rank == 2 && reference.tokens[2].rank == 1)
        #expect(abs((reference.score ?? 0) - log(0.4)) < 1e-5)
        #expect(abs(reference.bestScore - log(0.306)) < 1e-5)
        #expect(abs(reference.logProbability - log(0.4)) < 1e-5)
        #expect(reference.nodes.map { beam.nodes[$0].fate }.last == .pruned(step: 2, rank: 2))
        #expect(beam.caption.contains("step 2") && beam.caption.contains("search error"))
    }

    @Test func whatTheModelFindsWorseIsAModelError() async throws {
        let beam = try await forked().inspectBeam(of: "x", greedy, reference: "ad")
        let reference = try #require(beam.reference)
        #expect(reference.verdict == .modelError && reference.outcome == .lost(step: 3, rank: 2))
    }

    @Test func aWiderBeamFindsIt() async throws {
        var options = greedy
        options.beamSize = 2
        options.nBest = 2
        let beam = try await forked().inspectBeam(of: "x", options, reference: "bc")
        #expect(beam.method == .beam && beam.translations.map(\.text) == ["bc", "ac"])
        #expect(beam.reference?.verdict == .found && beam.reference?.outcome == .found(rank: 1))
        let second = try await forked().inspectBeam(of: "x", options, reference: "ac")
        #expect(second.reference?.outcome == .found(rank: 2))
        #expect(second.reference?.verdict == .modelError)
    }

    @Test func whatTheOptionsForbidIsExcluded() async throws {
        var options = greedy
        options.suppressedTokens = [tokenizer.encodeTarget("b")[1]]
        let beam = try await forked().inspectBeam(of: "x", options, reference: "bc")
        let reference = try #require(beam.reference)
        #expect(reference.verdict == .excluded && reference.score == nil)
        #expect(reference.outcome == .lost(step: 2, rank: nil))
        #expect(reference.tokens.map { $0.rank == nil } == [false, true, false, false])
    }

    @Test func theSearchMayEndBeforeTheReferenceDoes() async throws {
        let translator = try translator([
            "": ["a": 0.58, ".": 0.4, "b": 0.02], "a": ["b": 1], "ab": ["c": 1],
            "abc": ["d": 0.9, ".": 0.1], "b": ["e": 1], "be": ["f": 1], "bef": ["g": 1],
        ])
        var options = greedy
        options.beamSize = 2
        options.minimumLength = 1
        options.stoppingRule = .beamFilled
        let beam = try await translator.inspectBeam(of: "x", options, reference: "abcd")
        let reference = try #require(beam.reference)
        // Nothing at all and "abc" are the two that fill the beam.
        #expect(beam.stepCount == 5 && reference.outcome == .open(step: 5))
        #expect(reference.verdict == .searchError && reference.lostStep == nil)
        let open = beam.nodes.indices.filter { beam.nodes[$0].fate == .open }
        let last = try #require(reference.nodes.last)
        #expect(open.count == 2 && open.contains(last))
        #expect(beam.caption.contains("in the beam when the search ended after step 5"))
        options.stoppingRule = .exact
        let whole = try await translator.inspectBeam(of: "x", options, reference: "abcd")
        #expect(whole.reference?.verdict == .found)
    }

    @Test(arguments: [
        SearchOptions.greedy,
        .with {
            $0.beamSize = 3
            $0.nBest = 3
        }, .sampling(.with(seed: 2)),
    ])
    func theTreeAddsUp(options: SearchOptions) async throws {
        var options = options
        options.maximumLengthOffset = 8
        let model = ToyModel.random(vocabulary: tokenizer.target.vocabulary.count, seed: 4)
        let vocabulary = tokenizer.target.vocabulary
        let translator = Translator(
            ToyModel(vocabulary) { source, prefix in model.logits(source, prefix) }, tokenizer,
            workers: 1, precision: .float32)
        let beam = try await translator.inspectBeam(of: "abc", options, reference: "cab")
        let found = try await translator.translate(
            encoded: [tokenizer.encodeSource("abc")], options)[0]
        #expect(beam.translations.map(\.score) == found.map(\.score))
        #expect(beam.translations.map(\.logProbability) == found.map(\.logProbability))
        for (translation, found) in zip(beam.translations, found) {
            let path = beam.path(to: translation.node)
            #expect(path.map { beam.nodes[$0].id } == found.tokens + [vocabulary.endID])
            #expect(
                beam.nodes[translation.node].cumulativeLogProbability == found.logProbability)
        }
        for (place, node) in beam.nodes.enumerated().dropFirst() {
            let parent = try #require(node.parent)
            #expect(parent < place && beam.nodes[parent].step == node.step - 1)
            #expect(
                node.cumulativeLogProbability
                    == beam.nodes[parent].cumulativeLogProbability + Double(node.logProbability))
            switch beam.nodes[parent].fate {
            case .kept: break
            case .pruned(let step, let rank):
                #expect(step == node.step && (node.rank ?? 0) >= rank ?? 0)
                #expect(node.fate == .pruned(step: step, rank: node.rank))
            case .finished, .open: Issue.record("something follows the end")
            }
        }
        for step in 1...beam.stepCount {
            let ranks = beam.candidates(of: step).compactMap(\.rank)
            #expect(ranks == ranks.sorted() && Set(ranks).count == ranks.count)
        }
        #expect(beam.reference.map { $0.nodes.count } ?? 0 > 0)
        let data = try JSONEncoder().encode(beam)
        #expect(try JSONDecoder().decode(InspectedBeam.self, from: data) == beam)
    }

    @Test func whatIsDrawnHasItsProbability() async throws {
        let options = SearchOptions.sampling(
            .with(seed: 1) {
                $0.temperature = 0.5
                $0.topK = 2
            })
        let beam = try await forked().inspectBeam(of: "x", options)
        #expect(beam.method == .sampling)
        let second = beam.candidates(of: 2)
        #expect(second.map(\.piece).prefix(2) == ["a", "b"])
        let probabilities = second.compactMap(\.drawingProbability)
        #expect(abs(probabilities[0] - 0.36 / 0.52) < 1e-5)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
        #expect(second.count { $0.fate == .kept } == 1)
        #expect(beam.figure().title.contains("temperature 0.5, top-k 2, seed 1"))
    }

    @Test func thePictureOutlinesTheReference() async throws {
        var options = greedy
        options.beamSize = 2
        let beam = try await forked().inspectBeam(of: "x", options, reference: "ad")
        let figure = beam.figure(model: "en-<de>")
        #expect(figure.title == "en-<de>: Beam of 2: x")
        #expect(figure.nodes.count == beam.nodes.count)
        #expect(
            figure.nodes.indices.filter { figure.nodes[$0].isOutlined } == beam.reference?.nodes)
        for (shown, node) in zip(figure.nodes, beam.nodes).dropFirst() {
            #expect(abs(shown.weight - exp(Double(node.logProbability))) < 1e-9)
        }
        let svg = figure.svg()
        #expect(svg.contains("en-&lt;de&gt;: Beam of 2") && svg.contains("fell out of the beam"))
        let text = figure.terminal(width: 60, colors: .none)
        #expect(text.contains("■") && text.contains(" 1.  ") && text.contains("◆"))
    }

    @Test func aModelWithoutNumbersIsAnError() async throws {
        let vocabulary = tokenizer.target.vocabulary
        let translator = Translator(
            ToyModel(vocabulary) { _, _ in [Float](repeating: .nan, count: vocabulary.count) },
            tokenizer, workers: 1, precision: .float32)
        for options in [greedy, .with { $0.beamSize = 3 }, .sampling(.with())] {
            await #expect(throws: CalqueError.self) {
                try await translator.inspectBeam(of: "x", options, reference: "ab")
            }
        }
    }

    @Test func badRequestsAreExplained() async throws {
        let translator = try forked()
        func message(
            _ source: String, _ reference: String? = nil, alternatives: Int = 5
        ) async throws -> String {
            do {
                _ = try await translator.inspectBeam(
                    of: source, greedy, reference: reference, alternatives: alternatives)
                return ""
            } catch let error as CalqueError { return error.message }
        }
        #expect(try await message(" ").contains("The line is empty"))
        #expect(try await message("x", "").contains("The reference is empty"))
        #expect(try await message("x", "a☃b").contains("lacks “☃”"))
        #expect(try await message("x", alternatives: 0).contains("1 or more"))
    }
}
