package import Layers
package import Models
package import Tensors
package import Text

/// A model that decodes by another one in a way of its own, and is that one otherwise.
package protocol WrappingModel: TranslationModel {
    /// The other one.
    var model: Transformer { get }
}

extension WrappingModel {
    /// The other's.
    package var maximumLength: Int { model.maximumLength }
    /// The other's.
    package var sourceVocabularySize: Int { model.sourceVocabularySize }
    /// The other's.
    package var targetVocabularySize: Int { model.targetVocabularySize }
    /// The other's.
    package var specialTokens: SpecialTokens { model.specialTokens }
    /// The other's.
    package var generation: GenerationSettings { model.generation }

    /// Has nothing to prepare.
    package func prepare(for precision: Precision) {}

    /// The other's.
    package func logProbabilities(of batch: Batch, _ context: Context) -> [Float] {
        model.logProbabilities(of: batch, context)
    }

    /// The other's.
    package func logits(of batch: Batch, record: AttentionRecord?, _ context: Context) -> Tensor {
        model.logits(of: batch, record: record, context)
    }
}
