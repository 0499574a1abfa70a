public import EmbeddedCorpus
public import Foundation
import Text

extension ComparisonText {
    /// Pairs of the embedded corpus: in the test enough for scores by length.
    private static let embedded = (training: 40_000, validation: 500, test: 2000)

    /// The embedded corpus, which is written into the folder `corpus` of one in which no other process
    /// works.
    ///
    /// - Throws: `CalqueError` when a file cannot be written, or one of its name says something else.
    public init(_ languages: LanguagePair, in folder: URL) throws {
        let (source, target) = (languages.source.rawValue, languages.target.rawValue)
        let folder = folder.appendingPathComponent("corpus", isDirectory: true)
        try DemoCorpus.clearLeftovers(in: folder)
        try DemoCorpus.direction(
            from: languages.source, to: languages.target, training: Self.embedded.training,
            validation: Self.embedded.validation, test: Self.embedded.test
        ).write(to: folder, sourceEnding: source, targetEnding: target)
        func text(_ name: String) -> ParallelCorpus {
            ParallelCorpus(
                source: folder.appendingPathComponent("\(name).\(source)"),
                target: folder.appendingPathComponent("\(name).\(target)"))
        }
        self.init(
            training: text("train"), validation: text("validation"), test: text("test"),
            languages: (source, target))
    }
}
