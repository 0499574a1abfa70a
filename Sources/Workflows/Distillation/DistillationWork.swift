import Basics
import Conversion
import Foundation
import Models
import Tensors
import Text
import Training
import Translation

/// A distillation under way: its stages, one after the other.
final class DistillationWork {
    let settings: DistillationSettings
    let place: DistillationFolder
    /// How runs in the folder go on.
    let existing: RunDirectory.Existing
    let report: (DistillationEvent) -> Void
    let isCancelled: () -> Bool
    /// The teacher, while stages need it.
    private var loadedTeacher: Translator?
    /// The lines of files that were counted.
    private var lineCounts: [String: Int] = [:]

    init(
        settings: DistillationSettings, place: DistillationFolder,
        existing: RunDirectory.Existing,
        report: @escaping (DistillationEvent) -> Void, isCancelled: @escaping () -> Bool
    ) {
        self.settings = settings
        self.place = place
        self.existing = existing
        self.report = report
        self.isCancelled = isCancelled
    }

    /// Goes through the stages that are not done yet. The last is always done: what it says is
    /// returned.
    func run() throws -> DistillationReport {
        let done = try place.doneStages()
        for stage in stages where stage != .measuring && !done.contains(stage) {
            try stopIfCancelled()
            report(.began(stage))
            try perform(stage)
            try place.markDone(stage)
        }
        if done.contains(.measuring) {
            let earlier = try place.read(DistillationReport.self, place.report)
            report(.finished(earlier))
            return earlier
        }
        try stopIfCancelled()
        report(.began(.measuring))
        let result = try measure()
        try place.write(result, to: place.report)
        try place.markDone(.measuring)
        report(.finished(result))
        return result
    }

    /// Throws `CancellationError` where nobody wants the student any more.
    func stopIfCancelled() throws {
        if isCancelled() { throw CancellationError() }
    }

    /// The stages in order. Without a teacher the student itself aligns words, once it can.
    private var stages: [DistillationStage] {
        var stages: [DistillationStage] = settings.translations == nil ? [.translation] : []
        stages.append(.choice)
        if settings.hasScorer { stages.append(.scoring) }
        stages.append(.filtering)
        stages += settings.hasTeacher ? [.alignment, .training] : [.training, .alignment]
        return stages + [.rounding, .shortlist, .storing, .measuring]
    }

    private func perform(_ stage: DistillationStage) throws {
        switch stage {
        case .translation: try translate()
        case .choice: try choose()
        case .scoring: try score()
        case .filtering: try filter()
        case .alignment: try align()
        case .training:
            loadedTeacher = nil
            try trainStudent()
        case .rounding: try trainWithRounding()
        case .shortlist: try makeShortlist()
        case .storing: try store()
        case .measuring: break
        }
    }
}

/// The models that teach.
extension DistillationWork {
    /// The teacher, each line one sentence.
    func teacher() throws -> Translator {
        if let loadedTeacher { return loadedTeacher }
        let teacher = try translator(settings.teachers ?? [], settings.precision)
        loadedTeacher = teacher
        return teacher
    }

    func translator(_ folders: [String], _ precision: Precision?) throws -> Translator {
        try .ofSentences(folders, precision, workers: settings.workerCount)
    }

    /// Throws `CalqueError` where teachers do not fit each other, or cannot teach.
    func requireModelsThatFit() throws {
        if settings.hasTeacher {
            let teacher = try teacher()
            guard teacher.tokenizer.source.vocabulary.languageTokens.isEmpty else {
                throw CalqueError(
                    """
                    The teacher translates into several languages, and a student into one: \
                    its vocabulary has \(teacher.tokenizer.source.vocabulary.languageTokens[0]). Give \
                    a teacher of one language.
                    """, kind: .unsupported)
            }
            guard teacher.model.hasAttention else {
                throw CalqueError(
                    "The teacher has no attention that would tell which words go together. Give a "
                        + "teacher with attention.", kind: .unsupported)
            }
        }
        guard let reverse = settings.reverse else { return }
        let other = try translator([reverse], nil)
        guard settings.hasTeacher else { return }
        try other.tokenizer.settings.requireReverse(of: teacher().tokenizer.settings)
    }
}

/// Files that are made chunk by chunk.
extension DistillationWork {
    /// How many lines files have, each of which is counted once.
    func lineCount(of files: [String]) throws -> Int {
        try files.reduce(0) { sum, file in
            let count = try lineCounts[file] ?? SentenceLines.count(of: file)
            lineCounts[file] = count
            return sum + count
        }
    }

    /// Makes a line of every input, in a file that goes on where it was.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - count: How many inputs there are.
    ///   - next: The next input; nil after the last.
    ///   - work: Makes the lines of a chunk.
    func makeLines<Input>(
        _ file: URL, _ stage: DistillationStage, count: Int, of next: () throws -> Input?,
        _ work: ([Input]) throws -> [String]
    ) throws {
        try LineMaking(isCancelled: isCancelled).make(
            file, of: next,
            progress: { report(.progress(stage, count: $0, of: count)) },
            { inputs, _ in try work(inputs) })
    }
}
