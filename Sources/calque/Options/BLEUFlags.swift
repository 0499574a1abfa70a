import ArgumentParser
import CalqueKit
import Foundation

/// How lines are compared.
struct BLEUFlags: ParsableArguments {
    /// What cuts lines into words, by sacreBLEU's names.
    enum Cutting: String, CaseIterable, ExpressibleByArgument {
        case thirteenA = "13a"
        case international = "intl"
        case chinese = "zh"
        case characters = "char"
        case japanese = "ja-mecab"
        case pieces = "spm"
        case none
    }

    @Option(
        help: """
            How BLEU cuts lines into words. ja-mecab runs mecab, which has to be installed; spm \
            takes the pieces of --spm-model.
            """)
    var tokenize = Cutting.thirteenA

    @Option(
        help: .value(
            "file", "The SentencePiece model of spBLEU; its name and hash stand in the signature."))
    var spmModel: String?

    @Flag(help: "Compare lower-cased text. (TER does without --ter-case-sensitive.)")
    var lowercase = false

    @Flag(help: "Capitals count in TER.")
    var terCaseSensitive = false

    @Flag(help: "Part punctuation from words for TER.")
    var terNormalized = false

    @Flag(help: "Leave punctuation out for TER.")
    var terNoPunct = false

    @Flag(
        help: "Cut Chinese and Japanese into characters for --ter-normalized, and the like.")
    var terAsianSupport = false

    /// TER.
    var ter: TER {
        TER(
            caseSensitive: terCaseSensitive, normalized: terNormalized,
            dropsPunctuation: terNoPunct, supportsAsian: terAsianSupport)
    }

    func validate() throws {
        guard (tokenize == .pieces) == (spmModel != nil) else {
            throw ValidationError("Give --tokenize spm and --spm-model together.")
        }
    }

    /// The metric.
    func bleu() throws -> BLEU {
        switch tokenize {
        case .japanese: BLEU(segmenter: try MeCabSegmenter(), lowercase: lowercase)
        case .pieces:
            BLEU(
                segmenter: try SentencePieceSegmenter(url: (spmModel ?? "").fileURL),
                lowercase: lowercase)
        case .thirteenA: BLEU(lowercase: lowercase)
        case .international: BLEU(tokenizer: .international, lowercase: lowercase)
        case .chinese: BLEU(tokenizer: .chinese, lowercase: lowercase)
        case .characters: BLEU(tokenizer: .characters, lowercase: lowercase)
        case .none: BLEU(tokenizer: .none, lowercase: lowercase)
        }
    }
}
