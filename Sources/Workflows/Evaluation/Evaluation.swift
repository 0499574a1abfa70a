public import Basics
public import Text

/// How near translations come to references: BLEU, chrF2, chrF2++ and TER, with the signatures of
/// sacreBLEU.
public struct Evaluation: Sendable, Codable, Equatable {
    /// What a metric says.
    public struct Metric: Sendable, Codable, Equatable {
        /// The score: 0 … 100, or from 0 for TER, of which less is better.
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
    /// chrF2++.
    public let chrfpp: Metric
    /// TER.
    public let ter: Metric

    /// Scores translations.
    ///
    /// - Parameters:
    ///   - translations: Lines of one text.
    ///   - references: Other translations of it, line by line.
    ///   - bleu: BLEU, which also says whether lower-cased text is compared.
    ///   - ter: TER.
    /// - Throws: `CalqueError` when there is no line, a reference has other lines, or lines cannot be
    ///   cut into words.
    public init(
        of translations: [String], _ references: [[String]], by bleu: BLEU = BLEU(),
        ter: TER = TER()
    ) throws {
        let bleuScore = try bleu.corpusScore(hypotheses: translations, references: references)
        self.bleu = Metric(
            score: bleuScore.score, signature: bleuScore.signature,
            description: bleuScore.description)
        func chrF(wordOrder: Int) throws -> Metric {
            let score = try ChrF(wordOrder: wordOrder, lowercase: bleu.lowercase)
                .corpusScore(hypotheses: translations, references: references)
            return Metric(
                score: score.score, signature: score.signature, description: score.description)
        }
        chrf = try chrF(wordOrder: 0)
        chrfpp = try chrF(wordOrder: 2)
        let terScore = try ter.corpusScore(hypotheses: translations, references: references)
        self.ter = Metric(
            score: terScore.score, signature: terScore.signature,
            description: terScore.description)
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
        [bleu, chrf, chrfpp, ter].map { "\($0.description)\n  \($0.signature)\n" }.joined()
    }
}
