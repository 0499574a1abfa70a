import Basics
import Models

// Guided alignment (Chen et al. 2016): of an update with N target tokens, T of which have links, what is
// minimised is
//
//     1/N (Σ_n L_n + w Σ_t − Σ_s A_ts log p_ts)
//
// with L_n the label-smoothed cross-entropy of a token, p the attention of one head and A_ts one over
// the number of t's links, where s is one of them. As in Marian, whose rule it is, both sums are
// divided by all target tokens, so that w does not depend on how many have links.
extension TrainingOptions {
    /// How a model is guided by the alignments of its data, where there are some.
    ///
    /// The head is the one that the model has been guided by before, else the first of the last layer,
    /// which Marian takes, too.
    ///
    /// - Throws: `CalqueError` when the model has no such heads.
    func guidance(
        of model: any SequenceToSequenceModel, by data: TrainingData
    ) throws -> AlignmentGuidance? {
        guard data.hasLinks else { return nil }
        guard let last = model.encoderDecoderAttentions.indices.last else {
            throw CalqueError(
                """
                The text has alignments, and the model has no heads of attention to the source that they \
                could guide. Leave them out, or train a Transformer with that attention.
                """, kind: .configuration)
        }
        return AlignmentGuidance(
            model.alignmentHead ?? AlignmentHead(layer: last, head: 0),
            weight: guidedAlignmentWeight)
    }
}
