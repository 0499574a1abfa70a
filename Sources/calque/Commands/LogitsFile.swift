import CalqueKit
import Foundation

/// A file of the logits that a model gives for pairs, for comparing models number by number.
enum LogitsFile {
    /// Writes `logits` `[tokens, V]`, float32, and `offsets` `[pairs + 1]`, int64. A pair without
    /// tokens has no logits.
    ///
    /// - Throws: `CalqueError` when the file cannot be written.
    static func write(_ pairs: [EncodedPair], _ translator: Translator, to url: URL) throws {
        let vocabulary = translator.model.targetVocabularySize
        let offsets = pairs.reduce(into: [Int64(0)]) {
            $0.append(($0.last ?? 0) + Int64($1.target.count))
        }
        let count = Int(offsets.last ?? 0)
        let tensors = [
            SafetensorsTensor(name: "logits", type: .float32, shape: [count, vocabulary]) {
                output in
                for pair in pairs where !pair.target.isEmpty {
                    let values = try logits(of: pair, translator)
                    try values.withUnsafeBytes { try output.write($0) }
                }
            },
            SafetensorsTensor(name: "offsets", type: .int64, shape: [offsets.count]) { output in
                try offsets.withUnsafeBytes { try output.write($0) }
            },
        ]
        try SafetensorsWriter.write(tensors, to: url)
    }

    /// Logits of every target token of a pair, `[tokens, V]`.
    private static func logits(of pair: EncodedPair, _ translator: Translator) throws -> [Float] {
        let model = translator.model
        let batch = Batch(
            [0], sources: [pair.source[...]], targets: [pair.target[...]], model.specialTokens)
        let parts = try translator.pool.run { worker, context in
            guard worker == 0 else { return [Float]() }
            let values = model.logits(of: batch, record: nil, context).array()
            return Array(values.prefix(pair.target.count * model.targetVocabularySize))
        }
        return parts[0]
    }
}
