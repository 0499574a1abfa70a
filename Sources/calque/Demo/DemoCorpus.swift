import CalqueKit
import Foundation

/// The embedded corpus as files of plain text, a sentence a line.
struct DemoCorpus {
    let split: CorpusSplit
    /// Sentences that ask what a pronoun stands for.
    let antecedents: [SentencePair]

    private init(_ corpus: EmbeddedCorpus, training: Int, validation: Int, test: Int) {
        split = corpus.split(training: training, validation: validation, test: test)
        antecedents = corpus.antecedents(perNoun: DemoSettings.antecedentsPerNoun)
    }

    /// The mixture of directions that the demonstration trains on.
    static func mixture() -> DemoCorpus {
        DemoCorpus(
            .mixture(of: DemoSettings.directions, seed: DemoSettings.seed),
            training: DemoSettings.trainingPairs, validation: DemoSettings.validationPairs,
            test: DemoSettings.testPairs)
    }

    /// One direction.
    static func direction(
        from source: Language, to target: Language, training: Int = DemoSettings.trainingPairs,
        validation: Int = DemoSettings.validationPairs, test: Int = DemoSettings.testPairs
    ) -> DemoCorpus {
        DemoCorpus(
            EmbeddedCorpus(from: source, to: target, seed: DemoSettings.seed),
            training: training, validation: validation, test: test)
    }

    /// Writes `train`, `validation`, `test` and `antecedents`, each with two endings, into a folder,
    /// and the words that translate each other with the ending `alignment`.
    ///
    /// - Throws: `CalqueError` when a file cannot be written.
    func write(to folder: URL, sourceEnding: String, targetEnding: String) throws {
        try FileManager.default.createFolder(folder)
        for (name, pairs) in [
            ("train", split.training), ("validation", split.validation), ("test", split.test),
            ("antecedents", antecedents),
        ] {
            try write(pairs.map(\.source), to: folder, "\(name).\(sourceEnding)")
            try write(pairs.map(\.target), to: folder, "\(name).\(targetEnding)")
            try write(
                pairs.map { $0.wordAlignment.description }, to: folder, "\(name).alignment")
        }
    }

    private func write(_ lines: [String], to folder: URL, _ name: String) throws {
        let text = lines.map { $0 + "\n" }.joined()
        try AtomicFile.write(Data(text.utf8), to: folder.appendingPathComponent(name))
    }
}

extension SentencePair {
    /// Which words, as spaces separate them, translate each other.
    fileprivate var wordAlignment: Alignment {
        Alignment(spacedAlignment.map { Alignment.Link(source: $0.source, target: $0.target) })
    }
}
