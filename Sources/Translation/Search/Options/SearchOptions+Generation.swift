public import Models

extension SearchOptions {
    /// The defaults, but for what a model's directory says of searching.
    ///
    /// Settings that the directory does not name are those of ``init()``. The length penalty of
    /// `transformers` is ``LengthPenalty/average(exponent:)``. What the model suppresses is not in
    /// these options: every search adds it.
    ///
    /// - Parameter model: Whose directory speaks.
    public init(for model: some TranslationModel) {
        self.init()
        let settings = model.generation
        beamSize = settings.beamSize ?? beamSize
        lengthPenalty = settings.lengthPenalty.map { .average(exponent: $0) } ?? lengthPenalty
        stoppingRule = settings.earlyStopping.map(StoppingRule.init) ?? stoppingRule
        repetitionPenalty = settings.repetitionPenalty ?? repetitionPenalty
        noRepeatNGramSize = settings.noRepeatNGramSize
        // It counts the start and the end token. The model's own maximum needs no saying.
        if let length = settings.maximumLength, length < model.maximumLength {
            maximumLength = max(0, length - 2)
        }
    }
}

extension StoppingRule {
    /// The rule that `transformers` follows.
    init(_ early: GenerationSettings.EarlyStopping) {
        switch early {
        case .no: self = .currentLength
        case .yes: self = .beamFilled
        case .never: self = .exact
        }
    }
}
