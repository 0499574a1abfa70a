import TestSupport
import Text

/// Text written for the tests, and what they train on it.
enum TestText {
    static let english = [
        "The miller grinds the grain at the old mill.",
        "An old miller walks to the river in the morning.",
        "The river turns the wheel of the mill.",
        "In the morning the grain is wet.",
        "In the evening the wheel stands still.",
        "The children walk along the river and sing.",
        "Two children carry the grain to the mill.",
        "The mill stands at the river, and the miller sings.",
        "Who carries the wheel to the mill in the evening?",
        "Grain, water and wheels: that is the work of the mill!",
    ]

    static let german = [
        "Der Müller mahlt das Korn in der alten Mühle.",
        "Ein alter Müller geht am Morgen zum Fluss.",
        "Der Fluss dreht das Rad der Mühle.",
        "Am Morgen ist das Korn nass.",
        "Am Abend steht das Rad still.",
        "Die Kinder gehen am Fluss entlang und singen.",
        "Zwei Kinder tragen das Korn zur Mühle.",
        "Die Mühle steht am Fluss, und der Müller singt.",
        "Wer trägt am Abend das Rad zur Mühle?",
        "Korn, Wasser und Räder: das ist die Arbeit der Mühle!",
    ]

    static func options(
        _ type: SentencePieceTrainerOptions.ModelType = .bpe, pieces: Int = 120
    ) -> SentencePieceTrainerOptions {
        var options = SentencePieceTrainerOptions()
        options.type = type
        options.vocabularySize = pieces
        options.characterCoverage = 1
        return options
    }

    /// A model of both languages.
    static func jointModel(
        _ type: SentencePieceTrainerOptions.ModelType = .bpe
    ) throws -> SentencePieceModel {
        try SentencePieceModel.train(options(type), on: english + german)
    }

    /// A tokenizer with one model and one vocabulary.
    static func jointTokenizer() throws -> TranslationTokenizer {
        try TranslationTokenizer(sharing: jointModel(), languageTokens: [">>deu<<"])
    }

    /// A corpus of pairs with the given numbers of tokens, end tokens included.
    static func corpus(lengths: [(source: Int, target: Int)]) -> EncodedCorpus {
        var corpus = EncodedCorpus()
        for (source, target) in lengths {
            corpus.append(
                source: [Int32](repeating: 5, count: source - 1) + [0],
                target: [Int32](repeating: 7, count: target - 1) + [0])
        }
        return corpus
    }
}

extension EpochChanges {
    /// All pairs of a corpus in an epoch.
    func corpus(
        _ corpus: any EncodedPairs, epoch: Int, tokenizer: TranslationTokenizer, maximumTokens: Int
    ) -> EncodedCorpus {
        pairs(
            Array(0..<corpus.count), of: corpus, epoch: epoch, tokenizer: tokenizer,
            maximumTokens: maximumTokens)
    }
}

extension BatchSampler {
    /// The updates of an epoch, by the places of pairs in the corpus.
    func updates(epoch: Int, of corpus: EncodedCorpus, seed: UInt64 = 1) -> [Update] {
        updates(of: corpus, EpochOrder(epoch, of: [EpochPart(pairs: corpus.count)], seed: seed))
    }

    func updates(of corpus: EncodedCorpus, _ order: EpochOrder, from start: Int = 0) -> [Update] {
        UpdateStream(self, order, from: start) { corpus.pairs($0) }.map { element in
            Update(shares: element.shares.map { $0.map { element.pairs[$0] } })
        }
    }
}

extension EncodedPairs {
    /// Some pairs as a corpus of their own.
    func pairs(_ places: [Int]) -> EncodedCorpus {
        var pairs = EncodedCorpus(keepsLinks: keepsLinks)
        for place in places { add(place, to: &pairs) }
        return pairs
    }
}
