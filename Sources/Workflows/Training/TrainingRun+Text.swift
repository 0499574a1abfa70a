import Basics
import Foundation
import Models
import Tensors
import Text
import Training
import Translation

/// The pairs of a run: its own text, and general text beside it.
extension TrainingRun {
    /// What the run is trained on.
    struct Pairs {
        /// The own pairs, and after them the general ones.
        var corpus: EncodedCorpus
        /// Which of them an epoch has; nil for all.
        var mixture: PairMixture?

        /// Tokens of the longer side of one epoch, about.
        var tokensOfEpoch: Int {
            let tokens = max(corpus.source.tokenCount, corpus.target.tokenCount)
            guard let mixture else { return tokens }
            let pairs = mixture.own + mixture.perEpoch
            return Int(Double(tokens) * Double(pairs) / Double(corpus.count))
        }
    }

    /// Reads and cuts all text that the run is trained on.
    func pairs(
        _ text: ParallelCorpus, _ tokenizer: TranslationTokenizer, maximumLength: Int,
        _ report: (TrainingRunEvent) -> Void
    ) throws -> Pairs {
        let keepsText = try recipe.sampling(for: tokenizer) != nil
        func encoded(_ text: ParallelCorpus) throws -> (EncodedCorpus, CorpusReport) {
            try text.encoded(
                with: tokenizer, filters: recipe.filters(maximumLength: maximumLength),
                keepsText: keepsText)
        }
        var (corpus, said) = try encoded(text)
        report(.trainingText(said))
        guard let general = try generalText(text) else { return Pairs(corpus: corpus) }
        let (other, saidOfOther) = try encoded(general)
        report(.generalText(saidOfOther))
        let mixture = PairMixture(
            own: corpus.count, general: other.count, ratio: recipe.text.general.mix.ratio,
            seed: recipe.seed)
        corpus.append(contentsOf: other)
        return Pairs(corpus: corpus, mixture: mixture)
    }

    /// General text: of files, or what the base model makes of the own source sentences.
    private func generalText(_ text: ParallelCorpus) throws -> ParallelCorpus? {
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
            Data(try Self.translations(of: text, by: base.fileURL, recipe).utf8), to: kept)
        return kept
    }

    /// Lines of sentences and their translations.
    private static func translations(
        of text: ParallelCorpus, by base: URL, _ recipe: TrainingRecipe
    ) throws -> String {
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
