import Text

extension RecipeKey {
    static let text: [RecipeKey] = [
        RecipeKey(
            "source", optional: \.text.source, .path, unit: "file", in: .text,
            "Source sentences, one a line; - is standard input."),
        RecipeKey(
            "target", optional: \.text.target, .path, unit: "file", in: .text,
            "Their translations, line by line."),
        RecipeKey(
            "tsv", optional: \.text.table, .path, unit: "file", in: .text,
            "Instead of both: source and target, a tab between."),
        RecipeKey(
            "tmx", optional: \.text.memory, .path, unit: "file", in: .text,
            "Instead of both: a translation memory in TMX."),
        RecipeKey(
            "xliff", optional: \.text.xliff, .path, unit: "file", in: .text,
            "Instead of both: a file in XLIFF."),
        RecipeKey(
            "po", optional: \.text.portableObject, .path, unit: "file", in: .text,
            "Instead of both: a PO file of gettext."),
        RecipeKey(
            "sources", optional: \.text.sources, .sources, unit: "list", fixed: true, in: .text,
            """
            Instead of all of these: several sources, each a map of such keys, and of weight where an \
            epoch is to go over it more than once, or, with 0.5, over half of it; a run that goes on \
            keeps the weights.
            """),
        RecipeKey(
            "cleaning", optional: \.text.cleaning, .rules, unit: "rules", fixed: true, in: .text,
            """
            Leaves pairs out that are hardly translations, before anything else: the rules of calque \
            clean, with thresholds that are not the standard; lines that are not UTF-8 go out, too.
            """),
        RecipeKey(
            "alignments", optional: \.text.alignments, .path, unit: "file", in: .text,
            """
            Which words of every pair belong together, a line a pair such as 0-0 1-2, words being \
            what white space separates; a head of the attention to the source learns to look there.
            """),
        RecipeKey(
            "validation-source", optional: \.text.validationSource, .path, unit: "file", in: .text,
            "Held-out source sentences."),
        RecipeKey(
            "validation-target", optional: \.text.validationTarget, .path, unit: "file", in: .text,
            "Their translations."),
        RecipeKey(
            "validation-tsv", optional: \.text.validationTable, .path, unit: "file", in: .text,
            "Instead of both: lines of source and target with a tab between them."),
        RecipeKey(
            "validation-tmx", optional: \.text.validationMemory, .path, unit: "file", in: .text,
            "Instead of both: a translation memory, read as that of tmx is."),
        RecipeKey(
            "validation-xliff", optional: \.text.validationXLIFF, .path, unit: "file", in: .text,
            "Instead of both: a file in XLIFF."),
        RecipeKey(
            "validation-po", optional: \.text.validationPortableObject, .path, unit: "file",
            in: .text,
            "Instead of both: a PO file of gettext."),
        RecipeKey(
            "validation-pairs", \.text.validationPairs, .whole(from: 0), unit: "pairs",
            fixed: true, in: .text,
            """
            Instead of all of these: how many pairs of your text are held out, none of which is nearly \
            another one.
            """),
        RecipeKey(
            "drop-near-validation", optional: \.text.dropsNearValidation, .truth,
            standard: "true if there is validation text", fixed: true, in: .text,
            """
            Whether pairs are left out that have, but for case, figures, punctuation and white space, \
            the source or the target of a validation pair.
            """),
        RecipeKey(
            "source-language", optional: \.text.sourceLanguage, .text, unit: "code", fixed: true,
            in: .text, "The source language's code, such as en."),
        RecipeKey(
            "target-language", optional: \.text.targetLanguage, .text, unit: "code", fixed: true,
            in: .text, "The target language's code."),
        RecipeKey(
            "minimum-tokens", \.text.filters.minimumTokens, .whole(from: 0), unit: "tokens",
            fixed: true, in: .text,
            "Pairs with fewer tokens on a side are left out; 0 keeps empty sentences."),
        RecipeKey(
            "maximum-tokens", \.text.filters.maximumTokens, .whole(from: 1), unit: "tokens",
            fixed: true, in: .text, "Pairs with more tokens on a side are left out."),
        RecipeKey(
            "length-ratio", \.text.filters.maximumLengthRatio, .nonNegativeOrNone, unit: "ratio",
            fixed: true, in: .text,
            """
            Pairs are left out if one side has more than this many times the tokens of the other; 0 \
            keeps all.
            """
        ),
        RecipeKey(
            "drop-duplicates", \.text.filters.dropsDuplicates, .truth, fixed: true, in: .text,
            "Whether only the first of equal pairs is kept."),
        RecipeKey(
            "skip-invalid", \.text.skipsInvalid, .truth, fixed: true, in: .text,
            "Whether lines that are not UTF-8 are left out instead of ending the run."),
    ]

