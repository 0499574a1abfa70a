import Foundation

/// The learning rate of every update, counted from 1.
///
/// Where the number of updates is not known before, a schedule goes by the number that is expected in
/// all, which is estimated anew for every update.
public enum LearningRateSchedule: Sendable, Equatable {
    /// factor · d^−0.5 · min(t^−0.5, t · warmup^−1.5): the paper's equation 3.
    case paper(width: Int, warmup: RunSpan, factor: Double)
    /// Linear to `peak` over `warmup` updates, then peak · √(warmup / t): the paper's shape with
    /// its height given.
    case inverseSquareRoot(peak: Double, warmup: RunSpan)
    /// Linear to `peak` over `warmup` updates, then half a cosine down to `floor` at the end of the
    /// run.
    case cosine(peak: Double, warmup: RunSpan, floor: Double)
    /// Linear to `peak` over `warmup` updates, then `peak`.
    case constant(peak: Double, warmup: RunSpan)

    /// What a schedule does after its warm-up.
    public enum Shape: String, Sendable, CaseIterable {
        /// Falls with the inverse square root of the update.
        case inverseSquareRoot = "inverse-sqrt"
        /// Is the paper's equation 3.
        case paper
        /// Falls as half a cosine to the end of the run.
        case cosine
        /// Stays where it is.
        case constant
    }

    /// The longest warm-up that is a share of a run, in updates: the paper's.
    public static let longestWarmup = 4000

    /// The learning rate of an update.
    ///
    /// - Parameters:
    ///   - t: The update's number, from 1.
    ///   - expectedUpdates: The updates that the run is expected to have in all; nil when nothing
    ///     is known of its end.
    public func callAsFunction(_ t: Int, of expectedUpdates: Double? = nil) -> Double {
        precondition(t >= 1, "learning rate of update \(t); updates count from 1")
        let t = Double(t)
        let warmup = warmup.length(of: expectedUpdates)
        switch self {
        case .paper(let width, _, let factor):
            let warmup = max(warmup, 1)
            return factor / Double(width).squareRoot()
                * min(1 / t.squareRoot(), t / pow(warmup, 1.5))
        case .inverseSquareRoot(let peak, _):
            let warmup = max(warmup, 1)
            return peak * min(t / warmup, (warmup / t).squareRoot())
        case .cosine(let peak, _, let floor):
            if t < warmup { return peak * t / warmup }
            let total = expectedUpdates ?? .infinity
            let progress = min(1, (t - warmup) / max(total - warmup, 1))
            return floor + (peak - floor) * (1 + cos(.pi * progress)) / 2
        case .constant(let peak, _):
            return peak * min(1, t / max(warmup, 1))
        }
    }

    /// What the learning rate rises over.
    public var warmup: RunSpan {
        switch self {
        case .paper(_, let warmup, _), .inverseSquareRoot(_, let warmup),
            .cosine(_, let warmup, _), .constant(_, let warmup):
            warmup
        }
    }

    /// Whether it depends on when the run ends.
    public var needsEnd: Bool {
        if case .cosine = self { return true }
        if case .share = warmup { return true }
        return false
    }
}

extension RunSpan {
    /// The updates of a warm-up.
    fileprivate func length(of expectedUpdates: Double?) -> Double {
        let longest = Double(LearningRateSchedule.longestWarmup)
        switch self {
        case .updates(let count): return Double(count)
        case .share(let share): return expectedUpdates.map { min(share * $0, longest) } ?? longest
        }
    }
}
