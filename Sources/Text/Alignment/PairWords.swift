/// The words of a pair, what white space separates, by the tokens that spell them.
package struct PairWords {
    /// The source's words.
    package let source: [SubwordWord]
    /// The target's words.
    package let target: [SubwordWord]

    /// A pair of its words.
    package init(source: [SubwordWord], target: [SubwordWord]) {
        self.source = source
        self.target = target
    }

    /// The words of two lines, as they are cut into tokens with these samplings; nil for the best cut.
    init(
        source: String, target: String, _ tokenizer: TranslationTokenizer,
        sourceSampling: SentencePieceModel.Sampling? = nil,
        targetSampling: SentencePieceModel.Sampling? = nil
    ) {
        self.source = tokenizer.source.words(of: source, sampling: sourceSampling)
        self.target = tokenizer.target.words(of: target, sampling: targetSampling)
    }

    /// The links between the tokens of linked words, all of one with all of the other, and, as Marian
    /// has it, between the end tokens. An alignment without links says nothing, of the end tokens
    /// neither.
    ///
    /// - Parameters:
    ///   - alignment: The links between the words.
    ///   - ends: The places of the end tokens.
    func tokens(of alignment: Alignment, ends: Alignment.Link) -> Alignment {
        guard !alignment.links.isEmpty else { return alignment }
        let links = alignment.links.flatMap { link in
            target[link.target].tokens.flatMap { target in
                source[link.source].tokens.map { Alignment.Link(source: $0, target: target) }
            }
        }
        return Alignment(links + [ends])
    }
}
