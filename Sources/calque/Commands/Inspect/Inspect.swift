import ArgumentParser
import CalqueKit
import Foundation

/// `calque inspect`.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look inside a model.",
        discussion: """
            Each subcommand prints what it finds in the terminal, or as JSON, and draws it with --svg \
            or --png. Without a subcommand: what the model consists of.
            """,
        subcommands: [
            InspectModel.self, InspectAttention.self, InspectSteps.self, InspectScaling.self,
            InspectLayers.self, InspectContrast.self, InspectBeam.self, InspectMemory.self,
            InspectForcing.self, InspectHeads.self, InspectAntecedents.self, InspectPositions.self,
            InspectEmbeddings.self, InspectPage.self,
        ],
        defaultSubcommand: InspectModel.self)
}

/// `calque inspect model`.
struct InspectModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Print what a model consists of.")

    @OptionGroup var model: ModelOptions

    @Flag(help: "List every parameter with its shape.")
    var parameters = false

    func validate() throws { try model.requiredSingle() }

    func run() throws {
        let folder = try ModelFolders.folder(at: model.requiredSingle())
        try model.type?.requireSupport()
        let precision = try model.type ?? ModelDirectory.preferredPrecision(of: [folder])
        let loaded = try folder.load(precision: precision)
        let description = ModelDescription(loaded.model, loaded.tokenizer)
        try StandardOutput.write(description.text)
        if parameters { try StandardOutput.write("\n" + description.parameterText) }
    }
}
