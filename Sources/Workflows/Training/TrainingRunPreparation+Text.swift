import Basics
import Foundation
import Models
import Tensors
import Text
import Training
import Translation

/// The pairs of a run: its own text, and general text beside it.
extension TrainingRunPreparation {
    /// Reads and cuts all text that the run is trained on: the own pairs, and after them the general
    /// ones.
    func readPairs(
        _ text: ParallelCorpus, _ tokenizer: TranslationTokenizer, maximumLength: Int
    ) throws -> TrainingData {
        let filters = recipe.filters(maximumLength: maximumLength)
        let sampling = try recipe.sampling(for: tokenizer)
        func encoded(_ text: ParallelCorpus) throws -> (EncodedCorpus, CorpusReport) {
            try text.encoded(with: tokenizer, filters: filters, keepsText: sampling != nil)
        }
        var (corpus, said) = try encoded(text)
        report(.trainingText(said))
        var mixture: PairMixture?
        if let general = try generalText(beside: text) {
            let (other, saidOfOther) = try encoded(general)
            report(.generalText(saidOfOther))
            mixture = PairMixture(
                own: corpus.count, general: other.count, ratio: recipe.text.general.mix.ratio,
                seed: recipe.seed)
            corpus.append(contentsOf: other)
        }
        guard let sampling else { return TrainingData(corpus, mixture: mixture) }
        return TrainingData(
            corpus, mixture: mixture, sampling: sampling, tokenizer: tokenizer,
            maximumTokens: filters.maximumTokens)
    }

    /// General text: of files, or what the base model makes of the own source sentences.
    private func generalText(beside text: ParallelCorpus) throws -> ParallelCorpus? {
        guard recipe.text.general.isFromBase else { return try recipe.text.generalTraining() }
        return ParallelCorpus(table: try baseTranslations(of: text))
    }

    /// The file of what the base model made of the own source sentences. It is not translated again
    /// for a run that goes on.
    private func baseTranslations(of text: ParallelCorpus) throws -> URL {
        let name = "base-translations.tsv"
        let kept = folder.appendingPathComponent(name)
        guard !isBegun || !FileManager.default.fileExists(atPath: kept.path),
            let base = recipe.model.base
        else { return kept }
        try FileManager.default.createFolder(folder)
        try AtomicFile.write(
            Data(try translations(of: text, by: base.fileURL).utf8), to: kept)
        return kept
    }

    /// Lines of sentences and their translations.
    private func translations(of text: ParallelCorpus, by base: URL) throws -> String {
        let directory = ModelDirectory(base)
        let precision = recipe.precision ?? .fastest
        var translator = Translator(
            try directory.loadModel(precision: precision), try directory.loadTokenizer(),
            workers: recipe.workers ?? WorkerPool.coreCount, precision: precision)
        translator.lines = .sentences
        let reader = try text.makeReader()
        var sources: [String] = []
        while let line = try reader.next() {
            if let source = line.source, !source.contains("\t") { sources.append(source) }
        }
        let translations = try translator.translate(sources, .greedy).map(\.text)
        return zip(sources, translations).map { "\($0)\t\($1)\n" }.joined()
    }
}
