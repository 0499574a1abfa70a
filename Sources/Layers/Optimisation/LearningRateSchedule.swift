import Foundation

/// The learning rate of every update, counted from 1.
public enum LearningRateSchedule: Sendable, Equatable {
    /// factor · d^−0.5 · min(t^−0.5, t · warmup^−1.5): the paper's equation 3.
    case paper(width: Int, warmup: Int, factor: Double)
    /// Linear to `peak` over `warmup` updates, then peak · √(warmup / t): the paper's shape with
    /// its height given.
    case inverseSquareRoot(peak: Double, warmup: Int)
    /// Linear to `peak` over `warmup` updates, then half a cosine down to `floor` at update
    /// `total`.
    case cosine(peak: Double, warmup: Int, total: Int, floor: Double)
    /// Linear to `peak` over `warmup` updates, then `peak`.
    case constant(peak: Double, warmup: Int)

    /// The learning rate of update `t`, from 1.
    public func callAsFunction(_ t: Int) -> Double {
        precondition(t >= 1, "learning rate of update \(t); updates count from 1")
        let t = Double(t)
        switch self {
        case .paper(let width, let warmup, let factor):
            let warmup = Double(max(warmup, 1))
            return factor / Double(width).squareRoot()
                * min(1 / t.squareRoot(), t / pow(warmup, 1.5))
        case .inverseSquareRoot(let peak, let warmup):
            let warmup = Double(max(warmup, 1))
            return peak * min(t / warmup, (warmup / t).squareRoot())
        case .cosine(let peak, let warmup, let total, let floor):
            if t < Double(warmup) { return peak * t / Double(warmup) }
            let progress = min(1, (t - Double(warmup)) / Double(max(total - warmup, 1)))
            return floor + (peak - floor) * (1 + cos(.pi * progress)) / 2
        case .constant(let peak, let warmup):
            return peak * min(1, t / Double(max(warmup, 1)))
        }
    }
}
