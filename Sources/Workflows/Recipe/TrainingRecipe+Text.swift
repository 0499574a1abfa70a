import Foundation
public import Text
import Training

extension TrainingRecipe {
    /// Files of sentences, and which pairs of them to leave out. Paths may be `-`, standard input.
    public struct TextSettings: Sendable, Equatable {
        /// Source sentences, one a line.
        public var source: String?
        /// Their translations, line by line.
        public var target: String?
        /// Instead of both: lines of source and target with a tab between them.
        public var table: String?
        /// Instead of both: a translation memory in TMX.
        public var memory: String?
        /// Instead of both: a file in XLIFF.
        public var xliff: String?
        /// Instead of both: a PO file of gettext.
        public var portableObject: String?
        /// Instead of all of these: several sources, which are read one after the other.
        public var sources: [TextSource]?
        /// The rules that the text is cleaned by before anything else is done with it; nil for none.
        public var cleaning: CleaningRules?
        /// Which words of every pair belong together, line by line in Pharaoh's form, by which a head is
        /// guided.
        public var alignments: String?
        /// Held-out source sentences.
        public var validationSource: String?
        /// Their translations.
        public var validationTarget: String?
        /// Instead of both: lines of source and target with a tab between them.
        public var validationTable: String?
        /// Instead of both: a translation memory in TMX.
        public var validationMemory: String?
        /// Instead of both: a file in XLIFF.
        public var validationXLIFF: String?
        /// Instead of both: a PO file of gettext.
        public var validationPortableObject: String?
        /// Instead of all of them: how many pairs of the text are held out.
        public var validationPairs = 0
        /// Whether pairs are left out that are nearly one of the validation text; nil for yes in a run
        /// that begins and is validated.
        public var dropsNearValidation: Bool?
        /// The source language's code.
        public var sourceLanguage: String?
        /// The target language's code.
        public var targetLanguage: String?
        /// All languages from which into which the text goes, as in `en-fr`, where there are several;
        /// a mixture that no key describes.
        var languagePairs: [String] = []
        /// Which pairs to leave out.
        public var filters = CorpusFilters()
        /// Whether lines that are not UTF-8 are left out instead of ending the run.
        public var skipsInvalid = false
        /// Other text that the model is trained on, too, such as what it was made with.
        public var general = GeneralText()

        /// No text.
        public init() {}
    }

    /// Text of all kinds, so that a model that is trained on text of its own does not forget the rest.
    public struct GeneralText: Sendable, Equatable {
        /// Source sentences.
        public var source: String?
        /// Their translations.
        public var target: String?
        /// Instead of both: lines of source and target with a tab between them.
        public var table: String?
        /// Instead of both: a translation memory in TMX.
        public var memory: String?
        /// Instead of both: a file in XLIFF.
        public var xliff: String?
        /// Instead of both: a PO file of gettext.
        public var portableObject: String?
        /// Whether instead the base model's own translations of the source sentences are used.
        public var isFromBase = false
        /// How many pairs of either an epoch has.
        public var mix = Mix(own: 1, general: 1)
        /// Held-out source sentences.
        public var validationSource: String?
        /// Their translations.
        public var validationTarget: String?
        /// Instead of both: lines of source and target with a tab between them.
        public var validationTable: String?
        /// Instead of both: a translation memory in TMX.
        public var validationMemory: String?
        /// Instead of both: a file in XLIFF.
        public var validationXLIFF: String?
        /// Instead of both: a PO file of gettext.
        public var validationPortableObject: String?
        /// How much BLEU may fall on the held-out sentences without a warning.
        public var limit = TrainingOptions.standard.generalLimit

        /// None.
        public init() {}
    }

    /// A ratio of pairs: `1:2` for two of general text for each of the own.
    public struct Mix: Sendable, Equatable, LosslessStringConvertible {
        /// Pairs of the own text.
        public var own: Double
        /// Pairs of general text.
        public var general: Double

        /// A ratio of positive numbers.
        public init(own: Double, general: Double) {
            self.own = own
            self.general = general
        }

        /// Reads `1:2`.
        public init?(_ description: String) {
            let parts = description.split(separator: ":", omittingEmptySubsequences: false)
                .map { Double($0) }
            guard parts.count == 2, let own = parts[0], let general = parts[1], own > 0,
                general > 0,
                own.isFinite, general.isFinite, general / own <= 1000
            else { return nil }
            self.init(own: own, general: general)
        }

        /// `1:2`.
        public var description: String {
            func short(_ number: Double) -> String {
                number == number.rounded() ? String(format: "%.0f", number) : "\(number)"
            }
            return "\(short(own)):\(short(general))"
        }

        /// Pairs of general text for each of the own.
        var ratio: Double { general / own }
    }

    /// How text is cut into tokens: by SentencePiece models that exist, or one that is trained on the
    /// text.
    public struct TokenizerOptions: Sendable, Equatable {
        /// SentencePiece model for both sides.
        public var both: String?
        /// SentencePiece model of the source side.
        public var source: String?
        /// SentencePiece model of the target side.
        public var target: String?
        /// Pieces of a tokenizer that is trained; nil for as many as suit the text.
        public var vocabularySize: Int?
        /// Share of the text's characters that get a piece of their own; nil for what suits the text.
        public var characterCoverage: Float?
        /// About how many sentences of both sides together it is trained on, where the text has more.
        public var sentences = 5_000_000
        /// How else it is trained.
        public var training = SentencePieceTrainerOptions()
        /// Whether each side has a vocabulary of its own.
        public var separatesVocabularies = false
        /// α of cutting sentences anew in every epoch; 0 for one way for all epochs.
        public var sampling: Float = 0

        /// A tokenizer that is trained.
        public init() {}
    }
}
