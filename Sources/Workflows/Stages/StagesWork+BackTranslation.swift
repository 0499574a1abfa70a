import Basics
import Foundation
import Tensors
import Text
import Translation

// From lines of the target language to pairs.

extension StagesWork {
    /// Throws `CalqueError` where reverse models that are given do not fit.
    func requireModelsThatFit() throws {
        guard let first = stages.first else { return }
        var forward = Text.TokenizerSettings()
        forward.sourceLanguage = first.recipe.text.sourceLanguage
        forward.targetLanguage = first.recipe.text.targetLanguage
        for folder in Set(stages.compactMap { $0.backTranslation?.reverse }).sorted() {
            let tokenizer = try Translator.ofSentences([folder], nil, workers: 1).tokenizer
            if let token = tokenizer.source.vocabulary.languageTokens.first {
                throw CalqueError(
                    """
                    The reverse model in \(folder) translates into several languages: its vocabulary has \
                    \(token). Give one of one language.
                    """, kind: .unsupported)
            }
            try tokenizer.settings.requireReverse(of: forward)
        }
    }

    /// Makes the pairs of a stage.
    func backTranslate(_ stage: ResolvedStage) throws {
        guard let settings = stage.backTranslation else { return }
        let made = place.backTranslation(stage.index, stage.name)
        try FileManager.default.createFolder(made.url)
        try Leftovers.clear(in: made.url) { _ in true }
        if !StagesFolder.isThere(made.pairs) {
            if !StagesFolder.isThere(made.translations) {
                let reverse = try settings.reverse ?? trainReverse(stage, made)
                try translate(stage, settings, by: reverse, made)
            }
            try pair(stage, settings, made)
        }
        // What the pairs were made of.
        try StagesFolder.remove(made.translations)
        try StagesFolder.remove(made.table)
        try StagesFolder.remove(made.validationTable)
        if settings.reverse == nil { try keepModelOnly(of: made.reverse) }
    }

    // MARK: Reverse model

    private func trainReverse(
        _ stage: ResolvedStage, _ made: StagesFolder.BackTranslationFolder
    ) throws -> String {
        let name = StagesFolder.nameOfReverse(StagesFolder.name(stage.index, stage.name))
        guard try !isDone(name), let recipe = place.reverseRecipe(of: stage) else {
            return made.reverse.path
        }
        try made.writeTables(of: stage.recipe.text)
        try train(part(stage, .reverse), recipe, in: made.reverse)
        try markDone(name)
        return made.reverse.path
    }

    // MARK: Translation

    private func translate(
        _ stage: ResolvedStage, _ settings: BackTranslationSettings, by reverse: String,
        _ made: StagesFolder.BackTranslationFolder
    ) throws {
        let part = part(stage, .translation)
        report(.began(part))
        let count = try settings.text.reduce(0) { try $0 + SentenceLines.count(of: $1) }
        let translator = try Translator.ofSentences(
            [reverse], settings.reverse == nil ? stage.recipe.precision : nil,
            workers: stage.recipe.workers ?? WorkerPool.coreCount)
        let lines = SentenceLines(settings.text)
        try LineMaking(isCancelled: isCancelled).make(
            made.translations, of: lines.next,
            progress: { report(.progress(part, count: $0, of: count)) },
            { chunk, first in
                // Places count from the chunk's first line: another seed draws other numbers.
                let options = settings.options(
                    for: translator, seed: stage.recipe.seed &+ UInt64(first))
                return try translator.translate(chunk.map(translator.known), options).map(\.text)
            })
    }

    // MARK: Pairs

    private func pair(
        _ stage: ResolvedStage, _ settings: BackTranslationSettings,
        _ made: StagesFolder.BackTranslationFolder
    ) throws {
        let part = part(stage, .pairing)
        report(.began(part))
        let lines = SentenceLines(settings.text)
        let translations = SentenceLines([made.translations.path])
        var result = BackTranslationReport()
        try AtomicDirectory.write(to: made.pairs) { folder in
            let source = try LineFile(StagesFolder.BackTranslationFolder.source(in: folder))
            let target = try LineFile(StagesFolder.BackTranslationFolder.target(in: folder))
            while let line = try lines.next() {
                guard let translation = try translations.next() else {
                    throw made.otherText(settings, "fewer")
                }
                if result.lines % 10_000 == 0 { try stopIfCancelled() }
                guard result.counts(line, translation) else { continue }
                try source.append((settings.tag.map { $0 + " " } ?? "") + translation)
                try target.append(line)
            }
            guard try translations.next() == nil else { throw made.otherText(settings, "more") }
            try source.finish()
            try target.finish()
            guard result.pairs > 0 else {
                throw CalqueError(
                    "No line of \(settings.text.joined(separator: " and ")) has become a pair "
                        + "(\(result)). Look at the text, and at the reverse model.", kind: .input)
            }
        }
        report(.made(part, result))
    }
}

extension StagesFolder.BackTranslationFolder {
    /// The error where there are other numbers of lines and of translations.
    fileprivate func otherText(
        _ settings: BackTranslationSettings, _ comparison: String
    ) -> CalqueError {
        CalqueError(
            """
            \(translations.path) has \(comparison) lines than \
            \(settings.text.joined(separator: " and ")), which must have changed meanwhile. Delete it, \
            and go on.
            """, kind: .input)
    }
}

extension BackTranslationReport {
    /// Counts a line, and whether it becomes a pair.
    fileprivate mutating func counts(_ line: String, _ translation: String) -> Bool {
        guard !line.isBlank, !translation.isBlank else {
            empty += 1
            return false
        }
        guard Candidate.isPlausible(line, translation) else {
            implausible += 1
            return false
        }
        pairs += 1
        return true
    }
}

extension BackTranslationSettings {
    /// How source sentences are searched for. Nothing is as in the model's folder but penalties.
    fileprivate func options(for translator: Translator, seed: UInt64) -> SearchOptions {
        var options = SearchOptions(for: translator.model)
        switch search ?? .beam {
        case .beam: options.beamSize = beamSize
        case .greedy: options.beamSize = 1
        case .sampling:
            options.beamSize = 1
            options.sampling = .init(seed: seed)
        }
        return options
    }
}
