import CalqueKit

/// What is written of a line's translation.
enum TranslationOutput {
    /// The translation.
    case text
    /// Its score, a tab, and the translation.
    case scores
    /// A line for every translation, in Marian's format, lines numbered from 0:
    ///
    ///     0 ||| the house ||| F0= -1.23457 ||| -0.561234
    ///
    /// F0 is the log-probability, the last number the score.
    case nBest
    /// A JSON object: see ``TranslationReport``.
    case json
    /// The translation and the alignment of its words: `das Haus ||| 0-0 1-1`.
    case alignment
    /// A JSON object of the words and the attention between them: see `WordAlignment.json`.
    case softAlignment

    /// The text for a result, line feeds and all.
    ///
    /// - Parameter number: The line's number, from 1.
    func lines(
        _ result: TranslationResult, number: Int, _ tokenizer: SubwordTokenizer
    ) throws -> String {
        switch self {
        case .text: result.text + "\n"
        case .scores: "\(result.score.fixed(4))\t\(result.text)\n"
        case .nBest: result.alternatives.map { nBestLine($0, number: number) }.joined()
        case .json:
            try JSONText.line(TranslationReport(result, line: number, tokenizer))
        case .alignment: "\(result.text) ||| \(aligned(result).alignment)\n"
        case .softAlignment: try aligned(result).json(translation: result.text)
        }
    }

    private func aligned(_ result: TranslationResult) -> WordAlignment {
        guard let alignment = result.alignment else {
            preconditionFailure("the alignment of a translator that was not asked for it")
        }
        return alignment
    }

    private func nBestLine(_ translation: TranslationResult.Alternative, number: Int) -> String {
        let features = "F0= \(translation.logProbability.significant(6))"
        let score = translation.score.significant(6)
        return "\(number - 1) ||| \(translation.text) ||| \(features) ||| \(score)\n"
    }
}

/// A result for programs.
struct TranslationReport: Encodable {
    /// A target token, end tokens included.
    struct Token: Encodable {
        let piece: String
        let id: Int32
        let logProbability: Float
    }

    /// Text of the line that the vocabulary lacks, by the places of its Unicode scalars from 0.
    struct Unknown: Encodable {
        let text: String
        let start: Int
        let end: Int
    }

    /// A translation that is not the best one.
    struct Alternative: Encodable {
        let text: String
        let score: Double
        let logProbability: Double
        let tokens: [Token]

        init(_ translation: TranslationResult.Alternative, _ tokenizer: SubwordTokenizer) {
            text = translation.text
            score = translation.score
            logProbability = translation.logProbability
            tokens = zip(translation.predictedTokens, translation.tokenLogProbabilities).map {
                Token(
                    piece: tokenizer.vocabulary.piece(of: $0) ?? Vocabulary.unknownPiece, id: $0,
                    logProbability: $1)
            }
        }
    }

    /// The number of the line, from 1.
    let line: Int
    let text: String
    let score: Double
    let logProbability: Double
    let tokens: [Token]
    let isRepetitive: Bool
    let unknownSource: [Unknown]
    let warnings: [String]
    /// The other translations, best first; nil where only the best was asked for.
    let alternatives: [Alternative]?

    init(_ result: TranslationResult, line: Int, _ tokenizer: SubwordTokenizer) {
        let translations = result.alternatives.map { Alternative($0, tokenizer) }
        let best = translations[0]
        self.line = line
        text = best.text
        score = best.score
        logProbability = best.logProbability
        tokens = best.tokens
        isRepetitive = result.isRepetitive
        unknownSource = result.unknownSource.map {
            Unknown(text: $0.text, start: $0.range.lowerBound, end: $0.range.upperBound)
        }
        warnings = result.warnings
        alternatives = translations.count > 1 ? Array(translations.dropFirst()) : nil
    }
}
