import Basics

/// What kind of SentencePiece model to train, and of which size.
public struct SentencePieceTrainerOptions: Codable, Equatable, Sendable {
    /// What text is cut into.
    public enum ModelType: String, CaseIterable, Codable, Sendable {
        /// Byte-pair encoding (Sennrich, Haddow & Birch 2016), as the Transformer's paper uses.
        case bpe
        /// A unigram language model over subwords (Kudo 2018).
        case unigram
        /// Characters.
        case char
        /// Words between spaces.
        case word
    }

    /// How text is normalised before it is cut, in training and ever after.
    public enum Normalization: String, CaseIterable, Codable, Sendable {
        /// Unicode's NFKC, and every kind of white space to a space.
        case nmtNFKC = "nmt_nfkc"
        /// The same, and lower case.
        case nmtNFKCCaseFolded = "nmt_nfkc_cf"
        /// None: the text is taken as it is, except that spaces in a row become one.
        case identity
    }

    /// What text is cut into.
    public var type = ModelType.bpe

    /// The number of pieces, the two special ones and `userDefinedSymbols` included.
    ///
    /// An upper limit: a model has fewer when the text does not yield as many.
    public var vocabularySize = 8000

    /// The share of the text's characters, the frequent ones first, that get a piece of their own;
    /// the others are unknown. From 0.98 to 1: 0.9995 suits Chinese and Japanese and whatever is
    /// collected from the web, 1 suits clean text in an alphabet.
    public var characterCoverage: Float = 0.9995

    /// How text is normalised.
    public var normalization = Normalization.nmtNFKC

    /// Whether characters without a piece are cut into bytes, which takes 256 pieces, instead of
    /// being unknown.
    public var byteFallback = false

    /// Texts that are always one piece wherever they occur, such as placeholders.
    public var userDefinedSymbols: [String] = []

    /// Characters that the trainer meets once beside the text, so that they have pieces where all
    /// characters have one.
    public var additionalCharacters = ""

    /// Threads that normalise the text, which the model's file says; nil for the library's number, 16.
    ///
    /// The text that they leave is in a part of the heap for each, of which the system gets back what is whole:
    /// nearly nothing of a sixteenth, and nearly all of a half.
    var threads: Int?

    /// The default options.
    public init() {}
}

extension SentencePieceTrainerOptions {
    /// Names that the vocabulary gives meanings of its own.
    private static let reservedPieces: Set = ["<s>", "</s>", "<unk>", "<pad>"]
    /// The longest sentence that training takes into account, in bytes: the default of `spm_train`.
    private static let maximumSentenceBytes = 4192
    /// What the library writes for unknown characters; it leaves sentences out that contain it.
    private static let unknownMark = "\u{2585}"

    /// Why the trainer does not look at a sentence at all, as words that follow a number; nil if it
    /// does.
    static func flaw(of sentence: String) -> String? {
        if sentence.isEmpty { return "without text" }
        if sentence.utf8.count > maximumSentenceBytes {
            return "of more than \(maximumSentenceBytes) bytes"
        }
        return sentence.contains(unknownMark)
            ? "with \(unknownMark), which SentencePiece keeps for itself" : nil
    }

    /// Throws `CalqueError` when something is out of its range.
    package func validate() throws {
        let fixedPieces = 2 + userDefinedSymbols.count + (byteFallback ? 256 : 0)
        guard vocabularySize > fixedPieces else {
            throw CalqueError(
                "The vocabulary size is \(vocabularySize), but special pieces, bytes and "
                    + "user-defined symbols alone take \(fixedPieces). Choose a larger one, such "
                    + "as 8000.", kind: .configuration)
        }
        guard (0.98...1).contains(characterCoverage) else {
            throw CalqueError(
                "The character coverage is \(characterCoverage). Choose one from 0.98 to 1.",
                kind: .configuration)
        }
        try validateSymbols()
    }

    private func validateSymbols() throws {
        for (index, symbol) in userDefinedSymbols.enumerated() {
            guard !symbol.isEmpty, !symbol.utf8.contains(0) else {
                throw CalqueError(
                    "User-defined symbol \(index + 1) is empty or contains NUL. Leave it out.",
                    kind: .configuration)
            }
            guard !Self.reservedPieces.contains(symbol) else {
                throw CalqueError(
                    "The user-defined symbol \(symbol) has a meaning of its own in every "
                        + "vocabulary. Leave it out.", kind: .configuration)
            }
            guard !userDefinedSymbols[..<index].contains(symbol) else {
                throw CalqueError(
                    "The user-defined symbol \(symbol) is given twice. Leave one of them out.",
                    kind: .configuration)
            }
        }
    }

    /// The options under the names of `spm_train`.
    ///
    /// Only the end and unknown pieces get ids, as in Marian; what ids does not matter, since the
    /// vocabulary numbers the pieces anew.
    var settings: [String: String] {
        var settings = [
            "model_type": type.rawValue,
            "vocab_size": String(vocabularySize),
            "hard_vocab_limit": "false",
            "character_coverage": String(characterCoverage),
            "normalization_rule_name": normalization.rawValue,
            "byte_fallback": String(byteFallback),
            "max_sentence_length": String(Self.maximumSentenceBytes),
            "bos_id": "-1", "eos_id": "0", "unk_id": "1", "pad_id": "-1",
        ]
        if let threads { settings["num_threads"] = String(threads) }
        if !userDefinedSymbols.isEmpty {
            settings["user_defined_symbols"] = userDefinedSymbols.map(Self.quoted).joined(
                separator: ",")
        }
        return settings
    }

    /// A field of comma-separated values.
    private static func quoted(_ symbol: String) -> String {
        "\"" + symbol.replacing("\"", with: "\"\"") + "\""
    }
}
