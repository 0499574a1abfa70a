import Foundation
import Models
import Tensors
import TestSupport
import Text

extension Context {
    /// The loss of a batch, its gradients added to `gradients`.
    func gradients(
        of model: some SequenceToSequenceModel, _ batch: Batch, smoothing: Float = 0,
        into gradients: ParameterVector
    ) -> LossSums {
        backpropagate(into: gradients, dropout: nil) {
            model.loss(of: batch, smoothing: smoothing, self)
        }
    }
}

extension SequenceToSequenceModel {
    /// The most probable token at every step, up to 50 tokens more than the source has.
    func greedyTranslations(
        of source: PackedSentences, _ context: Context
    ) -> [[Int32]] {
        var state = encode(source, context)
        var translations = [[Int32]](repeating: [], count: source.count)
        for _ in 0..<source.longestCount + 50 {
            let tokens = translations.map { $0.last ?? specialTokens.start }
            let logits = step(tokens, &state, context).array()
            for row in translations.indices where translations[row].last != specialTokens.end {
                let values = logits[row * targetVocabularySize..<(row + 1) * targetVocabularySize]
                let best = values.indices
                    .filter { !suppressedTokens.contains(Int32($0 - values.startIndex)) }
                    .max { values[$0] < values[$1] }
                translations[row].append(best.map { Int32($0 - values.startIndex) } ?? -1)
            }
        }
        return translations
    }
}

extension TranslationTokenizer {
    /// A tokenizer of characters.
    ///
    /// - Parameters:
    ///   - pieces: In the order of their ids, from 2 on.
    ///   - text: What the model of the pieces is trained on, which decides their scores.
    static func made(
        of pieces: [String], from source: String? = nil, to target: String? = nil,
        text: String = "abc"
    ) throws -> TranslationTokenizer {
        let model = try SentencePieceModel.characters(of: text)
        let all = ["</s>", "<unk>"] + pieces + ["\u{2581}", "<pad>"]
        let entries = all.enumerated().map { (piece: $0.element, id: Int32($0.offset)) }
        return try TranslationTokenizer(
            sourceModel: model, targetModel: model,
            vocabulary: Vocabulary(entries, name: "The vocabulary"),
            settings: TokenizerSettings(sourceLanguage: source, targetLanguage: target))
    }
}

extension ModelDirectory {
    /// The members of a JSON file.
    func object(_ name: String = configurationName) throws -> [String: Any] {
        try jsonObject(Data(contentsOf: url.appendingPathComponent(name)))
    }

    /// Changes members of `config.json`.
    func changeConfiguration(_ change: (inout [String: Any]) throws -> Void) throws {
        var object = try object()
        try change(&object)
        try JSONSerialization.data(withJSONObject: object)
            .write(to: url.appendingPathComponent(Self.configurationName))
    }
}

/// The logits of two pairs of sentences.
func logits(of model: any SequenceToSequenceModel, _ precision: Precision) -> [Float] {
    let batch = Batch(sentences([4, 9]), sentences([5, 3], seed: 2), model)
    return model.logits(of: batch, record: nil, Context(precision: precision)).array()
}
