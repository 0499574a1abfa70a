extension CalqueError {
    /// What is at fault, for programs that answer with a status.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// The text of a request or a run: two files with different numbers of lines, bytes that are
        /// not UTF-8, a sentence that is too long for the model.
        case input
        /// The settings of a request or a recipe: one that is out of its range, two that contradict
        /// each other, one that asks for a layer that this model does not have.
        case configuration
        /// The folder of a model or a run, and so whoever made or copied it: it holds no model, a file
        /// is damaged, its files do not belong together, its weights are no numbers.
        case model
        /// This processor or this version of Calque, which cannot do it for anybody: bfloat16 on a
        /// processor without it, a model of an unknown architecture.
        case unsupported
        /// This machine and what lies on it: a file that is missing or cannot be written, a full disk,
        /// a folder that holds something else or that another process works in.
        case system
        /// A training whose loss or gradients are no longer finite, most often because its recipe has
        /// too high a learning rate.
        case divergence
    }
}
