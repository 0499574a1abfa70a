import Basics
import Foundation
import Text

/// All text of a training in stages, each once, that its tokenizer is trained on.
struct StagesText {
    private var pairs: [ParallelCorpus] = []
    private var lines: [String] = []

    /// - Throws: `CalqueError` where a recipe names too few files, or too many.
    init(_ stages: [ResolvedStage]) throws {
        var known: Set<String> = []
        for stage in stages {
            let text = stage.recipe.text
            let own = text.hasTraining ? try text.training() : nil
            for corpus in [own, try text.generalTraining()].compactMap(\.self)
            where known.insert(corpus.name).inserted {
                pairs.append(corpus)
            }
            for path in stage.backTranslation?.text ?? [] where known.insert(path).inserted {
                lines.append(path)
            }
        }
    }

    /// Writes a table of it. A line of the target language has no source beside it.
    ///
    /// - Parameters:
    ///   - file: The table.
    ///   - check: Called now and then; what it throws ends the writing.
    func write(to file: URL, _ check: () throws -> Void) throws {
        try AtomicFile.write(to: file) { output in
            for corpus in pairs {
                let reader = try corpus.makeReader()
                while let pair = try reader.next() {
                    guard let source = pair.source, let target = pair.target else { continue }
                    try output.write("\(Self.column(source))\t\(Self.column(target))\n")
                }
                try check()
            }
            let reader = SentenceLines(lines)
            while let line = try reader.next() { try output.write("\t\(Self.column(line))\n") }
            try check()
        }
    }

    /// Text that does not part columns.
    static func column(_ text: String) -> String {
        text.utf8.contains(UInt8(ascii: "\t")) ? text.replacing("\t", with: " ") : text
    }
}
