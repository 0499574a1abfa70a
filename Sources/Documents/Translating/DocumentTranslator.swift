public import Translation

/// Translates documents: what is written is the document that was read, but for its words.
///
///     let documents = DocumentTranslator(SegmentTranslator(translator))
///     let translated = try await documents.translate(bytes, .named("html"))
public struct DocumentTranslator: Sendable {
    private let segments: SegmentTranslator

    /// A translator of documents.
    ///
    /// - Parameter segments: Translates what is in them.
    public init(_ segments: SegmentTranslator) {
        var segments = segments
        segments.wantsAlignment = false
        self.segments = segments
    }

    /// Translates a document.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - format: Its format.
    ///   - reading: How it is read, what it is called, and its languages.
    ///   - progress: Takes what is done whenever something is; on any thread.
    /// - Throws: `CalqueError` when it is not of this format or cannot be translated;
    ///   `CancellationError` when the task is cancelled.
    public func translate(
        _ bytes: [UInt8], _ format: DocumentFormat, _ reading: DocumentReading = .init(),
        progress: (@Sendable (TranslationProgress) -> Void)? = nil
    ) async throws -> TranslatedDocument {
        let document = try format.read(bytes, reading)
        try Task.checkCancellation()
        let translations = try await translations(of: document, format, progress)
        let written = try document.bytes(
            with: translations.map(\.content), reading.languages)
        return TranslatedDocument(
            bytes: written, report: report(of: document, translations, format, reading),
            pairs: zip(document.segments, translations).map { ($0.content, $1.content) })
    }

    private func translations(
        of document: Document, _ format: DocumentFormat,
        _ progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [SegmentTranslation] {
        guard !document.segments.isEmpty else { return [] }
        var segments = self.segments
        segments.rules = segments.rules.fitting(document, format)
        return try await segments.translate(
            document.segments.map(\.content), progress: progress)
    }

    private func report(
        of document: Document, _ translations: [SegmentTranslation], _ format: DocumentFormat,
        _ reading: DocumentReading
    ) -> DocumentReport {
        let texts = document.segments.map(\.content.text)
        let flags = zip(document.segments, translations).filter { !$1.warnings.isEmpty }
            .map { segment, translation in
                DocumentReport.Flag(
                    place: segment.place, source: segment.content.text,
                    translation: translation.content.text, warnings: translation.warnings)
            }
        return DocumentReport(
            document: reading.name, format: format.name,
            sourceLanguage: reading.languages.source, targetLanguage: reading.languages.target,
            segmentCount: texts.count,
            wordCount: texts.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count },
            characterCount: texts.reduce(0) { $0 + $1.count }, flags: flags,
            terms: .init(translations.flatMap(\.terms)))
    }
}
