import ArgumentParser
import CalqueKit

/// The learning rate of every update.
struct ScheduleFlags: ParsableArguments {
    @Option(
        help: """
            Learning rate after the linear warm-up: falling with the inverse square root of the \
            update; the paper's equation 3; falling as half a cosine to the end of the run; constant. \
            (default: cosine with --updates, --epochs or --minutes, else inverse-sqrt)
            """)
    var schedule: LearningRateSchedule.Shape?

    @Option(
        help: ArgumentHelp(
            """
            Highest learning rate; of the paper's schedule, the factor of equation 3. (default: \
            the architecture's for its width; of the paper's schedule 1)
            """, valueName: "rate"),
        transform: positiveNumber)
    var learningRate: Double?

    @Option(
        help: ArgumentHelp(
            """
            Updates until the highest learning rate, or a share of the run such as 10%, which is \
            never more than \(LearningRateSchedule.longestWarmup) updates. (default: 15% with \
            --updates, --epochs or --minutes, but of the paper's schedule 4000; else 1000 for size \
            tiny, 4000 for others)
            """, valueName: "updates"),
        transform: runSpan(from: 0))
    var warmUp: RunSpan?

    @Option(
        help: ArgumentHelp("Learning rate at which the cosine ends.", valueName: "rate")
            .withDefault(0.0),
        transform: nonNegativeNumber)
    var finalLearningRate = 0.0

    /// - Parameter width: d of the model.
    func make(
        _ plan: TrainingPlan, for architecture: Architecture, width: Int
    ) -> LearningRateSchedule {
        let peak = learningRate ?? architecture.learningRate(width: width)
        switch plan.shape {
        case .inverseSquareRoot: return .inverseSquareRoot(peak: peak, warmup: plan.warmup)
        case .paper: return .paper(width: width, warmup: plan.warmup, factor: learningRate ?? 1)
        case .constant: return .constant(peak: peak, warmup: plan.warmup)
        case .cosine:
            return .cosine(peak: peak, warmup: plan.warmup, total: nil, floor: finalLearningRate)
        }
    }
}
