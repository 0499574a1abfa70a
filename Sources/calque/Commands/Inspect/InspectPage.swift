import ArgumentParser
import CalqueKit
import Foundation

/// `calque inspect page`.
struct InspectPage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page",
        abstract: "Make a page of what a model looks at, to be opened in a browser.",
        discussion: """
            One file that needs nothing else: the sentence, its translation, and all attentions as \
            matrices and as lines between words, by layer and head.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var pair: InspectedPairOptions
    @OptionGroup var place: AttentionPlaceOptions

    @Option(
        name: [.long, .customShort("o")],
        help: .value("file", "The page; an earlier one is replaced."))
    var output: String

    func validate() throws { try model.requiredSingle() }

    func run() async throws {
        try PictureFile.check(output.outputURL, beginningWith: Self.beginning)
        let attention = try await model.load().inspectAttention(of: pair.text, to: pair.target)
        let page = InspectionPage(
            attention: attention, model: try model.requiredSingle().url.lastPathComponent,
            site: attention.sites.contains(place.site) ? place.site : nil,
            selection: place.selection)
        try PictureFile.write(
            Data(try page.html().utf8), beginningWith: Self.beginning, to: output.outputURL)
    }

    /// How pages begin.
    private static let beginning = Data("<!doctype html>".utf8)
}
