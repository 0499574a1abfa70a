import Basics

/// What a distillation tells while it goes on.
public enum DistillationEvent: Sendable {
    /// A stage begins, or goes on.
    case began(DistillationStage)
    /// So much of it is done: lines, or pairs.
    case progress(DistillationStage, count: Int, of: Int)
    /// Which translations were chosen.
    case chosen(DistillationChoice)
    /// How many pairs are left, of how many.
    case kept(Int, of: Int)
    /// Training tells something.
    case training(TrainingRunEvent)
    /// What came of it.
    case finished(DistillationReport)
}

/// A part of a distillation. What one leaves is there for the next, and is not made again.
public enum DistillationStage: String, Sendable, CaseIterable, Codable {
    /// The teacher translates.
    case translation
    /// One of its translations is chosen for every sentence.
    case choice
    /// A model tells how probable the pairs are.
    case scoring
    /// The worst pairs are left out.
    case filtering
    /// The words of the others are aligned.
    case alignment
    /// The student learns from them.
    case training
    /// It goes on with products in eight bits.
    case rounding
    /// A shortlist is made of the alignments.
    case shortlist
    /// The student is stored in eight bits.
    case storing
    /// Teacher and student are compared.
    case measuring
}

extension DistillationStage {
    /// What is done, in words.
    public var words: String {
        switch self {
        case .translation: "translating"
        case .choice: "choosing translations"
        case .scoring: "scoring them"
        case .filtering: "leaving out the worst"
        case .alignment: "aligning words"
        case .training: "training the student"
        case .rounding: "training it with eight-bit rounding"
        case .shortlist: "making the shortlist"
        case .storing: "storing the student in eight bits"
        case .measuring: "measuring"
        }
    }
}

extension DistillationEvent {
    /// Lines for a log; none of what only moves on.
    public var lines: [String] {
        switch self {
        case .began(let stage): ["\(stage.words) …"]
        case .progress: []
        case .chosen(let choice): [choice.description]
        case .kept(let count, let all): ["pairs: \(count.grouped) of \(all.grouped)"]
        case .training(let event): event.lines
        case .finished(let report): report.text.split(separator: "\n").map(String.init)
        }
    }
}
