import Basics
import Foundation
import Models
import Text
import Translation

// Teacher and student compared.

extension DistillationWork {
    /// Sentences that are translated one by one for their latency.
    private static let singleSentences = 100
    /// The teacher's beam as it is used.
    private static let teacherBeam = 4

    /// Measures teacher and student as they are used.
    func measure() throws -> DistillationReport {
        let text = try heldOutText()
        var systems: [DistillationReport.System] = []
        if let teachers = settings.teachers, settings.hasTeacher {
            systems.append(
                try system("teacher", teachers, try teacher(), beam: Self.teacherBeam, text))
            try stopIfCancelled()
        }
        let folder = place.url.path
        let student = try studentTranslator()
        systems.append(try system("student", [folder], student, beam: 1, text))
        return DistillationReport(
            sentences: text.sources.count,
            pairs: try lineCount(of: [place.pairs.source.path]),
            workers: settings.workerCount,
            areReferencesGiven: settings.validationSource != nil || settings.target != nil,
            systems: systems)
    }

    private func studentTranslator() throws -> Translator {
        var student = try Translator(
            model: ModelDirectory(place.url), workers: settings.workerCount)
        student.lines = .sentences
        return student
    }

    private typealias HeldOutText = (sources: [String], references: [String])

    private func heldOutText() throws -> HeldOutText {
        let sources = try TextLines(path: validation.source.path)
        let references = try TextLines(path: validation.target.path)
        try Evaluation.require([references], for: sources)
        return (sources.lines, references.lines)
    }

    private func system(
        _ name: String, _ folders: [String], _ translator: Translator, beam: Int,
        _ text: HeldOutText
    ) throws -> DistillationReport.System {
        var options = SearchOptions(for: translator.model)
        options.beamSize = beam
        // The first batch makes memory and compiled products.
        _ = try translator.translate(Array(text.sources.prefix(64)), options)
        let start = ContinuousClock.now
        let translations = try translator.translate(text.sources, options).map(\.text)
        let seconds = start.duration(to: .now).seconds
        let evaluation = try Evaluation(
            of: translations, [text.references],
            by: BLEU(tokenizer: .suited(to: text.references)))
        let words = text.sources.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count }
        return DistillationReport.System(
            name: name, precision: translator.pool.precision.rawValue, beam: options.beamSize,
            bleu: evaluation.bleu.score, chrf: evaluation.chrf.score,
            bytes: folders.reduce(0) { $0 + Self.bytes(of: $1.fileURL) },
            sourceWordsPerSecond: Double(words) / seconds,
            medianLatency: try medianLatency(of: translator, options, text.sources))
    }

    private func medianLatency(
        of translator: Translator, _ options: SearchOptions, _ sources: [String]
    ) throws -> Double {
        let count = min(Self.singleSentences, sources.count)
        let seconds = try (0..<count).map { index in
            let line = sources[index * sources.count / count]
            let start = ContinuousClock.now
            _ = try translator.translate([line], options)
            return start.duration(to: .now).seconds
        }.sorted()
        return seconds.isEmpty ? 0 : seconds[seconds.count / 2]
    }

    /// Bytes of a model's files: of a model directory, without what training left beside them.
    private static func bytes(of folder: URL) -> Int {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let own = all.filter { ModelDirectory.fileNames.contains($0) }
        let isDirectory = own.contains(ModelDirectory.configurationName)
        return (isDirectory ? own : all).reduce(0) { sum, name in
            let path = folder.appendingPathComponent(name).path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }
}
