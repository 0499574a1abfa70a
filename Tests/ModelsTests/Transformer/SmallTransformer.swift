import Basics
import Models
import Tensors
import TestSupport
import Text

extension TransformerConfiguration {
    /// Small enough for tests: two layers of width 16, a vocabulary of 20; `</s>` is 0, `<pad>`
    /// and start are 19.
    static func small(
        _ change: (inout TransformerConfiguration) -> Void = { _ in }
    ) -> TransformerConfiguration {
        var configuration = TransformerConfiguration(
            vocabularySize: 20, specialTokens: SpecialTokens(padding: 19))
        configuration.width = 16
        configuration.encoderLayers = 2
        configuration.decoderLayers = 2
        configuration.encoderHeads = 2
        configuration.decoderHeads = 2
        configuration.encoderInnerWidth = 24
        configuration.decoderInnerWidth = 24
        configuration.maximumLength = 64
        change(&configuration)
        return configuration
    }

    /// Every way in which a Transformer may be put together.
    static let variants: [TransformerConfiguration] = [
        .small(), .small { $0.normPlacement = .pre }, .small { $0.positions = .learned },
        .small {
            $0.embeddings.isShared = false
            $0.embeddings.tiesOutput = false
            $0.embeddings.sourceVocabularySize = 23
            $0.activation = .swish
        },
        .small {
            $0.embeddings.isShared = false
            $0.scalesEmbedding = false
            $0.encoderLayers = 1
            $0.decoderLayers = 3
            $0.decoderHeads = 4
            $0.activation = .gelu
        },
        .small { $0.decoder = .ssru }, .small { $0.positions = .marian },
        .small {
            $0.decoder = .ssru
            $0.normPlacement = .pre
            $0.decoderLayers = 3
            $0.embeddings.isShared = false
        },
    ]
}

extension Transformer {
    /// A model with random weights, biases and gains included.
    static func random(
        _ configuration: TransformerConfiguration = .small(), seed: UInt64 = 1
    ) -> Transformer {
        let model = Transformer(configuration)
        var random = RandomSource(seed: seed)
        model.parameters.initialize(using: &random)
        model.parameters.addNoise(0.1, using: &random)
        return model
    }
}

/// Random sentences of these lengths, the end token 0 included.
func sentences(_ lengths: [Int], vocabulary: Int = 20, seed: UInt64 = 1) -> [[Int32]] {
    var random = RandomSource(seed: seed)
    return lengths.map { length in
        (1..<length).map { _ in Int32.random(in: 1..<Int32(vocabulary - 1), using: &random) } + [0]
    }
}
