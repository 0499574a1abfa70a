import Basics
import Foundation
import Tensors
import Text
import Translation

// From sentences to the pairs that the student learns from.

extension DistillationWork {
    /// The teacher's candidates of every line.
    func translate() throws {
        let count = try lineCount(of: settings.sources)
        let teacher = try teacher()
        var options = SearchOptions(for: teacher.model)
        options.beamSize = settings.beamSize
        options.nBest = settings.beamSize
        options.stoppingRule = .beamFilled
        let lines = SentenceLines(settings.sources)
        try makeLines(place.candidates, .translation, count: count, of: lines.next) { chunk in
            try teacher.translate(chunk.map(teacher.known), options).map { result in
                let line = try JSONText.line(result.alternatives.map { Candidate($0) })
                return String(line.dropLast())
            }
        }
    }

    /// Throws where files do not have the lines that they should.
    func requireLines() throws {
        let source = try lineCount(of: [settings.source].compactMap { $0 })
        let all = try lineCount(of: settings.sources)
        guard all > 0 else {
            throw CalqueError(
                "There are no lines in \(settings.sources.joined(separator: " and ")). Name files with "
                    + "text in them.", kind: .input)
        }
        let validation = settings.validationSource
        let validationCount = try lineCount(of: [validation].compactMap { $0 })
        guard validation == nil || validationCount > 0 else {
            throw CalqueError(
                "There are no lines in \(validation ?? ""). Name a file with held-out sentences.",
                kind: .input)
        }
        for (path, wanted, of) in [
            (settings.target, source, settings.source ?? ""),
            (settings.translations, all, settings.sources.joined(separator: " and ")),
            (settings.validationTarget, validationCount, validation ?? ""),
        ] {
            guard let path else { continue }
            let found = try lineCount(of: [path])
            guard found != wanted else { continue }
            throw CalqueError(
                """
                \(of) has \(wanted) lines and \(path) has \(found), so their lines are not \
                translations of each other. Align the files again.
                """, kind: .input)
        }
    }

    // MARK: Choice

    /// Writes pairs of a sentence and its chosen translation, and holds some out.
    func choose() throws {
        let count = try lineCount(of: settings.sources)
        let heldOut = try HeldOutLines(settings, counting: lineCount(of:))
        var choice = DistillationChoice()
        try AtomicDirectory.write(to: place.chosen.folder) { folder in
            let files = try ChosenFiles(DistillationFolder.PairFiles(folder))
            let lines = try ChoiceLines(settings, candidates: place.candidates)
            let pool = WorkerPool(count: settings.workerCount, precision: .float32)
            while case let chunk = try lines.next(atMost: LineMaking.chunk), !chunk.isEmpty {
                report(.progress(.choice, count: chunk[0].number, of: count))
                try stopIfCancelled()
                for (line, best) in zip(chunk, try best(of: chunk, pool)) {
                    try add(line, best, heldOut, &choice, files)
                }
            }
            try files.finish()
        }
        guard choice.chosen > 0 else {
            throw CalqueError(
                "No sentence has a translation to learn from (\(choice)). Look at the files.",
                kind: .input)
        }
        guard settings.validationSource != nil || choice.heldOut > 0 else {
            throw CalqueError(
                "No sentence of the text can be held out to measure with (\(choice)). Give "
                    + "validation-source and validation-target.", kind: .input)
        }
        report(.chosen(choice))
    }

    /// The candidate to learn from, of every line.
    private func best(
        of lines: [ChoiceLines.Line], _ pool: WorkerPool
    ) throws -> [Candidate?] {
        let count = pool.count
        let parts = try pool.run { worker, _ in
            try stride(from: worker, to: lines.count, by: count).map { index in
                try Candidate.best(
                    of: lines[index].candidates, reference: lines[index].reference)
            }
        }
        return lines.indices.map { parts[$0 % count][$0 / count] }
    }

