/// How a model's directory says that translations are to be made of its predictions: the settings
/// of `generation_config.json` that Calque heeds. What else the file says is kept, and written again
/// with the model.
public struct GenerationSettings: Sendable, Equatable {
    /// When a beam search may end (`early_stopping` of `transformers`).
    public enum EarlyStopping: Sendable {
        /// `false`: when the best active hypothesis cannot be better at its present length.
        case no
        /// `true`: when as many hypotheses have finished as the beam is wide.
        case yes
        /// `"never"`: when no active hypothesis can still become better.
        case never
    }

    /// Tokens that are never produced: the entries of `bad_words_ids` that have one token.
    public var suppressedTokens: Set<Int32>
    /// Tokens that never follow each other in this order: the longer entries of `bad_words_ids`.
    public var suppressedSequences: [[Int32]] = []
    /// The width of the beam (`num_beams`); nil if the file does not say.
    public var beamSize: Int?
    /// The exponent of the length by which log-probabilities are divided (`length_penalty`).
    public var lengthPenalty: Double?
    /// When a beam search may end (`early_stopping`).
    public var earlyStopping: EarlyStopping?
    /// By what log-probabilities of tokens that are there already are multiplied
    /// (`repetition_penalty`).
    public var repetitionPenalty: Double?
    /// How many tokens in succession do not occur twice (`no_repeat_ngram_size`); nil for off.
    public var noRepeatNGramSize: Int?
    /// The most tokens of a translation, the start and the end token included (`max_length`).
    public var maximumLength: Int?
    /// The head of the decoder's attention to the source that tells which words belong together
    /// (`alignment_heads` with one pair of numbers); nil for the mean of the last layer's heads.
    public var alignmentHead: AlignmentHead?

    /// The file as it was; nil where there was none.
    var file: GenerationFile?

    /// Settings that say nothing but which tokens are never produced.
    public init(suppressedTokens: Set<Int32> = []) {
        self.suppressedTokens = suppressedTokens
    }

    /// Suppresses what others suppress, too.
    mutating func suppress(_ other: GenerationSettings) {
        suppressedTokens.formUnion(other.suppressedTokens)
        suppressedSequences += other.suppressedSequences.filter {
            !suppressedSequences.contains($0)
        }
    }
}

/// What can be meant, in the file and by whoever asks for a search.
extension GenerationSettings {
    /// The widths of a beam.
    package static let beamSizes = 1...1000
    /// The exponents of a length penalty.
    package static let lengthPenalties = -2.0...10
    /// The factors of a repetition penalty.
    package static let repetitionPenalties = 0.01...100
}
