/// A stretch of a training run: a number of updates, or a share of the whole.
public enum RunSpan: Sendable, Equatable {
    /// So many updates.
    case updates(Int)
    /// A share of the run, from 0 to 1. How long that is shows as the run goes on.
    case share(Double)
}

extension RunSpan: ExpressibleByIntegerLiteral {
    /// So many updates.
    public init(integerLiteral value: Int) {
        self = .updates(value)
    }
}

extension RunSpan: LosslessStringConvertible {
    /// Reads `300`, for updates, or `15%`, for a share.
    public init?(_ description: String) {
        if description.hasSuffix("%") {
            guard let percent = Double(description.dropLast()), (0...100).contains(percent) else {
                return nil
            }
            self = .share(percent / 100)
        } else {
            guard let updates = Int(description), updates >= 0 else { return nil }
            self = .updates(updates)
        }
    }

    /// `300`, or `15%`.
    public var description: String {
        switch self {
        case .updates(let count): return "\(count)"
        case .share(let share):
            let percent = (share * 1e6).rounded() / 1e4
            return percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
        }
    }
}
