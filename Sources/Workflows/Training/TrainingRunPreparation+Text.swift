import Basics
import Foundation
import Models
import Tensors
import Text
import Training
import Translation

/// The pairs of a run: its own text, and general text beside it.
extension TrainingRunPreparation {
    /// Reads and cuts text to validate with, if there is some.
    func readHeldOut(
        _ text: ParallelCorpus?, _ tokenizer: TranslationTokenizer,
        _ event: (CorpusReport) -> TrainingRunEvent
    ) throws -> HeldOutPairs? {
        guard let text else { return nil }
        let (pairs, said) = try HeldOutPairs.read(
            text, tokenizer, maximumLength: recipe.model.maximumLength)
        report(event(said))
        return pairs
    }

    /// Pairs of the text that are held out, if some are to be: as text, and as a file of the run, where it
    /// has none yet.
    func heldOutPairs(
        of text: ParallelCorpus
    ) throws -> (text: ParallelCorpus, table: Data?)? {
        guard recipe.text.validationPairs > 0 else { return nil }
        let file = folder.appendingPathComponent(RunDirectory.heldOutName)
        if isBegun, FileManager.default.fileExists(atPath: file.path) {
            return (ParallelCorpus(table: file), nil)
        }
        report(.preparing(.heldOut))
        let table = try text.heldOutTable(recipe.text.validationPairs, seed: recipe.seed) {
            report(.preparing(.heldOut, fraction: $0))
            try stopIfCancelled()
        }
        return (ParallelCorpus(table: TextFile(url: file, contents: table)), table)
    }

    /// What tells pairs that are nearly those of some texts, if such are to be left out.
    func keys(of heldOut: [ParallelCorpus?]) throws -> HeldOutText {
        var keys = HeldOutText()
        guard recipe.text.dropsNearValidation == true else { return keys }
        for text in heldOut.compactMap(\.self) { try keys.insert(text) }
        return keys
    }

    /// Reads and cuts all text that the run is trained on: the own pairs, and after them the general
    /// ones. They are kept in the run's folder, and read from there by a run that goes on.
    ///
    /// - Parameter heldOut: Pairs like these are left out.
    /// - Returns: The pairs, what they are called in the run's folder, and new translations by the base
    ///   model, which are to be kept.
    func readPairs(
        _ text: ParallelCorpus, without heldOut: HeldOutText, _ tokenizer: TranslationTokenizer
    ) throws -> (data: TrainingData, corpusName: String, baseTranslations: Data?) {
        let changes = try recipe.epochChanges(for: tokenizer)
        let general = try generalText(beside: text)
        let texts = [text] + [general?.text].compactMap(\.self)
        let corpus = try StoredCorpus.open(
            in: CorpusFolder(of: folder).url, origin(texts, without: heldOut, tokenizer),
            .init(text: !changes.isNone, links: recipe.text.alignments != nil), for: tokenizer
        ) { writer in
            let alignments = try recipe.text.alignments.map {
                try AlignmentFile(path: $0, ofPairsIn: text.name)
            }
            for (index, text) in texts.enumerated() {
                var sink = writer
                writer.endPart(
                    try text.encode(
                        into: &sink, with: tokenizer, filters: recipe.filters, without: heldOut,
                        alignments: index == 0 ? alignments : nil
                    ) {
                        if let share = $0 { report(.preparing(.text, fraction: share)) }
                        try stopIfCancelled()
                    })
            }
        }
        report(.trainingText(corpus.parts[0].report))
        if general != nil { report(.generalText(corpus.parts[1].report)) }
        let data = try recipe.data(of: corpus, for: tokenizer)
        return (data, corpus.name, general?.translations)
    }

    /// What the pairs follow from.
    private func origin(
        _ texts: [ParallelCorpus], without heldOut: HeldOutText, _ tokenizer: TranslationTokenizer
    ) throws -> CorpusOrigin {
        var origin = CorpusOrigin()
        for text in texts { try origin.add(text) }
        if let alignments = recipe.text.alignments {
            try origin.add(TextFile(url: alignments.fileURL))
        }
        origin.add(tokenizer)
        origin.add(heldOut)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        origin.add(String(decoding: try encoder.encode(recipe.filters), as: UTF8.self))
        return origin
    }

    /// General text: of files, or what the base model makes of the own source sentences.
    ///
    /// - Returns: The text, and what of it is new and to be kept in the run's folder, so that it is not
    ///   translated again for a run that goes on.
    private func generalText(
        beside text: ParallelCorpus
    ) throws -> (text: ParallelCorpus, translations: Data?)? {
        guard recipe.text.general.isFromBase, let base = recipe.model.base else {
            return try recipe.text.generalTraining().map { ($0, nil) }
        }
        let file = folder.appendingPathComponent(RunDirectory.baseTranslationsName)
        if isBegun, FileManager.default.fileExists(atPath: file.path) {
            return (ParallelCorpus(table: file), nil)
        }
        let translations = try translations(of: text, by: base.fileURL)
        return (ParallelCorpus(table: TextFile(url: file, contents: translations)), translations)
    }

    /// So few lines are translated together that it soon shows when nobody wants them any more.
    private static let chunks = Translator.ChunkLimits(lines: 500, tokens: 8192)

    /// Lines of sentences and their translations.
    private func translations(of text: ParallelCorpus, by base: URL) throws -> Data {
        let directory = ModelDirectory(base)
        let precision = recipe.precision ?? .fastest
        var translator = Translator(
            try directory.loadModel(precision: precision), try directory.loadTokenizer(),
            workers: ownWorkers, precision: precision)
        translator.lines = .sentences
        let reader = try text.makeReader()
        /// The chunk's sentences; nil for what a table cannot hold, which is translated as nothing, so
        /// that lines count as in the text.
        var sources: [String?] = []
        var table = Data()
        var count = 0
        try translator.translate(
            .greedy, chunks: Self.chunks,
            from: {
                guard let line = try reader.next() else { return nil }
                sources.append(line.source.flatMap { $0.contains("\t") ? nil : $0 })
                return sources.last.flatMap(\.self) ?? ""
            },
            to: { result in
                try stopIfCancelled()
                if let source = sources.removeFirst() {
                    table += Data("\(source)\t\(result.text)\n".utf8)
                }
                count += 1
                report(.translatedByBase(lines: count))
            })
        return table
    }
}