    private func add(
        _ line: ChoiceLines.Line, _ best: Candidate?, _ heldOut: HeldOutLines,
        _ choice: inout DistillationChoice,
        _ files: ChosenFiles
    ) throws {
        if heldOut.numbers.contains(line.number) {
            let target = line.reference ?? best?.text ?? ""
            guard !target.isBlank else { return choice.empty += 1 }
            choice.heldOut += 1
            return try files.holdOut(line.source, target)
        }
        guard !heldOut.sources.contains(line.source) else { return choice.known += 1 }
        guard let best, !line.source.isBlank else { return choice.empty += 1 }
        guard Candidate.isPlausible(line.source, best.text) else {
            return choice.implausible += 1
        }
        choice.chosen += 1
        try files.add(line.source, best)
    }

    // MARK: Score

    /// How probable a model finds every pair: the reverse model its source, or the teacher a translation
    /// that others made. A pair that it cannot read has no score.
    func score() throws {
        let isReverse = settings.reverse != nil
        let translator = try settings.reverse.map { try self.translator([$0], nil) } ?? teacher()
        let scorer = translator.scorer
        try makePairLines(place.scores, .scoring, place.chosen) { pairs in
            let read = pairs.map { pair in
                encoded(
                    isReverse ? pair.target : pair.source, isReverse ? pair.source : pair.target,
                    translator)
            }
            var scores = try scorer.score(read.compactMap { $0 })[...]
            return read.map { pair in
                guard pair != nil, let score = scores.popFirst() else { return "" }
                return "\(score.logProbability / Double(max(score.tokenCount, 1)))"
            }
        }
    }

    /// A pair as a model reads it; nil where it is too long for it.
    private func encoded(
        _ source: String, _ target: String, _ translator: Translator
    ) -> EncodedPair? {
        guard translator.known(source) == source else { return nil }
        let pair = EncodedPair(source: source, target: target, translator.tokenizer)
        return max(pair.source.count, pair.target.count) <= translator.model.maximumLength
            ? pair : nil
    }

    private func makePairLines(
        _ file: URL, _ stage: DistillationStage, _ pairs: DistillationFolder.PairFiles,
        _ work: ([(source: String, target: String)]) throws -> [String]
    ) throws {
        let count = try lineCount(of: [pairs.source.path])
        let sources = SentenceLines([pairs.source.path])
        let targets = SentenceLines([pairs.target.path])
        try makeLines(
            file, stage, count: count,
            of: {
                guard let source = try sources.next(), let target = try targets.next() else {
                    return nil
                }
                return (source: source, target: target)
            }, work)
    }

    // MARK: Filter

    /// Leaves out the pairs with the worst scores.
    func filter() throws {
        let scores = settings.hasScorer ? place.scores : place.chosen.scores
        var known: [Double?] = []
        let lines = SentenceLines([scores.path])
        while let line = try lines.next() { known.append(Double(line)) }
        let kept = WorstShare.kept(scores: known, dropping: settings.dropShare)
        let sources = SentenceLines([place.chosen.source.path])
        let targets = SentenceLines([place.chosen.target.path])
        try AtomicDirectory.write(to: place.pairs.folder) { folder in
            let files = DistillationFolder.PairFiles(folder)
            let output = (try LineFile(files.source), try LineFile(files.target))
            for isKept in kept {
                guard let source = try sources.next(), let target = try targets.next() else {
                    break
                }
                guard isKept else { continue }
                try output.0.append(source)
                try output.1.append(target)
            }
            try output.0.finish()
            try output.1.finish()
        }
        report(.kept(kept.count { $0 }, of: kept.count))
    }

    // MARK: Alignment

    /// Which words go together by the teacher's attention or, without one, the student's. A pair that it
    /// cannot read has an empty line.
    func align() throws {
        let translator = try settings.hasTeacher ? teacher() : translator([place.student.path], nil)
        let reader = translator.reader
        try makePairLines(place.alignments, .alignment, place.pairs) { pairs in
            let read = pairs.map { encoded($0.source, $0.target, translator) }
            var found = try reader.alignments(of: read.compactMap { $0 })[...]
            return read.map { pair in
                pair == nil ? "" : found.popFirst()?.alignment.description ?? ""
            }
        }
    }
}
