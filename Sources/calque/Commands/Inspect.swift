import ArgumentParser
import CalqueKit
import Foundation

/// `calque inspect`.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look inside a model.",
        discussion: """
            Prints what the model consists of; with --attention, which source pieces it looks at \
            for each piece of the translation.
            """)

    @OptionGroup var model: ModelOptions

    @Flag(help: "List every parameter with its shape.")
    var parameters = false

    @Option(help: .value("source", "Show the encoder-decoder attention of this sentence instead."))
    var attention: String?

    @Option(
        help: .value(
            "target", "Take this as its translation. (default: the model's own, by greedy search)"))
    var target: String?

    @Option(
        help: .value(
            "n", "Show the attention of this decoder layer, from 0. (default: the last)"),
        transform: wholeNumber(from: 0))
    var layer: Int?

    @Option(
        help: .value("n", "Show the attention of this head, from 0. (default: the mean of all)"),
        transform: wholeNumber(from: 0))
    var head: Int?

    @Option(help: .value("file", "Draw the attention into this file, as SVG."))
    var svg: String?

    func validate() throws {
        try model.requiredSingle()
        let isBare = target == nil && layer == nil && head == nil && svg == nil
        guard attention != nil || isBare else {
            throw ValidationError("--target, --layer, --head and --svg belong to --attention.")
        }
    }

    func run() throws {
        guard let attention else { return try describe(model.requiredSingle()) }
        if let svg { try SVGFile.check(svg.outputURL) }
        let map = try model.load().attention(
            of: attention, to: target, AttentionSelection(layer: layer, head: head))
        try map.picture.printInTerminal()
        if let svg { try map.picture.writeSVG(to: svg.outputURL) }
    }

    private func describe(_ directory: ModelDirectory) throws {
        try model.type?.requireSupport()
        let precision = try model.type ?? ModelDirectory.preferredPrecision(of: [directory])
        let description = ModelDescription(
            try directory.loadModel(precision: precision), try directory.loadTokenizer())
        try StandardOutput.write(description.text)
        if parameters { try StandardOutput.write("\n" + description.parameterText) }
    }
}
