import Basics
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text

/// A way in which a small model may be put together.
struct ModelVariant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let configuration: any ModelConfiguration

    /// The model with random weights, biases and gains included.
    func makeModel(seed: UInt64 = 1) -> any SequenceToSequenceModel {
        let model = configuration.makeModel(seed: seed)
        var random = RandomSource(seed: seed + 100)
        model.parameters.addNoise(0.1, using: &random)
        return model
    }

    /// Whether a configuration is this variant's.
    func isOf(_ other: any ModelConfiguration) -> Bool {
        switch (configuration, other) {
        case (let one as TransformerConfiguration, let other as TransformerConfiguration):
            one == other
        case (let one as RecurrentConfiguration, let other as RecurrentConfiguration):
            one == other
        case (
            let one as NeuralTuringTranslationConfiguration,
            let other as NeuralTuringTranslationConfiguration
        ):
            one == other
        default: false
        }
    }

    static let all =
        TransformerConfiguration.variants.enumerated().map {
            ModelVariant(testDescription: "Transformer \($0)", configuration: $1)
        }
        + RecurrentConfiguration.variants.map {
            ModelVariant(
                testDescription: $0.properties.map(\.value).joined(separator: ", "),
                configuration: $0)
        }
        + [ModelVariant(testDescription: "Neural Turing Machine", configuration: memory)]

    /// Transformers that lack one part each, and one that lacks all that can be missing together.
    static let studied =
        TransformerStudy.Part.allCases.map { studied([$0]) } + [
            studied(Set(TransformerStudy.Part.allCases)),
            ModelVariant(
                testDescription: "without residual, norm before",
                configuration: TransformerConfiguration.small {
                    $0.study.without = [.residual]
                    $0.normPlacement = .pre
                }),
        ]

    private static func studied(_ parts: Set<TransformerStudy.Part>) -> ModelVariant {
        let study = TransformerStudy(without: parts)
        return ModelVariant(
            testDescription: "without \(study)",
            configuration: TransformerConfiguration.small { $0.study = study })
    }

    /// Whether a part is missing for study.
    func lacks(_ part: TransformerStudy.Part) -> Bool {
        (configuration as? TransformerConfiguration)?.study.without.contains(part) ?? false
    }

    /// Those whose attention is made step by step.
    static let recordingStepByStep = all.filter {
        ($0.configuration as? RecurrentConfiguration)?.attention != nil
            || $0.configuration is NeuralTuringTranslationConfiguration
    }

    /// A memory that is smaller than some sentences are long.
    static let memory: NeuralTuringTranslationConfiguration = {
        var configuration = NeuralTuringTranslationConfiguration(
            EmbeddingConfiguration(
                vocabularySize: 20, specialTokens: SpecialTokens(padding: 19)))
        configuration.width = 16
        configuration.embeddingWidth = 12
        configuration.slots = 7
        configuration.slotWidth = 5
        configuration.readHeads = 2
        configuration.maximumLength = 64
        return configuration
    }()
}

extension RecurrentConfiguration {
    /// Small enough for tests; the tokens are those of `TransformerConfiguration.small`.
    static func small(
        _ cell: RecurrentCell, _ change: (inout RecurrentConfiguration) -> Void = { _ in }
    ) -> RecurrentConfiguration {
        var configuration = RecurrentConfiguration(
            EmbeddingConfiguration(
                vocabularySize: 20, specialTokens: SpecialTokens(padding: 19)))
        configuration.cell = cell
        configuration.width = 16
        configuration.embeddingWidth = 12
        configuration.attentionWidth = 10
        configuration.maximumLength = 64
        change(&configuration)
        return configuration
    }

    /// Every way in which a recurrent model may be put together.
    static let variants: [RecurrentConfiguration] =
        RecurrentCell.allCases.flatMap { cell -> [RecurrentConfiguration] in
            [
                .small(cell) { $0.reading = .reversed },
                .small(cell) {
                    $0.layers = 2
                    $0.reading = .both
                    $0.attention = .additive
                },
            ]
        } + [
            .small(.lstm) { $0.layers = 3 },
            .small(.gru) {
                $0.reading = .both
                $0.attention = .general
                $0.embeddings.isShared = false
                $0.embeddings.tiesOutput = false
                $0.embeddings.sourceVocabularySize = 23
            },
            .small(.lstm) { $0.attention = .dot },
        ]
}
