import Basics
import EmbeddedCorpus
package import Foundation
import Models
package import Training
package import Translation

/// A demonstration: a model that is trained on the embedded corpus, and what it then does. In its folder
/// it has
///
///     corpus/         the sentences
///     model/          the run that learns them, a model directory
package struct Demonstration {
    private let folder: URL
    private let workers: Int
    private let corpus: DemoCorpus

    /// Works in a folder as the only process, and writes the corpus.
    ///
    /// - Parameters:
    ///   - folder: The folder, which may hold an earlier demonstration.
    ///   - workers: Threads that train and translate.
    ///   - body: Trains, and asks for the results.
    /// - Throws: `CalqueError` when the folder holds something else, or another process is at it; and
    ///   what `body` throws.
    package static func hold<Result>(
        _ folder: URL, workers: Int, _ body: (Demonstration) throws -> Result
    ) throws -> Result {
        try check(folder)
        return try FolderLock.hold(folder) {
            let demonstration = Demonstration(
                folder: folder, workers: workers, corpus: .mixture())
            try demonstration.writeCorpus()
            return try body(demonstration)
        }
    }

    /// Refuses a folder that holds something else than an earlier demonstration: one whose corpus says
    /// something else is refused when it would be written.
    private static func check(_ folder: URL) throws {
        func contents(of folder: URL) -> Set<String> {
            Set((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        }
        // One that was killed may have come no further than its lock.
        let corpus = corpusFolder(folder)
        let isOurs =
            contents(of: corpus).contains { $0.hasPrefix("train.source") }
            || contents(of: corpus).isEmpty
                && contents(of: folder).isSubset(
                    of: [FolderLock.fileName, corpus.lastPathComponent])
        guard isOurs else {
            throw CalqueError(
                "\(folder.path) holds other files.", remedy: .otherFolderOrMove, kind: .system)
        }
        try RunDirectory.check(modelFolder(folder), .overwrite)
    }

    private static func corpusFolder(_ folder: URL) -> URL {
        folder.appendingPathComponent("corpus", isDirectory: true)
    }

    private static func modelFolder(_ folder: URL) -> URL {
        folder.appendingPathComponent("model", isDirectory: true)
    }

    private func writeCorpus() throws {
        let folder = Self.corpusFolder(folder)
        try corpus.write(to: folder, sourceEnding: "source", targetEnding: "target")
        try DemoCorpus.clearLeftovers(in: folder)
    }

    /// The model directory.
    package var modelFolder: URL { Self.modelFolder(folder) }

    /// What is trained.
    package var recipe: TrainingRecipe {
        var recipe = DemoSettings.recipe(text: Self.corpusFolder(folder))
        recipe.workers = workers
        return recipe
    }

    /// Trains the model; an earlier one is replaced.
    package func train(
        report: @escaping (TrainingRunEvent) -> Void, isCancelled: @escaping () -> Bool
    ) throws -> TrainingResult {
        try TrainingRun(recipe, in: modelFolder, .overwrite)
            .train(report: report, isCancelled: isCancelled)
    }
}

/// What the trained model does.
extension Demonstration {
    /// What it does, one part after the other.
    package enum Event: Sendable {
        /// Translations of sentences that it never saw.
        case heldOut([Translation])
        /// Translations of chosen sentences.
        case examples([Translation])
        /// What it looked at while it translated the last of them.
        case attention(AttentionMap)
        /// How many held-out sentences it translates word for word as expected.
        case exactMatch(Share)
        /// How often a pronoun stands for the right noun.
        case antecedents(Share)
    }

    /// A sentence, and what the model makes of it.
    package struct Translation: Sendable, Equatable {
        package let source: String
        package let translation: String
        /// What it should become.
        package let expected: String
    }

    /// How many of some sentences are right.
    package struct Share: Sendable, Equatable {
        package let right: Int
        package let count: Int

        /// In %.
        package var percentage: Double { 100 * Double(right) / Double(count) }
    }

    private static let shownCount = 8

    /// Lets the model translate.
    ///
    /// - Parameter report: Takes each part as soon as it is known.
    package func results(_ report: (Event) throws -> Void) throws {
        var model = try Translator(model: ModelDirectory(modelFolder), workers: workers)
        model.lines = .sentences
        let test = corpus.split.test
        let shown = test.prefix(Self.shownCount).map { ($0.source, $0.target) }
        try report(.heldOut(translations(of: shown, model)))
        try report(.examples(translations(of: DemoSettings.examples, model)))
        if let example = DemoSettings.examples.last {
            try report(.attention(model.attention(of: example.source)))
        }
        try report(.exactMatch(share(of: test, model) { $0.target == $1 }))
        try report(
            .antecedents(share(of: corpus.antecedents, model) { $0.isReasonRight(in: $1) }))
    }

    private func translations(
        of pairs: [(source: String, target: String)], _ model: Translator
    ) throws -> [Translation] {
        let translations = try model.translate(pairs.map(\.source), DemoSettings.search)
        return zip(pairs, translations).map { pair, translation in
            Translation(source: pair.source, translation: translation.text, expected: pair.target)
        }
    }

    private func share(
        of pairs: [SentencePair], _ model: Translator, isRight: (SentencePair, String) -> Bool
    ) throws -> Share {
        let translations = try model.translate(pairs.map(\.source), DemoSettings.search)
        let right = zip(pairs, translations.map(\.text)).count(where: isRight)
        return Share(right: right, count: pairs.count)
    }
}

extension Demonstration.Event {
    /// The part in words; what a figure shows has none.
    package var text: String {
        func lines(_ translations: [Demonstration.Translation]) -> String {
            translations.map { pair in
                "  \(pair.source) → \(pair.translation)\n"
                    + (pair.translation == pair.expected
                        ? "" : "    expected: \(pair.expected)\n")
            }.joined()
        }
        func line(_ name: String, _ share: Demonstration.Share) -> String {
            "\(name): \(share.percentage.fixed(1)) % (n = \(share.count))\n"
        }
        return switch self {
        case .heldOut(let translations): "Held-out sentences:\n\n" + lines(translations)
        case .examples(let translations): "\nExamples:\n\n" + lines(translations)
        case .attention: ""
        case .exactMatch(let share): line("held-out exact match", share)
        case .antecedents(let share): line("antecedents", share)
        }
    }
}
