import Basics
public import Models

extension SearchOptions {
    /// The defaults, but for what a model's directory says of searching.
    ///
    /// Settings that the directory does not name are those of ``init(beamSize:nBest:lengthPenalty:maximumLength:)``. The length penalty of
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

extension SearchOptions {
    /// Checks the options against each other and against a model.
    ///
    /// - Parameter vocabularySize: The number of target tokens that the model knows.
    /// - Throws: `CalqueError` naming the option, its value and what is allowed.
    public func validate(vocabularySize: Int) throws {
        try validateBeam()
        try validateLengths()
        try validatePenalties()
        try sampling?.validate(beamSize: beamSize)
        let sequences = suppressedSequences
        try require(
            sequences.allSatisfy { !$0.isEmpty }, "A suppressed sequence is empty: leave it out.")
        for token in suppressedTokens.union(sequences.joined()).sorted() {
            try require(
                token >= 0 && Int(token) < vocabularySize,
                "The suppressed token \(token) does not exist: the model's target tokens are 0 to "
                    + "\(vocabularySize - 1).")
        }
    }

    /// Checks the options against a model.
    func validate(for model: some TranslationModel) throws {
        try validate(vocabularySize: model.targetVocabularySize)
        try require(
            coveragePenalty == 0 || model.hasAttention,
            "The coverage penalty is made of the attention from target to source, which this model "
                + "does not have. Leave it at 0.")
    }

    private func validateBeam() throws {
        try require(
            GenerationSettings.beamSizes.contains(beamSize),
            "The beam size is \(beamSize): it has to be from 1 to 1000. Beams above 16 hardly ever "
                + "find better translations, and time and memory grow with them.")
        try require(
            (1...max(1, beamSize)).contains(nBest),
            "\(nBest) translations of every sentence are asked of a beam of \(beamSize): ask for "
                + "1 to \(beamSize), or widen the beam.")
    }

    private func validateLengths() throws {
        try require(
            GenerationSettings.lengthPenalties.contains(lengthPenalty.exponent),
            "The exponent of the length penalty is \(lengthPenalty.exponent): it has to be from -2 "
                + "to 10. The higher it is, the longer are the translations; 0 compares "
                + "log-probabilities as they are.")
        try require(
            maximumLengthRatio.isFinite && maximumLengthRatio >= 0 && maximumLengthOffset >= 0,
            "The maximum length is \(maximumLengthRatio) times the source's plus "
                + "\(maximumLengthOffset): both have to be at least 0.")
        if let maximumLength {
            try require(
                maximumLength >= 0,
                "The maximum length is \(maximumLength): it has to be at least 0.")
        }
        try require(
            minimumLength >= 0, "The minimum length is \(minimumLength): it has to be at least 0.")
        try require(
            maximumLengthRatio > 0 || minimumLength <= maximumLengthOffset,
            "The minimum length, \(minimumLength), is above the maximum length, "
                + "\(maximumLengthOffset).")
    }

    private func validatePenalties() throws {
        try require(
            GenerationSettings.repetitionPenalties.contains(repetitionPenalty),
            "The repetition penalty is \(repetitionPenalty): it has to be from 0.01 to 100, and 1 is "
                + "off.")
        if let noRepeatNGramSize {
            try require(
                noRepeatNGramSize >= 1,
                "N-grams of \(noRepeatNGramSize) tokens are not to repeat: the size has to be at "
                    + "least 1.")
        }
        try require(
            (0...100).contains(coveragePenalty),
            "The coverage penalty is \(coveragePenalty): it has to be from 0 to 100, and 0 is off.")
        try require(
            coveragePenalty == 0 || beamSize > 1,
            "The coverage penalty chooses among a beam's translations, and a beam of 1 has no "
                + "choice. Widen the beam, or leave the penalty at 0.")
    }
}

extension SearchOptions.Sampling {
    fileprivate func validate(beamSize: Int) throws {
        try require(
            beamSize == 1,
            "Sampling draws one translation of every sentence, and the beam size is \(beamSize). "
                + "Set it to 1, or do not sample.")
        try require(
            (0.001...1000).contains(temperature),
            "The temperature is \(temperature): it has to be from 0.001 to 1000. For the most "
                + "probable tokens use greedy search.")
        if let topK {
            try require(topK >= 1, "Top-k sampling has a k of \(topK): it has to be at least 1.")
        }
        try require(
            topP > 0 && topP <= 1,
            "Nucleus sampling has a p of \(topP): it has to be above 0, and at most 1.")
    }
}

private func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
    if !condition { throw CalqueError(message(), kind: .configuration) }
}
