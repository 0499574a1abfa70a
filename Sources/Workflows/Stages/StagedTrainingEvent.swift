import Basics

/// What a training in stages tells while it goes on.
public enum StagedTrainingEvent: Sendable {
    /// What is going to be done, in words: a line or more for every stage.
    case plan([String])
    /// A part of a stage begins, or goes on.
    case began(StagePart)
    /// So many lines of it are done.
    case progress(StagePart, count: Int, of: Int)
    /// What became of the lines that were translated.
    case made(StagePart, BackTranslationReport)
    /// Training tells something.
    case training(StagePart, TrainingRunEvent)
    /// A stage is done.
    case finished(StagePart)
}

/// A part of a stage. What one leaves is there for the next, and is not made again.
public struct StagePart: Sendable, Equatable, CustomStringConvertible {
    /// What is done in a part.
    public enum Work: Sendable, Equatable, CaseIterable {
        /// The tokenizer learns the subwords of the text of all stages.
        case tokenizer
        /// The reverse model is trained.
        case reverse
        /// It translates text of the target language.
        case translation
        /// Pairs are made of the lines and their translations.
        case pairing
        /// The stage's model is trained.
        case training
    }

    /// The number of the stage, from 1.
    public let number: Int
    /// How many stages there are.
    public let count: Int
    /// The stage's name.
    public let name: String
    /// What is done.
    public let work: Work

    /// Which stage, and which model where it is not the stage's own: `2/3 mixed, reverse`.
    public var description: String {
        "\(number)/\(count) \(name)" + (work == .reverse ? ", reverse" : "")
    }

    /// Text of a log, every line of which begins with the stage.
    ///
    /// - Parameter text: A line, or several.
    public func naming(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "\(self): \($0)" }.joined(separator: "\n")
    }
}

extension StagePart.Work {
    /// What is done, in words.
    public var words: String {
        switch self {
        case .tokenizer: "training the tokenizer on the text of all stages"
        case .reverse: "training the reverse model"
        case .translation: "translating back"
        case .pairing: "making pairs"
        case .training: "training"
        }
    }
}

/// What became of lines that were translated back.
public struct BackTranslationReport: Sendable, Equatable, CustomStringConvertible {
    /// Lines whose pair is learned from.
    public internal(set) var pairs = 0
    /// Lines without a text or a translation.
    public internal(set) var empty = 0
    /// Lines whose translation is far too short or too long.
    public internal(set) var implausible = 0

    /// All lines.
    public var lines: Int { pairs + empty + implausible }

    /// The numbers, in words.
    public var description: String {
        var text = "back-translations: \(pairs.grouped) pairs"
        for (count, what) in [(empty, "empty"), (implausible, "far too short or too long")]
        where count > 0 {
            text += ", \(count.grouped) \(what)"
        }
        return text
    }
}

extension StagedTrainingEvent {
    /// Lines for a log; none of what only moves on. They begin with the stage.
    public var lines: [String] {
        switch self {
        case .plan(let lines): lines
        case .began(let part): ["\(part): \(part.work.words) …"]
        case .progress: []
        case .made(let part, let report): ["\(part): \(report)"]
        case .training(let part, let event): event.lines.map(part.naming)
        case .finished(let part): ["\(part): done"]
        }
    }
}
