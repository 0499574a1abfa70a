import Basics
import Testing
import Translation

/// Options as words.
struct SearchKeyTests {
    @Test func wordsAreTheOptionsThatTheyName() throws {
        let options = try SearchOptions([
            "beam": "2", "n-best": "2", "length-penalty": "0.8", "length-penalty-form": "average",
            "maximum-length": "30", "maximum-length-ratio": "1.5", "maximum-length-offset": "7",
            "minimum-length": "1", "stopping": "beamFilled", "repetition-penalty": "1.2",
            "no-repeat-ngram": "3", "coverage-penalty": "0.1", "allow-unknown": "true",
            "shortlist": "false",
        ])
        var expected = SearchOptions(
            beamSize: 2, nBest: 2, lengthPenalty: .average(exponent: 0.8), maximumLength: 30)
        expected.maximumLengthRatio = 1.5
        expected.maximumLengthOffset = 7
        expected.minimumLength = 1
        expected.stoppingRule = .beamFilled
        expected.repetitionPenalty = 1.2
        expected.noRepeatNGramSize = 3
        expected.coveragePenalty = 0.1
        expected.allowsUnknown = true
        expected.usesShortlist = false
        #expect(options == expected)
    }

    @Test func samplingHasABeamOfOne() throws {
        let options = try SearchOptions([
            "sample": "true", "temperature": "0.5", "top-k": "3", "top-p": "0.9", "seed": "7",
        ])
        var sampling = SearchOptions.Sampling(seed: 7)
        sampling.temperature = 0.5
        sampling.topK = 3
        sampling.topP = 0.9
        #expect(options == .sampling(sampling))
    }

    @Test func whatIsNotNamedIsTheDefault() throws {
        let defaults = SearchOptions(beamSize: 7)
        #expect(try SearchOptions([:], defaults: defaults) == defaults)
        #expect(try SearchOptions(["n-best": "2"], defaults: defaults).beamSize == 7)
    }

    @Test(arguments: [
        (["beams": "2"], "Was beam meant?"), (["beam": "0"], "allowed is a whole number from 1 on"),
        (["beam": "wide"], "allowed is"), (["stopping": "never"], "exact, currentLength"),
        (["seed": "3"], "with sample"), (["length-penalty": "nan"], "a number"),
    ])
    func othersAreErrors(words: [String: String], part: String) {
        let error = #expect(throws: CalqueError.self) { try SearchOptions(words) }
        #expect(error?.message.contains(part) == true && error?.kind == .configuration)
    }

    @Test func everyKeyHasItsSentence() {
        #expect(Set(SearchOptions.keys.map(\.name)).count == SearchOptions.keys.count)
        for key in SearchOptions.keys {
            #expect(key.meaning.hasSuffix(".") && !key.allowed.isEmpty, "\(key.name)")
        }
    }
}
