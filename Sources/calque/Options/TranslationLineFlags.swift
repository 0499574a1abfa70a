import ArgumentParser
import CalqueKit

/// What is written for every line, and what is done with it.
struct TranslationLineFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write this many translations of every line, best first, in Marian's format: number of \
            the line from 0 ||| translation ||| F0= log-probability ||| score.
            """, valueName: "k"),
        transform: wholeNumber(from: 1))
    var nBest: Int?

    @Flag(help: "Write the score, a tab and the translation.")
    var scores = false

    @Flag(
        help: """
            Write a JSON object a line: line, text, score, logProbability, tokens, parts, isCutOff, \
            isRepetitive, unknownSource, warnings, with --glossary the terms, and with --n-best the \
            alternatives.
            """)
    var json = false

    @Option(
        help: ArgumentHelp(
            """
            Begin each translation with the line of this file that has the same number; an empty \
            line prescribes nothing.
            """, valueName: "file"))
    var targetPrefix: String?

    @Flag(
        help: """
            Copy text that the vocabulary lacks into the translation unchanged, where the \
            attention places it.
            """)
    var copyUnknown = false

    @Flag(help: "Treat lines that are not UTF-8 or over 16 MiB as empty instead of stopping there.")
    var skipInvalid = false

    @Option(
        help: ArgumentHelp(
            "Draw the attention between the first sentence and its translation as SVG.",
            valueName: "file"))
    var attentionSvg: String?

    @Flag(
        help: """
            After each translation, write which words of the line and of the translation go \
            together, such as "das Haus ||| 0-0 1-1". Words are what spaces separate, counted from \
            0.
            """)
    var alignment = false

    /// Whether any of them is given.
    var isUsed: Bool {
        nBest != nil || scores || json || targetPrefix != nil || copyUnknown || skipInvalid
            || attentionSvg != nil || alignment
    }

    /// What is written for a line.
    ///
    /// - Parameter isSoft: Whether weights of words are asked for.
    func format(isSoft: Bool) -> TranslationFormat {
        if json { return .json }
        if nBest != nil { return .nBest }
        if alignment { return .alignment }
        if isSoft { return .softAlignment }
        return scores ? .scores : .text
    }

    /// Throws a usage error where options contradict each other.
    func check(_ attention: AlignmentFlags) throws {
        guard !scores || (nBest == nil && !json) else {
            throw ValidationError("--n-best and --json have the scores: leave --scores out.")
        }
        let isAligned = alignment || attention.softAlignment
        guard !attention.attention.isSelective || isAligned else {
            throw ValidationError(
                "--alignment-layer and --alignment-head belong to --alignment and "
                    + "--soft-alignment.")
        }
        guard !(copyUnknown && isAligned) else {
            throw ValidationError(
                "--copy-unknown adds words to the translation that no alignment counts: leave one "
                    + "of them out.")
        }
        let isBare = nBest == nil && !scores && !json
        guard !(alignment && attention.softAlignment), !isAligned || isBare else {
            throw ValidationError(
                "Give one of --alignment, --soft-alignment, --n-best, --scores and --json.")
        }
    }
}
