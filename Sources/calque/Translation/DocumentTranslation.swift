import CalqueKit
import Foundation

/// Translates documents for the command line: files, or what a pipe brings.
struct DocumentTranslation {
    let files: DocumentFiles
    let text: TranslationTextFlags
    let flags: DocumentFlags

    /// What flags say.
    ///
    /// - Throws: `CalqueError` when there is no format for a document, or no place for its
    ///   translation.
    init(_ text: TranslationTextFlags, _ flags: DocumentFlags) throws {
        let paths = flags.paths
        files = try DocumentFiles(
            paths: paths.isEmpty ? [text.input ?? "-"] : paths, output: text.output,
            format: paths.isEmpty ? "text" : flags.format)
        self.text = text
        self.flags = flags
        for (path, name) in [(flags.report, "The report"), (flags.tmx, "The translation memory")] {
            if let path { try files.checkApart(path.outputURL, name: name) }
        }
        if StandardOutput.isTerminal,
            let job = files.jobs.first(where: { $0.target == nil && !$0.format.isText })
        {
            throw CalqueError(
                "\(job.name) is not text, and its translation cannot be shown here. Give --output.",
                kind: .configuration)
        }
    }

    /// Translates them, writes them, and says what to look at.
    func run(_ translator: Translator, _ options: SearchOptions) async throws {
        var translator = translator
        translator.lines = text.reading
        var segments = SegmentTranslator(translator)
        segments.options = options
        segments.glossary = try text.readGlossary(for: translator)
        let settings = translator.tokenizer.settings
        let languages = DocumentLanguages(
            source: flags.from ?? settings.sourceLanguage,
            target: flags.to ?? settings.targetLanguage)
        let documents = DocumentTranslator(segments)
        var pairs: [TMXDocument.Pair] = []
        let reports = try await StageProgress.during { progress in
            try await files.translate(
                with: documents, DocumentReading(lines: text.lines, languages: languages),
                input: StandardInput.readAll, output: StandardOutput.write,
                progress: { number, done in
                    let name = URL(fileURLWithPath: files.jobs[number].name).lastPathComponent
                    progress.show("sentences of \(name)", done.done, of: done.count)
                }, finished: { if flags.tmx != nil { pairs += $0.pairs } })
        }
        for report in reports {
            for warning in report.warnings {
                StandardError.writeLine("\(report.document), \(warning)")
            }
        }
        if let path = flags.report {
            try AtomicFile.write(Data(JSONText.line(reports).utf8), to: path.outputURL)
        }
        if let path = flags.tmx {
            let memory = TMXDocument(pairs: pairs, languages: languages)
            try AtomicFile.write(Data(memory.bytes), to: path.outputURL)
        }
    }
}
