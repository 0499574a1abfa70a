package import Basics
package import Models
package import Tensors
package import Text

// MARK: Tensors

extension Context {
    /// Random numbers from the standard normal distribution.
    package func random(_ rows: Int, _ columns: Int, seed: UInt64 = 2) -> Tensor {
        var random = RandomSource(seed: seed)
        return tensor((0..<rows * columns).map { _ in random.nextNormal() }, rows, columns)
    }
}

extension SafetensorsCollection {
    /// A copy of the numbers of a tensor.
    package func numbers<Number>(_ name: String) throws -> [Number] {
        try withExtendedLifetime(self) {
            let bytes = try bytes(of: name)
            let stride = MemoryLayout<Number>.stride
            return (0..<bytes.count / stride).map {
                bytes.loadUnaligned(fromByteOffset: $0 * stride, as: Number.self)
            }
        }
    }

    /// The sentences of `NAME_ids`, cut at `NAME_offsets`.
    package func sentences(_ name: String) throws -> [[Int32]] {
        let ids: [Int32] = try numbers("\(name)_ids")
        let offsets: [Int32] = try numbers("\(name)_offsets")
        return zip(offsets, offsets.dropFirst()).map { Array(ids[Int($0)..<Int($1)]) }
    }
}

// MARK: Weights

extension ParameterVector {
    /// A copy of the numbers of one parameter. (The address that the subscript returns is good only
    /// while the vector is held.)
    package func array(_ parameter: Parameter) -> [Float] {
        withExtendedLifetime(self) { Array(self[parameter]) }
    }
}

extension ParameterStore {
    /// All weights, in order.
    package var weights: [Float] { entries.flatMap { Array($0.parameter.values) } }

    /// Adds random numbers to all weights: no bias stays 0, and no gain 1.
    package func addNoise(_ deviation: Float, using random: inout RandomSource) {
        for entry in entries {
            let values = entry.parameter.values
            for place in values.indices { values[place] += deviation * random.nextNormal() }
        }
    }
}

// MARK: Models

extension TransformerConfiguration {
    /// A Transformer of a size for the vocabulary of a tokenizer.
    package init(_ size: ModelSize, for tokenizer: TranslationTokenizer) {
        let vocabulary = tokenizer.target.vocabulary
        self.init(
            vocabularySize: vocabulary.count,
            specialTokens: SpecialTokens(
                start: vocabulary.paddingID, end: vocabulary.endID, padding: vocabulary.paddingID))
        apply(size)
    }
}

extension Transformer {
    /// A model that has learned nothing.
    package init(_ configuration: TransformerConfiguration, seed: UInt64) {
        self.init(configuration)
        var random = RandomSource(seed: seed)
        parameters.initialize(using: &random)
    }
}

extension SpecialTokens {
    /// Token 0 ends a sentence, and padding begins it, as in Marian.
    package init(padding: Int32) {
        self.init(start: padding, end: 0, padding: padding)
    }
}

extension Batch {
    /// Pairs of sentences, each with its end token, as a model takes them.
    package init(
        _ sources: [[Int32]], _ targets: [[Int32]], _ model: some TranslationModel,
        rowMultiple: Int = 32
    ) {
        self.init(
            Array(sources.indices), sources: sources.map { $0[...] },
            targets: targets.map { $0[...] }, model.specialTokens, rowMultiple: rowMultiple)
    }
}
