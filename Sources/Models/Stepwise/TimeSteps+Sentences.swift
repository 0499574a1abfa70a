import Tensors
import Text

extension TimeSteps {
    /// The steps of packed sentences.
    init(_ sentences: PackedSentences, reversed: Bool = false) {
        self.init(
            sentenceOffsets: sentences.offsets, rows: sentences.rows, reversed: reversed)
    }
}
