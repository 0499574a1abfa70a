import Basics
import Layers
import Text
public import Translation

/// Which noun the heads of the encoder look at from a pronoun that stands for one of two.
///
/// With many heads, some look at the antecedent by chance. So the head is chosen on some sentences, and
/// what it does is told of others.
public struct InspectedAntecedents: Sendable, Equatable, Codable {
    /// In what share of some sentences the pronoun's largest weight falls on which noun, 0 to 1.
    public struct Shares: Sendable, Equatable, Codable {
        /// On the noun that the pronoun stands for.
        public let antecedent: Double
        /// On the noun that it might stand for and does not.
        public let other: Double
    }

    /// The shares of some sentences, by what is counted.
    public struct Findings: Sendable, Equatable, Codable {
        /// The words are; not the pronoun itself, punctuation and the end.
        public let words: Shares
        /// Everything is.
        public let everything: Shares
        /// The two nouns are.
        public let nouns: Shares

        /// By what is counted.
        public func shares(_ keys: CountedKeys) -> Shares {
            switch keys {
            case .words: words
            case .everything: everything
            case .nouns: nouns
            }
        }
    }

    /// A head of the encoder.
    public struct Head: Sendable, Equatable, Codable {
        /// The layer, from 0.
        public let layer: Int
        /// The head, from 0.
        public let head: Int
        /// Of the sentences that the head is chosen on.
        public let choice: Findings
        /// Of the sentences that are told of.
        public let report: Findings
    }

    /// The heads that are chosen, each by another count.
    public struct ChosenHeads: Sendable, Equatable, Codable {
        /// Where the words are counted.
        public let words: Head
        /// Where everything is.
        public let everything: Head
        /// Where the two nouns are.
        public let nouns: Head
    }

    /// The number of sentences that heads are chosen on.
    public let choiceCount: Int
    /// The number of sentences that are told of.
    public let reportCount: Int
    /// All heads, from the lowest layer to the highest.
    public let heads: [Head]

    /// The head that looks most often at the antecedent in the sentences that heads are chosen on; of
    /// several, the one that looks least often at the other noun there, then the first.
    public let chosenHeads: ChosenHeads

    /// The share of the sentences told of whose translation, by greedy search, was found right, 0 to 1;
    /// nil where nobody judged. A model may translate the pronoun right without a head that looks at its
    /// antecedent: what it knows may come by other words.
    public let rightTranslations: Double?

    /// That of ``chosenHeads`` where so much is counted.
    public func chosen(by keys: CountedKeys = .words) -> Head {
        switch keys {
        case .words: chosenHeads.words
        case .everything: chosenHeads.everything
        case .nouns: chosenHeads.nouns
        }
    }
}

extension Translator {
    /// Which noun the heads of the encoder look at from a pronoun that stands for one of two.
    ///
    /// - Parameters:
    ///   - sentences: The sentences that are told of.
    ///   - others: The sentences that the head is chosen on.
    ///   - isRight: Judges translations of the sentences that are told of; nil for no translations.
    ///   - progress: Takes how many sentences of both are done, on any thread.
    /// - Throws: `CalqueError` when there are no sentences, one is too long or lacks a word that it is
    ///   said to have, or the model's encoder has no attention; `CancellationError` when the task is
    ///   cancelled.
    public func inspectAntecedents(
        of sentences: [AntecedentSentence], choosingOn others: [AntecedentSentence],
        judging isRight: ((_ sentence: AntecedentSentence, _ translation: String) -> Bool)? = nil,
        progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) async throws -> InspectedAntecedents {
        guard !sentences.isEmpty, !others.isEmpty else {
            throw CalqueError(
                "There are \(others.count) sentences to choose a head on and \(sentences.count) to tell "
                    + "of. Give one or more of each.", kind: .input)
        }
        let all = others + sentences
        let tokens = try all.map {
            try AntecedentTokens($0, name: $0.name, tokenizer.source)
        }
        let outcomes = zip(tokens, try await encoderWeights(of: all, progress)).map {
            AntecedentOutcomes($0, weights: $1)
        }
        var right: Double?
        if let isRight { right = try await rightTranslations(of: sentences, isRight) }
        return InspectedAntecedents(
            choice: Array(outcomes[..<others.count]), report: Array(outcomes[others.count...]),
            rightTranslations: right)
    }

    private func rightTranslations(
        of sentences: [AntecedentSentence], _ isRight: (AntecedentSentence, String) -> Bool
    ) async throws -> Double {
        let translations = try await greedyTranslations(
            of: sentences.map { tokenizer.encodeSource($0.source) })
        let right = zip(sentences, translations).count { isRight($0, $1) }
        return Double(right) / Double(sentences.count)
    }