    static let general: [RecipeKey] = [
        RecipeKey(
            "general-source", optional: \.text.general.source, .path, unit: "file", in: .general,
            """
            Source sentences of general text, on which the model is trained as well, so that it \
            does not forget it.
            """),
        RecipeKey(
            "general-target", optional: \.text.general.target, .path, unit: "file", in: .general,
            "Their translations, line by line."),
        RecipeKey(
            "general-tsv", optional: \.text.general.table, .path, unit: "file", in: .general,
            "Instead of both: lines of source and target with a tab between them."),
        RecipeKey(
            "general-tmx", optional: \.text.general.memory, .path, unit: "file", in: .general,
            "Instead of both: a translation memory, read as that of tmx is."),
        RecipeKey(
            "general-xliff", optional: \.text.general.xliff, .path, unit: "file", in: .general,
            "Instead of both: a file in XLIFF."),
        RecipeKey(
            "general-po", optional: \.text.general.portableObject, .path, unit: "file",
            in: .general,
            "Instead of both: a PO file of gettext."),
        RecipeKey(
            "general-from-base", \.text.general.isFromBase, .truth, fixed: true, in: .general,
            """
            Whether the general text is instead your own source sentences with the base model's \
            translations.
            """),
        RecipeKey(
            "mix", \.text.general.mix, .mix, unit: "own:general", fixed: true, in: .general,
            "The ratio of pairs of your own text to pairs of general text in an epoch."),
        RecipeKey(
            "general-validation-source", optional: \.text.general.validationSource, .path,
            unit: "file", in: .general,
            """
            Held-out source sentences of general text; the best checkpoint has the best mean over \
            both texts.
            """),
        RecipeKey(
            "general-validation-target", optional: \.text.general.validationTarget, .path,
            unit: "file", in: .general, "Their translations."),
        RecipeKey(
            "general-validation-tsv", optional: \.text.general.validationTable, .path,
            unit: "file", in: .general,
            "Instead of both: lines of source and target with a tab between them."),
        RecipeKey(
            "general-validation-tmx", optional: \.text.general.validationMemory, .path,
            unit: "file", in: .general,
            "Instead of both: a translation memory, read as that of tmx is."),
        RecipeKey(
            "general-validation-xliff", optional: \.text.general.validationXLIFF, .path,
            unit: "file", in: .general,
            "Instead of both: a file in XLIFF."),
        RecipeKey(
            "general-validation-po", optional: \.text.general.validationPortableObject, .path,
            unit: "file", in: .general,
            "Instead of both: a PO file of gettext."),
        RecipeKey(
            "general-limit", \.text.general.limit, .nonNegative, unit: "BLEU", in: .general,
            "How much BLEU may fall on general text without a warning."),
    ]

    static let tokenizer = [
        RecipeKey(
            "tokenizer", optional: \.tokenizer.both, .path, unit: "file", fixed: true,
            in: .tokenizer, "SentencePiece model for both sides, instead of one that is trained."),
        RecipeKey(
            "source-tokenizer", optional: \.tokenizer.source, .path, unit: "file", fixed: true,
            in: .tokenizer, "SentencePiece model of the source side."),
        RecipeKey(
            "target-tokenizer", optional: \.tokenizer.target, .path, unit: "file", fixed: true,
            in: .tokenizer, "SentencePiece model of the target side."),
        RecipeKey(
            "vocabulary-size", optional: \.tokenizer.vocabularySize, .whole(from: 3),
            unit: "pieces",
            standard: "1000 to 32000, by the number of pairs, of characters and of minutes",
            fixed: true, in: .tokenizer, "Pieces of a tokenizer that is trained."),
        RecipeKey(
            "tokenizer-sentences", \.tokenizer.sentences, .whole(from: 1000), unit: "sentences",
            fixed: true, in: .tokenizer,
            """
            A tokenizer is trained on about as many sentences of both sides together, drawn from the whole \
            text, where it has more; training holds them in memory.
            """),
        RecipeKey(
            "tokenizer-type", \.tokenizer.training.type, .word, unit: "kind", fixed: true,
            in: .tokenizer, "What a tokenizer that is trained cuts text into."),
        RecipeKey(
            "character-coverage", optional: \.tokenizer.characterCoverage, .probability,
            unit: "share", standard: "1; 0.9995 for text of more than 1000 characters",
            fixed: true, in: .tokenizer,
            "Share of the text's characters that get a piece of their own, from 0.98 to 1."),
        RecipeKey(
            "normalization", \.tokenizer.training.normalization, .word, unit: "rule", fixed: true,
            in: .tokenizer, "How text is normalised before it is cut."),
        RecipeKey(
            "byte-fallback", \.tokenizer.training.byteFallback, .truth, fixed: true, in: .tokenizer,
            "Whether characters without a piece are cut into bytes."),
        RecipeKey(
            "separate-vocabularies", \.tokenizer.separatesVocabularies, .truth, fixed: true,
            in: .tokenizer, "Whether each side has a vocabulary of its own."),
        RecipeKey(
            "subword-sampling", \.tokenizer.sampling, .probability, unit: "α", in: .tokenizer,
            "Cuts sentences anew in every epoch (BPE-dropout, unigram sampling); 0.1 is usual."),
    ]
}
