import Basics
import Foundation
import Models
import Tensors
import Text
import Translation

// What the trained student becomes.

extension DistillationWork {
    /// As many held-out lines as tell the ranges of activations.
    private static let rangeLines = 1000

    /// A list of the likely translations of every source token.
    func makeShortlist() throws {
        let pairs = place.pairs
        let count = try lineCount(of: [pairs.source.path])
        let tokenizer = try ModelDirectory(place.rounded).loadTokenizer()
        let made = try ShortlistMaking(
            source: pairs.source.path, target: pairs.target.path,
            aligner: .file(path: place.alignments.path), tokenizer: tokenizer,
            maximumLength: tokenizer.settings.maximumLength
        ).make { read, _ in report(.progress(.shortlist, count: read, of: count)) }
        try made.shortlist.write(to: place.shortlist)
    }

    /// Writes the student's model directory: eight bits, the ranges of its activations and the
    /// shortlist; translations are searched for greedily unless somebody says otherwise.
    func store() throws {
        let trained = ModelDirectory(place.rounded)
        var (model, tokenizer) = try trained.load(precision: .float32)
        model.parameters.inputMultipliers = try InputMultiplierMeasuring(
            model, tokenizer, lines: heldOutLines(atMost: Self.rangeLines),
            workers: settings.workerCount
        ).multipliers()
        model.shortlist = try ModelShortlist(url: place.shortlist, for: tokenizer)
        model.generation.beamSize = 1
        try ModelDirectory(place.url).save(model, tokenizer: tokenizer, type: .int8)
    }

    private func heldOutLines(atMost limit: Int) throws -> [String] {
        let lines = SentenceLines([validation.source.path])
        var found: [String] = []
        while found.count < limit, let line = try lines.next() { found.append(line) }
        return found
    }
}