    /// The encoder's attention in every sentence: `[sentences][layers][heads][queries][keys]`.
    private func encoderWeights(
        of sentences: [AntecedentSentence], _ progress: (@Sendable (Int) -> Void)?
    ) async throws -> [[[[[Float]]]]] {
        // The encoder does not know the target; the shortest one costs least.
        let end = model.specialTokens.end
        let pairs = try sentences.map { sentence in
            try tokenizer.source.checkLanguageToken(of: sentence.source, name: sentence.name)
            let source = tokenizer.encodeSource(sentence.source)
            guard source.count <= model.maximumLength else {
                throw CalqueError(
                    "\(sentence.name) has \(source.count) tokens, the end token included, and the "
                        + "model takes up to \(model.maximumLength). Leave it out.", kind: .input)
            }
            return EncodedPair(source: source, target: [end])
        }
        let weights = try await passes(
            over: pairs, recording: .encoder, named: "the encoder's attention", progress: progress
        ) { pair, pass in
            pass.layers.filter { $0.site == .encoder }.map { layer in
                (0..<layer.heads).map { head in
                    let weights = layer.weights(ofHead: head, in: 0)
                    return stride(from: 0, to: weights.count, by: pair.source.count).map {
                        Array(weights[$0..<$0 + pair.source.count])
                    }
                }
            }
        }
        guard weights.allSatisfy({ !$0.isEmpty }) else {
            throw CalqueError(
                "The model's encoder has no attention, and so no head that a pronoun could look with.",
                kind: .configuration)
        }
        guard weights.joined().joined().joined().joined().allSatisfy(\.isFinite) else {
            throw CalqueError.notFinite("looks at a text")
        }
        return weights
    }
}

extension AntecedentSentence {
    /// What errors call it: by its text, for its place says nothing to whoever gave it among others.
    fileprivate var name: String {
        let text = source.count > 80 ? source.prefix(80) + "…" : source
        return "The sentence \"\(text)\""
    }
}

/// On what the pronoun of a sentence looks most, for every head.
package struct AntecedentOutcomes: Sendable {
    /// `[layers][heads]`, by what is counted.
    private let outcomes: [CountedKeys: [[AntecedentOutcome]]]

    /// - Parameter weights: `[layers][heads][queries][keys]`.
    package init(_ tokens: AntecedentTokens, weights: [[[[Float]]]]) {
        let pairs = CountedKeys.allCases.map { keys in
            (keys, weights.map { $0.map { tokens.outcome($0, keys) } })
        }
        outcomes = Dictionary(uniqueKeysWithValues: pairs)
    }

    /// `[layers][heads]`
    func heads(_ keys: CountedKeys) -> [[AntecedentOutcome]] { outcomes[keys] ?? [] }
}

extension InspectedAntecedents {
    /// What comes of the sentences' outcomes, of which there is one or more on each side.
    package init(
        choice: [AntecedentOutcomes], report: [AntecedentOutcomes],
        rightTranslations: Double? = nil
    ) {
        self.rightTranslations = rightTranslations
        choiceCount = choice.count
        reportCount = report.count
        let heads = choice[0].heads(.words).enumerated().flatMap { layer, heads in
            heads.indices.map { head in
                Head(
                    layer: layer, head: head, choice: Findings(choice, layer, head),
                    report: Findings(report, layer, head))
            }
        }
        self.heads = heads
        chosenHeads = ChosenHeads(
            words: heads.chosen(by: .words), everything: heads.chosen(by: .everything),
            nouns: heads.chosen(by: .nouns))
    }
}

extension [InspectedAntecedents.Head] {
    /// See ``InspectedAntecedents/chosenHeads``.
    fileprivate func chosen(by keys: CountedKeys) -> InspectedAntecedents.Head {
        dropFirst().reduce(self[0]) { best, head in
            let (one, other) = (best.choice.shares(keys), head.choice.shares(keys))
            return (one.antecedent, -one.other) < (other.antecedent, -other.other) ? head : best
        }
    }
}

extension InspectedAntecedents.Findings {
    fileprivate init(_ sentences: [AntecedentOutcomes], _ layer: Int, _ head: Int) {
        func shares(_ keys: CountedKeys) -> InspectedAntecedents.Shares {
            .init(sentences.map { $0.heads(keys)[layer][head] })
        }
        words = shares(.words)
        everything = shares(.everything)
        nouns = shares(.nouns)
    }
}

extension InspectedAntecedents.Shares {
    fileprivate init(_ outcomes: [AntecedentOutcome]) {
        func share(_ wanted: AntecedentOutcome) -> Double {
            Double(outcomes.count { $0 == wanted }) / Double(outcomes.count)
        }
        antecedent = share(.antecedent)
        other = share(.other)
    }
}
