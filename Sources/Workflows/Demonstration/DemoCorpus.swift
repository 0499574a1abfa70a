import Basics
package import EmbeddedCorpus
package import Foundation
import Text

/// The embedded corpus as files of plain text, a sentence a line.
package struct DemoCorpus {
    package let split: CorpusSplit
    /// Sentences that ask what a pronoun stands for.
    package let antecedents: [SentencePair]

    private init(_ corpus: EmbeddedCorpus, training: Int, validation: Int, test: Int) {
        split = corpus.split(training: training, validation: validation, test: test)
        antecedents = corpus.antecedents(perNoun: DemoSettings.antecedentsPerNoun)
    }

    /// The mixture of directions that the demonstration trains on.
    package static func mixture() -> DemoCorpus {
        DemoCorpus(
            .mixture(of: DemoSettings.directions, seed: DemoSettings.seed),
            training: DemoSettings.trainingPairs, validation: DemoSettings.validationPairs,
            test: DemoSettings.testPairs)
    }

    /// One direction.
    package static func direction(
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
    /// - Throws: `CalqueError` when there are files of these names that say something else, or one cannot
    ///   be written.
    package func write(to folder: URL, sourceEnding: String, targetEnding: String) throws {
        let files = contents(sourceEnding, targetEnding)
        let taken = files.filter { name, lines in
            let data = try? Data(contentsOf: folder.appendingPathComponent(name))
            return data.map { $0 != Self.data(lines) } ?? false
        }
        guard taken.isEmpty else { throw Self.isTaken(folder, taken.map(\.name)) }
        try FileManager.default.createFolder(folder)
        for (name, lines) in files {
            try AtomicFile.write(Self.data(lines), to: folder.appendingPathComponent(name))
        }
    }

    /// Deletes what a killed process left in a folder that it alone wrote to.
    package static func clearLeftovers(in folder: URL) throws {
        try Leftovers.clear(in: folder) { name in parts.contains { name.hasPrefix($0 + ".") } }
    }

    private static let parts = ["train", "validation", "test", "antecedents"]

    private func contents(
        _ sourceEnding: String, _ targetEnding: String
    ) -> [(name: String, lines: [String])] {
        let pairs = [split.training, split.validation, split.test, antecedents]
        return zip(Self.parts, pairs).flatMap { part, pairs in
            [
                ("\(part).\(sourceEnding)", pairs.map(\.source)),
                ("\(part).\(targetEnding)", pairs.map(\.target)),
                ("\(part).alignment", pairs.map { $0.wordAlignment.description }),
            ]
        }
    }

    private static func data(_ lines: [String]) -> Data {
        Data(lines.map { $0 + "\n" }.joined().utf8)
    }

    private static func isTaken(_ folder: URL, _ names: [String]) -> CalqueError {
        CalqueError(
            """
            \(folder.path) holds other files of the names \(names.joined(separator: ", ")), which would \
            be written over. Give another folder, or move them away.
            """, kind: .system)
    }
}

extension SentencePair {
    /// Which words, as spaces separate them, translate each other.
    fileprivate var wordAlignment: Alignment {
        Alignment(spacedAlignment.map { Alignment.Link(source: $0.source, target: $0.target) })
    }
}
