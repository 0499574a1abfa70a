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

    /// Pairs of the text that are held out, if some are to be: as text, and as a file of the run.
    func heldOutPairs(
        of text: ParallelCorpus
    ) throws -> (text: ParallelCorpus, table: Data)? {
        guard recipe.text.validationPairs > 0 else { return nil }
        let table = try text.heldOutTable(recipe.text.validationPairs, seed: recipe.seed)
        let file = folder.appendingPathComponent(RunDirectory.heldOutName)
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
    /// ones.
    ///
    /// - Parameter heldOut: Pairs like these are left out.
    /// - Returns: The pairs, and new translations by the base model, which are to be kept.
    func readPairs(
        _ text: ParallelCorpus, without heldOut: HeldOutText, _ tokenizer: TranslationTokenizer
    ) throws -> (data: TrainingData, baseTranslations: Data?) {
        let filters = recipe.filters
        let changes = try recipe.epochChanges(for: tokenizer)
        func encoded(
            _ text: ParallelCorpus, _ alignments: AlignmentFile? = nil
        ) throws -> (EncodedCorpus, CorpusReport) {
            try text.encoded(
                with: tokenizer, filters: filters, without: heldOut, keepsText: !changes.isNone,
                alignments: alignments)
        }
        let alignments = try recipe.text.alignments.map {
            try AlignmentFile(path: $0, ofPairsIn: text.name)
        }
        var (corpus, said) = try encoded(text, alignments)
        report(.trainingText(said))
        var mixture: PairMixture?
        let general = try generalText(beside: text)
        if let general {
            let (other, saidOfOther) = try encoded(general.text)
            report(.generalText(saidOfOther))
            mixture = PairMixture(
                own: corpus.count, general: other.count, ratio: recipe.text.general.mix.ratio,
                seed: recipe.seed)
            corpus.append(contentsOf: other)
        }
        let data =
            changes.isNone
            ? TrainingData(corpus, mixture: mixture)
            : TrainingData(
                corpus, mixture: mixture, changes: changes, tokenizer: tokenizer,
                maximumTokens: filters.maximumTokens)
        return (data, general?.translations)
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
            workers: recipe.workers ?? WorkerPool.coreCount, precision: precision)
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
