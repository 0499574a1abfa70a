import Basics
package import Text

/// What scoring says of a line of parallel text.
package enum LineScore: Sendable, Equatable {
    /// Why a pair has no score.
    package enum Reason: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
        /// It is not UTF-8, lacks a column or a language, or asks for a language that a model does
        /// not know.
        case unreadable
        /// A side has nothing but white space.
        case empty
        /// A side has more tokens than a model takes.
        case tooLong = "too-long"
    }

    /// The pair has a score.
    case scored(DualCrossEntropy)
    /// It has none.
    case unscored(Reason)
}

/// Scores parallel text by a model, or by two of which one translates the other way round.
package struct CorpusScorer: Sendable {
    /// The model from source to target.
    package let forward: Translator
    /// The model from target to source; nil for none.
    package let reverse: Translator?

    /// A scorer of its models.
    ///
    /// - Parameters:
    ///   - forward: The model from source to target.
    ///   - reverse: The model from target to source; nil for none.
    /// - Throws: `CalqueError` when their languages do not fit, as far as they are known.
    package init(_ forward: Translator, reverse: Translator?) throws {
        self.forward = forward
        self.reverse = reverse
        guard let reverse else { return }
        for translator in [forward, reverse] {
            let languages = translator.tokenizer.source.vocabulary.languageTokens
            guard let first = languages.first else { continue }
            throw CalqueError(
                """
                A model of several target languages, such as \(first), has no other direction. Give \
                two models of one language each, or leave the reverse model out.
                """, kind: .unsupported)
        }
        try reverse.tokenizer.settings.requireReverse(of: forward.tokenizer.settings)
    }

    /// The scores of lines, in order.
    ///
    /// - Throws: `CalqueError` when a model's numbers are not finite.
    package func scores(of lines: [ParallelLine]) throws -> [LineScore] {
        let read = concurrentMap(lines.count) { encoded(lines[$0]) }
        let pairs = read.compactMap { try? $0.get() }
        let forwardScores = try forward.scorer.score(pairs.map(\.forward))
        let reverseScores = try reverse?.scorer.score(pairs.compactMap(\.reverse))
        var scores = forwardScores.indices.map {
            DualCrossEntropy(forward: forwardScores[$0], reverse: reverseScores?[$0])
        }[...]
        return read.map { pair in
            switch pair {
            case .failure(let problem): .unscored(problem.reason)
            case .success: .scored(scores.removeFirst())
            }
        }
    }

    /// A pair as each model reads it.
    private struct Pair: Sendable {
        let forward: EncodedPair
        let reverse: EncodedPair?
    }

    private struct Unscored: Error {
        let reason: LineScore.Reason
    }

    private func encoded(_ line: ParallelLine) -> Result<Pair, Unscored> {
        Result { () throws(Unscored) in
            guard let source = line.source, let target = line.target else {
                throw Unscored(reason: line.flaw == .tooLong ? .tooLong : .unreadable)
            }
            if source.isBlank || target.isBlank { throw Unscored(reason: .empty) }
            return Pair(
                forward: try Self.encoded(source, target, forward),
                reverse: try reverse.map { reverse throws(Unscored) in
                    try Self.encoded(target, source, reverse)
                })
        }
    }

    private static func encoded(
        _ source: String, _ target: String, _ translator: Translator
    ) throws(Unscored) -> EncodedPair {
        let tokenizer = translator.tokenizer
        do {
            try tokenizer.source.checkLanguageToken(of: source, name: "")
        } catch {
            throw Unscored(reason: .unreadable)
        }
        let pair = EncodedPair(source: source, target: target, tokenizer)
        guard pair.longerCount <= translator.model.maximumLength else {
            throw Unscored(reason: .tooLong)
        }
        return pair
    }
}

extension TokenizerSettings {
    /// Throws where a model does not translate the other way round as another one. Languages that
    /// nobody names may be any.
    ///
    /// - Parameter forward: What is known of the other model.
    /// - Throws: `CalqueError` that names the languages.
    package func requireReverse(of forward: TokenizerSettings) throws {
        let sides = [
            (sourceLanguage, forward.targetLanguage), (targetLanguage, forward.sourceLanguage),
        ]
        for case (let found?, let wanted?) in sides where found != wanted {
            throw CalqueError(
                """
                The reverse model translates from \(sourceLanguage ?? "?") to \
                \(targetLanguage ?? "?"), which is not the other model's direction turned round. \
                Give a model from \(forward.targetLanguage ?? "?") to \
                \(forward.sourceLanguage ?? "?").
                """, kind: .configuration)
        }
    }
}
