import Basics
import Layers
import Models
import Tensors
import TestSupport
import Text
import Translation

/// A Transformer with random weights, biases and gains included, and a translator with it.
struct SmallTransformer {
    let model: Transformer
    let tokenizer: TranslationTokenizer
    let translator: Translator

    init(norm: NormPlacement = .post, decoder: DecoderKind = .selfAttention) throws {
        tokenizer = try characterTokenizer()
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        // Smooth, so that finite differences are of use.
        configuration.activation = .swish
        configuration.normPlacement = norm
        configuration.decoder = decoder
        configuration.encoderLayers = 2
        configuration.decoderLayers = 2
        model = Transformer(configuration, seed: 1)
        var random = RandomSource(seed: 7)
        model.parameters.addNoise(0.1, using: &random)
        translator = Translator(model, tokenizer, workers: 1, precision: .float32)
    }

    /// A matrix or vector of the model, by its name in files.
    func matrix(_ name: String) throws -> Reference.Matrix { try model.parameters.matrix(name) }

    func vector(_ name: String) throws -> [Double] { try matrix(name).values }

    /// LayerNorm of every row, with the weights of a norm.
    func norm(_ rows: [[Double]], _ name: String) throws -> [[Double]] {
        let (gain, bias) = (try vector("\(name).weight"), try vector("\(name).bias"))
        return rows.map {
            Reference.LayerNorm($0, epsilon: 1e-5).output(gain: gain, bias: bias)
        }
    }
}

extension ParameterStore {
    /// A matrix or vector, by its name in files.
    func matrix(_ name: String) throws -> Reference.Matrix {
        guard let parameter = self[name] else {
            throw CalqueError("There are no weights \(name).", kind: .model)
        }
        return Reference.Matrix(
            parameter.rows, parameter.columns, parameter.values.map(Double.init))
    }
}

extension [Float] {
    /// The first rows of a matrix of some columns.
    func rows(_ count: Int, width: Int) -> [[Double]] {
        (0..<count).map { row in self[row * width..<(row + 1) * width].map(Double.init) }
    }
}

/// A recurrent model, which has no layers that attend to themselves, and a translator with it.
func recurrentTranslator() throws -> (translator: Translator, model: any SequenceToSequenceModel) {
    let tokenizer = try characterTokenizer()
    var configuration = RecurrentConfiguration(EmbeddingConfiguration(for: tokenizer))
    configuration.cell = .gru
    configuration.width = 16
    configuration.embeddingWidth = 12
    configuration.attentionWidth = 10
    configuration.reading = .both
    configuration.attention = .additive
    let model = configuration.makeModel(seed: 1)
    var random = RandomSource(seed: 8)
    model.parameters.addNoise(0.1, using: &random)
    return (Translator(model, tokenizer, workers: 1, precision: .float32), model)
}

/// A Neural Turing Machine with random weights, and a translator with it.
struct SmallMemory {
    let model: NeuralTuringEncoderDecoder
    let tokenizer: TranslationTokenizer
    let translator: Translator

    init() throws {
        tokenizer = try characterTokenizer()
        var configuration = NeuralTuringTranslationConfiguration(
            EmbeddingConfiguration(for: tokenizer))
        configuration.width = 10
        configuration.embeddingWidth = 6
        configuration.slots = 7
        configuration.slotWidth = 5
        configuration.writeHeads = 2
        configuration.readHeads = 1
        model = NeuralTuringEncoderDecoder(configuration)
        var random = RandomSource(seed: 8)
        model.parameters.initialize(using: &random)
        model.parameters.addNoise(0.3, using: &random)
        translator = Translator(model, tokenizer, workers: 1, precision: .float32)
    }
}

extension EmbeddingConfiguration {
    /// Tables for the vocabulary of a tokenizer.
    fileprivate init(for tokenizer: TranslationTokenizer) {
        let vocabulary = tokenizer.target.vocabulary
        self.init(
            vocabularySize: vocabulary.count,
            specialTokens: SpecialTokens(
                start: vocabulary.paddingID, end: vocabulary.endID,
                padding: vocabulary.paddingID))
    }
}
