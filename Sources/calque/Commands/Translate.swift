import ArgumentParser
import CalqueKit
import Foundation

/// `calque translate`.
struct Translate: AsyncParsableCommand, RunsAcrossRanks {
    static let configuration = CommandConfiguration(
        abstract: "Translate lines of text, or documents.",
        discussion: """
            Reads standard input and writes standard output: one line in, one line out, in order. \
            Through a pipe or at a terminal, a line is translated as soon as it arrives. Every \
            sentence of a line is translated by itself; an empty line stays empty. A sentence too \
            long for the model is translated in parts. Warnings on standard error name lines to \
            look at, such as one whose translation is empty, is far too short or repeats itself.

            A document comes back as it was but for its words: `calque translate --model m \
            --document in.md --output out.md`. Several go into a folder.
            """)

    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Text") var text: TranslationTextFlags
    @OptionGroup(title: "Documents") var documents: DocumentFlags
    @OptionGroup(title: "Lines") var lines: TranslationLineFlags
    @OptionGroup(title: "Lines") var attention: AlignmentFlags
    @OptionGroup(title: "Search") var search: SearchFlags
    @OptionGroup(title: "Many machines") var ranks: RankOptions

    func validate() throws {
        if !documents.dryRun { try model.required() }
        guard lines.targetPrefix != "-" || (text.input ?? "-") != "-" else {
            throw ValidationError(
                "Standard input cannot be both the lines and --target-prefix: give --input.")
        }
        try lines.check(attention)
        try documents.check()
        if hasDocuments { try checkDocuments() }
    }

    /// Whether there are documents, and not lines to be translated one by one.
    private var hasDocuments: Bool { !documents.paths.isEmpty || text.lines == .wrapped }

    var workOfOneProcess: String? {
        if documents.dryRun || hasDocuments { return "Translating documents" }
        return isatty(STDIN_FILENO) == 1 && (text.input ?? "-") == "-"
            ? "Translating what is typed" : nil
    }

    private func checkDocuments() throws {
        guard !lines.isUsed, !attention.softAlignment else {
            throw ValidationError(
                """
                --n-best, --scores, --json, --target-prefix, --copy-unknown, --alignment, \
                --soft-alignment, --skip-invalid and --attention-svg are for lines, and not for \
                --document and --lines wrapped.
                """)
        }
        guard documents.paths.isEmpty || text.input == nil else {
            throw ValidationError("--input has lines: give it as --document, or leave it out.")
        }
        guard !documents.dryRun || text.output == nil else {
            throw ValidationError("--dry-run writes nothing: leave --output out.")
        }
    }

    func run() async throws {
        if documents.dryRun {
            try DocumentDryRunOutput(documents, lines: text.lines).run()
        } else if hasDocuments {
            let work = try DocumentTranslation(text, documents)
            let translator = try model.load()
            try await work.run(translator, search.options(for: translator))
        } else {
            let work = LineTranslation(text: text, flags: lines, attention: attention)
            try RankProcess.run(self) { communicator in
                communicator?.deadline = .seconds(ranks.deadline)
                try work.run(model, search, across: communicator)
            }
        }
    }
}
