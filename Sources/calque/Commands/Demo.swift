import ArgumentParser
import CalqueKit
import Foundation

/// `calque demo`.
struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a small model on an embedded corpus and translate with it.",
        discussion: """
            A grammar generates sentences from English to French and from Spanish to English. A \
            Transformer learns them, translates sentences that it never saw, and shows which words \
            it looks at.
            """)

    @Option(
        help: .value(
            "folder",
            "The folder for corpus, model and pictures; replaces an earlier demonstration."))
    var output = "calque-demo"

    @Option(
        help: .value(
            "folder",
            """
            Train nothing, and write the corpus of one direction into this folder: train, \
            validation, test and antecedents (sentences whose pronoun may stand for one of two \
            nouns). Files of text end in the code of their language; those that end in .alignment \
            say which words translate each other.
            """))
    var export: String?

    @Option(help: "Source language of that direction.")
    var from = Language.english

    @Option(help: "Target language of that direction.")
    var to = Language.french

    @OptionGroup var workers: Workers

    func validate() throws {
        guard from != to else { throw ValidationError("--from and --to are the same language.") }
    }

    func run() throws {
        if let export {
            let corpus = DemoCorpus.direction(from: from, to: to)
            return try corpus.write(
                to: export.fileURL, sourceEnding: from.rawValue, targetEnding: to.rawValue)
        }
        try Demonstration.hold(output.folderURL, workers: workers.count) { demonstration in
            let picture = output.folderURL.appendingPathComponent("attention.svg")
            try PictureFile.check(picture)
            try train(demonstration)
            try demonstration.results { event in
                try StandardOutput.write(event.text)
                guard case .attention(let map) = event else { return }
                try StandardOutput.writeLine()
                try map.picture.printInTerminal()
                try map.picture.writeSVG(to: picture)
                try StandardOutput.writeLine(
                    "\nmodel: \(demonstration.modelFolder.path)\npicture: \(picture.path)\n")
            }
        }
    }

    private func train(_ demonstration: Demonstration) throws {
        let display = TrainingDisplay(
            logInterval: demonstration.recipe.checkpoints.logInterval)
        let advice = "The demonstration is not finished; calque demo begins anew."
        try Interruption.guarding(advice: advice) { isRequested in
            let result = try demonstration.train(report: display.show, isCancelled: isRequested)
            return result.reason == .interrupted ? nil : ()
        }
    }
}
