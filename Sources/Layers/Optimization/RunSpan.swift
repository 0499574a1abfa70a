import Foundation

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
            let text = description.dropLast()
            guard let percent = Double(text), (0...100).contains(percent) else { return nil }
            // A division would round once more, and not every share is a hundredth of a number.
            self = .share(Double("\(text)e-2") ?? percent / 100)
        } else {
            guard let updates = Int(description), updates >= 0 else { return nil }
            self = .updates(updates)
        }
    }

    /// `300`, or `15%`, from which the same share is read.
    public var description: String {
        switch self {
        case .updates(let count): "\(count)"
        case .share(let share): "\((Decimal(string: "\(share)") ?? 0) * 100)%"
        }
    }
}
