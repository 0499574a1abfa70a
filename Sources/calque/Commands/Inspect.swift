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

    @Option(
        help: ArgumentHelp(
            "Show the encoder-decoder attention of this sentence instead.", valueName: "source"))
    var attention: String?

    @Option(
        help: ArgumentHelp(
            "Take this as its translation. (default: the model's own, by greedy search)",
            valueName: "target"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Show the attention of this decoder layer, from 0. (default: the last)",
            valueName: "n"),
        transform: wholeNumber(from: 0))
    var layer: Int?

    @Option(
        help: ArgumentHelp(
            "Show the attention of this head, from 0. (default: the mean of all)", valueName: "n"),
        transform: wholeNumber(from: 0))
    var head: Int?

    @Option(help: ArgumentHelp("Draw the attention into this file, as SVG.", valueName: "file"))
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
        let description = ModelDescription(
            try directory.loadModel(precision: model.precision(of: [directory])),
            try directory.loadTokenizer())
        try StandardOutput.write(description.text)
        guard parameters else { return }
        try StandardOutput.writeLine()
        try StandardOutput.write(description.parameterText)
    }
}
