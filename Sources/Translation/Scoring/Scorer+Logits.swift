public import Foundation
import Tensors
import Text

extension Scorer {
    /// Writes a file of the logits that the model gives for pairs, for comparing models number by
    /// number: `logits` `[tokens, V]`, float32, of all target tokens one after the other, and `offsets`
    /// `[pairs + 1]`, int64, where each pair begins. A pair without tokens has no logits.
    ///
    /// - Throws: `CalqueError` when the file cannot be written.
    public func writeLogits(of pairs: [EncodedPair], to url: URL) throws {
        let offsets = pairs.reduce(into: [Int64(0)]) {
            $0.append(($0.last ?? 0) + Int64($1.target.count))
        }
        let count = Int(offsets.last ?? 0)
        let shape = [count, model.targetVocabularySize]
        let tensors = [
            SafetensorsTensor(name: "logits", type: .float32, shape: shape) { output in
                for pair in pairs where !pair.target.isEmpty {
                    try logits(of: pair).withUnsafeBytes { try output.write($0) }
                }
            },
            SafetensorsTensor(name: "offsets", type: .int64, shape: [offsets.count]) { output in
                try offsets.withUnsafeBytes { try output.write($0) }
            },
        ]
        try SafetensorsWriter.write(tensors, to: url)
    }

    /// Logits of every target token of a pair, `[tokens, V]`.
    private func logits(of pair: EncodedPair) throws -> [Float] {
        let batch = Batch([pair], model.specialTokens)
        let parts = try queue.pool.run { [model] worker, context in
            guard worker == 0 else { return [Float]() }
            let values = model.logits(of: batch, record: nil, context).array()
            return Array(values.prefix(pair.target.count * model.targetVocabularySize))
        }
        return parts[0]
    }
}
