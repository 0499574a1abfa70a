import CalqueKit

/// Shows what would be translated of documents, and checks that the rest of them stays.
struct DocumentDryRunOutput {
    private let files: DocumentFiles
    private let reading: DocumentReading

    /// - Throws: `CalqueError` when there is no format for a document.
    init(_ flags: DocumentFlags, lines: DocumentReading.Lines) throws {
        files = try DocumentFiles(reading: flags.paths, format: flags.format)
        reading = DocumentReading(
            lines: lines, languages: DocumentLanguages(source: flags.from, target: flags.to))
    }

    /// Writes a line for every document and for every segment of it: its place, a tab, its text with
    /// numbers for codes.
    ///
    /// - Throws: `CalqueError` when a document cannot be read, or would not come back as it was.
    func run() throws {
        var changed: [String] = []
        try files.dryRun(reading, input: StandardInput.readAll) { job, run in
            let count = run.segments.count
            try StandardOutput.writeLine(
                "\(job.name): \(job.format.name), \(count.grouped) "
                    + (count == 1 ? "segment" : "segments"))
            for segment in run.segments {
                try StandardOutput.writeLine("\(segment.place)\t\(segment.content.outline)")
            }
            if !run.isIdentical { changed.append(job.name) }
        }
        guard changed.isEmpty else {
            throw CalqueError(
                """
                Written back with nothing new, \(changed.joined(separator: ", ")) would not be the same \
                to the last byte. This is a fault of Calque's: please report it with the document.
                """, kind: .input)
        }
    }
}
