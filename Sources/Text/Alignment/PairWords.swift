/// The words of a pair, what white space separates, by the tokens that spell them.
struct PairWords {
    let source: [SubwordWord]
    let target: [SubwordWord]

    /// The words of two lines, as they are cut into tokens with these samplings; nil for the best cut.
    init(
        source: String, target: String, _ tokenizer: TranslationTokenizer,
        sourceSampling: SentencePieceModel.Sampling? = nil,
        targetSampling: SentencePieceModel.Sampling? = nil
    ) {
        self.source = tokenizer.source.words(of: source, sampling: sourceSampling)
        self.target = tokenizer.target.words(of: target, sampling: targetSampling)
    }

    /// The first link of a word that there is not.
    func firstOutside(of alignment: Alignment) -> Alignment.Link? {
        alignment.links.first { $0.source >= source.count || $0.target >= target.count }
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
