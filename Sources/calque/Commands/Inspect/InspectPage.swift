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
            matrices and as lines between words, by layer and head. Below them stand sections. steps: \
            one attention step by step with its numbers. beam: the tree of a search, and what became of \
            --target in it. layers: what every layer would say and every sublayer adds. contrast: which \
            source words speak for which of two translations. dictionary: a worked example to change.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var pair: InspectedPairOptions
    @OptionGroup var place: AttentionPlaceOptions

    @Option(
        help: .value(
            "list",
            """
            Only these sections, with commas between: steps, beam, layers, contrast, dictionary; \
            attention for none of them. (default: all that the model has; contrast with --second)
            """), transform: Self.sections)
    var sections: Set<InspectionPage.Section>?

    @Option(help: .value("text", "Another translation, for the section contrast."))
    var second: String?

    @Option(
        help: .value(
            "n",
            "Hypotheses kept in the section beam. (default: the model's num_beams, else 4)"),
        transform: wholeNumber(from: 1))
    var beam: Int?

    @Option(
        help: .value(
            "links",
            """
            Outline these links of words in the encoder-decoder attention, as `calque align` writes \
            them: 0-0 1-2.
            """))
    var alignment: Alignment?

    @Option(
        name: [.long, .customShort("o")],
        help: .value("file", "The page; an earlier one is replaced."))
    var output: String

    func validate() throws {
        try model.requiredSingle()
        guard let sections else { return }
        guard sections.contains(.contrast) == (second != nil) else {
            throw ValidationError(
                "--second belongs to the section contrast, which compares both translations: "
                    + "give both options, or none.")
        }
        guard beam == nil || sections.contains(.beam) else {
            throw ValidationError("--beam belongs to the section beam.")
        }
    }

    func run() async throws {
        try PictureFile.check(output.outputURL, beginningWith: Self.beginning)
        var page = try await model.load().inspectionPage(
            of: pair.text, to: pair.target, second: second, sections: sections, beamSize: beam)
        page.model = try model.requiredSingle().lastPathComponent
        page.site = place.chosenSite
        page.selection = place.selection
        page.reference = alignment
        try PictureFile.write(
            Data(try page.html().utf8), beginningWith: Self.beginning, to: output.outputURL)
    }

    /// The sections of a list; attention, which is always there, stands for none.
    @Sendable private static func sections(_ list: String) throws -> Set<InspectionPage.Section> {
        let names = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let sections = try names.filter { $0 != "attention" }.map { name in
            guard let section = InspectionPage.Section(rawValue: name) else {
                let there = InspectionPage.Section.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError(
                    "There is no section \"\(name)\": give some of \(there), or attention for none of "
                        + "them.")
            }
            return section
        }
        guard !names.isEmpty else {
            throw ValidationError("Name a section, or attention for none.")
        }
        return Set(sections)
    }

    /// How pages begin.
    private static let beginning = Data("<!doctype html>".utf8)
}
