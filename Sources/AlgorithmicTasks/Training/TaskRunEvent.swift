import Basics

/// What a training on a task tells while it goes on.
public enum TaskRunEvent: Sendable {
    /// There is a place for what it makes, and the network has so many weights.
    case started(parameters: Int)
    /// It goes on after updates of an earlier process.
    case resuming(after: Int)
    /// Something is not as it should be, and training goes on.
    case warning(String)
    /// An update is done.
    case update(TaskUpdateReport)
    /// Training has ended after so many updates, those of an earlier process included.
    case finished(updates: Int, seconds: Double)
}

extension TaskRunEvent: CustomStringConvertible {
    /// A line for a log.
    public var description: String {
        switch self {
        case .started(let parameters): "\(parameters.grouped) parameters"
        case .resuming(let update): "resuming after update \(update)"
        case .warning(let text): "warning: \(text)"
        case .update(let report):
            report.figures(lossInBits: report.lossInBits, wrongBits: report.wrongBits)
                .joined(separator: "  ")
        case .finished(let updates, let seconds):
            "\(updates.grouped) updates in \(seconds.clock)"
        }
    }
}

extension TaskUpdateReport {
    /// The loss of a sequence in bits.
    public var lossInBits: Double { sums.lossInBits / Double(sequences) }
    /// Wrong bits of a sequence.
    public var wrongBits: Double { Double(sums.wrongBits) / Double(sequences) }

    /// The update in words.
    ///
    /// - Parameters:
    ///   - lossInBits: What to say of the loss, which varies with the lengths of an update's sequences.
    ///   - wrongBits: What to say of wrong bits, which do, too.
    package func figures(lossInBits: Double, wrongBits: Double) -> [String] {
        [
            "update \(update)", "loss \(lossInBits.fixed(3)) bits a sequence",
            "wrong \(wrongBits.fixed(3))", "gradient \(gradientNorm.significant(3))",
        ]
    }
}
