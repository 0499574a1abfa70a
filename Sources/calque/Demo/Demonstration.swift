import CalqueKit
import Foundation

/// Corpus, training, translations and a picture, one after the other.
struct Demonstration {
    let folder: URL
    let workers: Int

    private var corpusFolder: URL { folder.appendingPathComponent("corpus", isDirectory: true) }
    private var modelFolder: URL { folder.appendingPathComponent("model", isDirectory: true) }
    private var picture: URL { folder.appendingPathComponent("attention.svg") }

    func run() throws {
        try checkFolder()
        try FolderLock.hold(folder) { try show() }
    }

    private func show() throws {
        let corpus = DemoCorpus.mixture()
        try corpus.write(to: corpusFolder, sourceEnding: "source", targetEnding: "target")
        try DemoCorpus.clearLeftovers(in: corpusFolder)
        try SVGFile.check(picture)
        try train()
        let model = try Translator(model: modelFolder, workers: workers)
        try showTranslations(model, corpus.split.test)
        try showExamples(model)
        try showExactMatch(model, corpus.split.test)
        try showAntecedents(model, corpus.antecedents)
    }

    /// Refuses a folder that holds something else than an earlier demonstration: one whose corpus says
    /// something else is refused when it would be written.
    private func checkFolder() throws {
        // One that was killed may have come no further than its lock.
        let corpus = Self.contents(of: corpusFolder)
        let isOurs =
            corpus.contains { $0.hasPrefix("train.source") }
            || corpus.isEmpty
                && Self.contents(of: folder).isSubset(
                    of: [FolderLock.fileName, corpusFolder.lastPathComponent])
        guard isOurs else {
            throw CalqueError(
                "\(folder.path) holds other files. Give another --output for the demonstration.",
                kind: .system)
        }
        try RunDirectory.check(modelFolder, .overwrite)
    }

    private static func contents(of folder: URL) -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    }

    private func train() throws {
        var recipe = DemoSettings.recipe(text: corpusFolder)
        recipe.workers = workers
        let run = try TrainingRun(recipe, in: modelFolder, .overwrite)
        try TrainingSession(
            adviceAfterInterruption: "The demonstration is not finished; calque demo begins anew."
        ).train(run)
    }
}

/// What the model does.
extension Demonstration {
    private static let shownCount = 8

    private func showTranslations(_ model: Translator, _ test: [SentencePair]) throws {
        try StandardOutput.writeLine("Held-out sentences:\n")
        let shown = Array(test.prefix(Self.shownCount))
        let translations = try translate(shown.map(\.source), model)
        for (pair, translation) in zip(shown, translations) {
            try show(pair.source, translation, expected: pair.target)
        }
    }

    private func showExamples(_ model: Translator) throws {
        try StandardOutput.writeLine("\nExamples:\n")
        let translations = try translate(DemoSettings.examples.map(\.source), model)
        for (example, translation) in zip(DemoSettings.examples, translations) {
            try show(example.source, translation, expected: example.target)
        }
        guard let example = DemoSettings.examples.last else { return }
        let attention = try model.attention(of: example.source).picture
        try StandardOutput.writeLine()
        try attention.printInTerminal()
        try attention.writeSVG(to: picture)
        try StandardOutput.writeLine("\nmodel: \(modelFolder.path)\npicture: \(picture.path)\n")
    }

    private func showExactMatch(_ model: Translator, _ test: [SentencePair]) throws {
        let share = try share(of: test, model) { $0.target == $1 }
        try StandardOutput.writeLine("held-out exact match: \(share) (n = \(test.count))")
    }

    private func showAntecedents(_ model: Translator, _ test: [SentencePair]) throws {
        let share = try share(of: test, model) { $0.isReasonRight(in: $1) }
        try StandardOutput.writeLine("antecedents: \(share) (n = \(test.count))")
    }

    /// The share of pairs that the model translates right, in %.
    private func share(
        of pairs: [SentencePair], _ model: Translator, isRight: (SentencePair, String) -> Bool
    ) throws -> String {
        let translations = try translate(pairs.map(\.source), model)
        let count = zip(pairs, translations).count(where: isRight)
        return (100 * Double(count) / Double(pairs.count)).fixed(1) + " %"
    }

    private func show(_ source: String, _ translation: String, expected: String) throws {
        try StandardOutput.writeLine("  \(source) → \(translation)")
        if translation != expected { try StandardOutput.writeLine("    expected: \(expected)") }
    }

    private func translate(_ lines: [String], _ model: Translator) throws -> [String] {
        var translator = model
        translator.lines = .sentences
        return try translator.translate(lines, DemoSettings.search).map(\.text)
    }
}
