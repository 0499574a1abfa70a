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
        help: ArgumentHelp(
            "The folder for corpus, model and pictures; replaces an earlier demonstration.",
            valueName: "folder"))
    var output = "calque-demo"

    @Option(
        help: ArgumentHelp(
            """
            Train nothing, and write the corpus of one direction into this folder: train, \
            validation, test and antecedents (sentences whose pronoun may stand for one of two \
            nouns). Files of text end in the code of their language; those that end in .alignment \
            say which words translate each other.
            """, valueName: "folder"))
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
        try Demonstration(
            folder: URL(fileURLWithPath: output, isDirectory: true), workers: workers.count
        )
        .run()
    }
}
