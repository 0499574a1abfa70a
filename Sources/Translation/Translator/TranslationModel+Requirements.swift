package import Basics
import Models
import Text

extension TranslationModel {
    /// Throws unless the model can read a source sentence.
    ///
    /// - Parameter index: The place of the sentence in the request.
    func requireFittingSource(_ tokens: [Int32], _ index: Int) throws {
        let name = "The source sentence at index \(index)"
        try requireFittingLength(tokens, name)
        try requireKnown(tokens, of: sourceVocabularySize, "source", name)
    }

    /// Throws unless the model can score a pair of sentences.
    ///
    /// - Parameter index: The place of the pair in the request.
    func requireFitting(_ pair: EncodedPair, _ index: Int) throws {
        try requireFittingSource(pair.source, index)
        let name = "The target sentence at index \(index)"
        try requireFittingLength(pair.target, name)
        try requireKnown(pair.target, of: targetVocabularySize, "target", name)
    }

    /// Throws unless all tokens exist: what a model would read beside its tables.
    func requireKnown(
        _ tokens: [Int32], of count: Int, _ side: String, _ name: String
    ) throws {
        guard let token = tokens.first(where: { !(0..<count).contains(Int($0)) }) else { return }
        throw CalqueError(
            "\(name) has the token \(token), and the model's \(side) tokens are 0 to "
                + "\(count - 1). Encode it with the model's own tokenizer.", kind: .input)
    }

    /// Throws unless a sentence has tokens, and no more of them than the model takes.
    private func requireFittingLength(_ tokens: [Int32], _ name: String) throws {
        guard !tokens.isEmpty else {
            throw CalqueError(
                "\(name) has no tokens, not even the end token. Encode it with "
                    + "the model's tokenizer.", kind: .input)
        }
        guard tokens.count <= maximumLength else {
            throw CalqueError(
                "\(name) has \(tokens.count) tokens, the end token included, and "
                    + "the model takes up to \(maximumLength). Shorten it or leave it out.",
                kind: .input)
        }
    }

    /// Throws unless a sentence's translation can begin with its target prefix.
    ///
    /// - Parameter name: What errors call the prefix.
    func requirePossible(
        _ sentence: SearchSentence, _ options: SearchOptions, name: String
    ) throws {
        let longest = options.maximumLength(
            sourceCount: sentence.source.count, modelMaximum: maximumLength)
        let count = sentence.targetPrefix.count + (sentence.completion?.tokenCount ?? 0)
        guard count <= longest else {
            throw CalqueError(
                "\(name) has \(count) tokens, and the longest translation of "
                    + "its sentence \(longest). Shorten it, or allow longer translations if the "
                    + "model does.", kind: .input)
        }
        let tokens = 0..<Int32(targetVocabularySize)
        for token in sentence.targetPrefix
        where !tokens.contains(token) || token == specialTokens.end {
            throw CalqueError(
                "\(name) has the token \(token): it may have the model's target tokens, 0 to "
                    + "\(targetVocabularySize - 1), but not the end token, \(specialTokens.end).",
                kind: .input)
        }
    }
}

extension CalqueError {
    /// What is thrown where a model's log-probabilities are no numbers.
    ///
    /// - Parameter what: What the model does then.
    package static func notFinite(_ what: String) -> CalqueError {
        CalqueError(
            "The model's numbers are not finite: what it computes when it \(what) is NaN or "
                + "infinite. Its weights may be damaged, its training may have diverged, or they "
                + "were too large for the type that they are stored in.",
            remedy: .giveFiniteWeights, kind: .model)
    }
}
