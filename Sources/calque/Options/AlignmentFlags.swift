import ArgumentParser
import CalqueKit

/// By which attention words are aligned, and how much of it is shown.
struct AlignmentFlags: ParsableArguments {
    @Flag(
        help: """
            Write JSON instead, an object a line: {"source": […], "target": […], "weights": […]}, \
            the words and, for each target word, its attention to every source word.
            """)
    var softAlignment = false

    @OptionGroup var attention: AlignmentAttention
}

/// By which attention words are aligned.
struct AlignmentAttention: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Align by this decoder layer, from 0. (default: the last; with no head named either, \
            that of the head that training guided, if one was)
            """, valueName: "n"),
        transform: wholeNumber(from: 0))
    var alignmentLayer: Int?

    @Option(
        help: ArgumentHelp(
            """
            Align by this head, from 0. (default: the mean of all; with no layer named either, the \
            head that training guided, if one was)
            """, valueName: "n"),
        transform: wholeNumber(from: 0))
    var alignmentHead: Int?

    /// The attention.
    var selection: AttentionSelection {
        AttentionSelection(layer: alignmentLayer, head: alignmentHead)
    }

    /// Whether an attention is chosen.
    var isSelective: Bool { alignmentLayer != nil || alignmentHead != nil }
}
