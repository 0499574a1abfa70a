import Basics
public import Text

/// What is written of a line's translation.
public enum TranslationFormat: Sendable {
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
    /// - Parameters:
    ///   - result: The result.
    ///   - number: The line's number, from 1.
    ///   - tokenizer: The target's, which names pieces.
    public func lines(
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
