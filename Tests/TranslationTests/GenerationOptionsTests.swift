import Basics
import Models
import TestSupport
import Testing
import Translation
import Text

/// What a model's directory says of searching.
struct GenerationOptionsTests {
    private let source: [[Int32]] = [[1, 2, 3, 0]]

    /// A model whose directory has settings.
    private func model(
        _ change: (inout GenerationSettings) -> Void
    ) -> Transformer {
        var model = Transformer(
            TransformerConfiguration(
                vocabularySize: 8, specialTokens: SpecialTokens(padding: 7)))
        change(&model.generation)
        return model
    }

    @Test func aModelThatSaysNothingHasTheDefaults() {
        #expect(SearchOptions(for: model { _ in }) == SearchOptions())
        #expect(SearchOptions(for: ToyModel.constant([0, 1])) == SearchOptions())
    }

    @Test func theSettingsTakeThePlaceOfTheDefaults() {
        let options = SearchOptions(
            for: model {
                $0.beamSize = 6
                $0.lengthPenalty = 1.5
                $0.earlyStopping = .yes
                $0.repetitionPenalty = 1.2
                $0.noRepeatNGramSize = 3
                $0.maximumLength = 20
            })
        #expect(options.beamSize == 6 && options.lengthPenalty == .average(exponent: 1.5))
        #expect(options.stoppingRule == .beamFilled && options.repetitionPenalty == 1.2)
        // The start and the end token count in the file.
        #expect(options.noRepeatNGramSize == 3 && options.maximumLength == 18)
        #expect(options.maximumLengthOffset == SearchOptions().maximumLengthOffset)
    }

    @Test func searchesTakeWhateverADirectoryMaySay() throws {
        let ends: [(Int, Double, Double)] = [
            (
                GenerationSettings.beamSizes.lowerBound,
                GenerationSettings.lengthPenalties.lowerBound,
                GenerationSettings.repetitionPenalties.lowerBound
            ),
            (
                GenerationSettings.beamSizes.upperBound,
                GenerationSettings.lengthPenalties.upperBound,
                GenerationSettings.repetitionPenalties.upperBound
            ),
        ]
        for (beamSize, lengthPenalty, repetitionPenalty) in ends {
            let options = SearchOptions(
                for: model {
                    $0.beamSize = beamSize
                    $0.lengthPenalty = lengthPenalty
                    $0.repetitionPenalty = repetitionPenalty
                })
            try options.validate(vocabularySize: 8)
        }
    }

    @Test(arguments: [
        (GenerationSettings.EarlyStopping.no, StoppingRule.currentLength), (.yes, .beamFilled),
        (.never, .exact),
    ])
    func searchesStopAsInTransformers(early: GenerationSettings.EarlyStopping, rule: StoppingRule) {
        #expect(SearchOptions(for: model { $0.earlyStopping = early }).stoppingRule == rule)
    }

    @Test func aMaximumThatIsTheModelsOwnIsNone() {
        #expect(SearchOptions(for: model { $0.maximumLength = 512 }).maximumLength == nil)
        #expect(SearchOptions(for: model { $0.maximumLength = 1 }).maximumLength == 0)
    }

    @Test(arguments: [1, 4])
    func theMaximumLengthBindsWhateverTheSourceHas(beamSize: Int) {
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.maximumLength = 2
        }
        let result = options.search(source, ToyModel.constant([-9, 0, -1, -2]))[0][0]
        #expect(result.tokens == [1, 1] && result.isCutOff)
    }

    /// Token 1 is always the most probable, then 2, then 3.
    @Test(arguments: [1, 3])
    func aSuppressedSequenceNeverOccurs(beamSize: Int) {
        let talkative = ToyModel.constant([-9, 2, 1, 0.5])
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.maximumLengthRatio = 0
            $0.maximumLengthOffset = 6
            $0.lengthPenalty = .average(exponent: 1)
            $0.suppressedSequences = [[1, 1], [1, 2, 1], [3]]
        }
        let result = options.search(source, talkative)[0][0]
        // Twice token 1 is as much as there can be, wherever in the sentence a beam has it.
        if beamSize == 1 { #expect(result.tokens == [1, 2, 2, 1, 2, 2]) }
        #expect(result.tokens.count == 6 && result.tokens.count { $0 == 1 } == 2)
        #expect(!result.tokens.contains(3))
        for start in result.tokens.indices {
            let following = result.tokens[start...]
            #expect(!following.starts(with: [1, 1]) && !following.starts(with: [1, 2, 1]))
        }
        let expected = talkative.tokenLogProbabilities(of: result.tokens, source: source[0])
        #expect(abs(result.logProbability - expected.reduce(0, +)) < 1e-5)
    }

    @Test func whatTheModelSuppressesIsAdded() {
        var toy = ToyModel.constant([-9, 2, 1, 0.5])
        toy.generation.suppressedSequences = [[1, 1]]
        var options = SearchOptions.greedy
        options.maximumLengthRatio = 0
        options.maximumLengthOffset = 4
        #expect(options.search(source, toy)[0][0].tokens == [1, 2, 1, 2])
    }

    @Test(arguments: [[[Int32]()], [[1, 9]]])
    func sequencesThatCannotBeAreRefused(sequences: [[Int32]]) {
        let options = SearchOptions.with { $0.suppressedSequences = sequences }
        #expect(throws: CalqueError.self) { try options.validate(vocabularySize: 8) }
    }
}
