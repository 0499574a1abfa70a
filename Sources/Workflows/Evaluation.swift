public import Basics
public import Text

/// How near translations come to references: BLEU and chrF2, with the signatures of sacreBLEU.
public struct Evaluation: Sendable, Codable, Equatable {
    /// What a metric says.
    public struct Metric: Sendable, Codable, Equatable {
        /// The score, 0 … 100.
        public let score: Double
        /// Which computation it is, in sacreBLEU's form.
        public let signature: String
        /// The score as sacreBLEU prints it.
        public let description: String
    }

    /// BLEU.
    public let bleu: Metric
    /// chrF2.
    public let chrf: Metric

    /// Scores translations.
    ///
    /// - Parameters:
    ///   - translations: Lines of one text.
    ///   - references: Other translations of it, line by line.
    ///   - tokenizer: How BLEU cuts lines into words.
    ///   - lowercase: Whether lower-cased text is compared.
    /// - Throws: `CalqueError` when there is no line, or a reference has other lines.
    public init(
        of translations: [String], _ references: [[String]],
        tokenizer: BLEU.Tokenizer = .thirteenA, lowercase: Bool = false
    ) throws {
        let bleu = try BLEU(tokenizer: tokenizer, lowercase: lowercase)
            .corpusScore(hypotheses: translations, references: references)
        let chrF = try ChrF(lowercase: lowercase)
            .corpusScore(hypotheses: translations, references: references)
        self.bleu = Metric(
            score: bleu.score, signature: bleu.signature, description: bleu.description)
        chrf = Metric(score: chrF.score, signature: chrF.signature, description: chrF.description)
    }

    /// Finds out, before any work is done, whether every line of a text has its references.
    ///
    /// - Throws: `CalqueError` that names the text and a reference of another length.
    public static func require(_ references: [TextLines], for text: TextLines) throws {
        for reference in references where reference.lines.count != text.lines.count {
            throw CalqueError(
                """
                \(text.name) has \(text.lines.count) lines and \(reference.name) \
                \(reference.lines.count). Give a line of every reference for each of them, in the \
                same order.
                """, kind: .input)
        }
    }

    /// The scores and their signatures, line by line.
    public var text: String {
        [bleu, chrf].map { "\($0.description)\n  \($0.signature)\n" }.joined()
    }
}
