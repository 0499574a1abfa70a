import ArgumentParser
import CalqueKit

/// What to translate and where to, of lines and of documents.
struct TranslationTextFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read this file of lines, which may be gzip, instead of standard input.",
            valueName: "file"))
    var input: String?

    @Option(
        help: ArgumentHelp(
            """
            Write this file, or the folder of several documents, instead of standard output. If \
            the work with lines ends early, what is done is kept in file.partial.
            """, valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            """
            How to read lines: paragraphs translates each sentence by itself and keeps the white \
            space between them; sentences translates the line as one; wrapped takes lines up to an \
            empty one as a paragraph, and wraps its translation again.
            """, valueName: "what"))
    var lines = DocumentReading.Lines.paragraphs

    @Option(
        help: ArgumentHelp(
            """
            Have the translations of terms as this file says: a line for each, with a tab between the \
            term and its translation. --json and --report tell which were used.
            """, valueName: "file"))
    var glossary: String?

    /// What is translated as one, of lines and of the paragraphs of documents.
    var reading: LineReading { lines == .sentences ? .sentences : .paragraphs }

    /// The glossary, if one is given.
    ///
    /// - Throws: `CalqueError` when it cannot be read.
    func readGlossary(for translator: Translator) throws -> Glossary? {
        try glossary.map {
            try Glossary(
                reading: TextFile(url: $0.fileURL),
                sourceLanguage: translator.tokenizer.settings.sourceLanguage)
        }
    }
}
