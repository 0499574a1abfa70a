import ArgumentParser
import CalqueKit

/// The learning rate of every update.
struct ScheduleFlags: ParsableArguments {
    /// How the learning rate goes on after its warm-up.
    enum Schedule: String, ExpressibleByArgument, CaseIterable {
        case inverseSqrt = "inverse-sqrt"
        case paper, cosine, constant
    }

    @Option(
        help: """
            Learning rate after the linear warm-up: falling with the inverse square root of the \
            update; the paper's equation 3; falling as half a cosine to the last update; constant.
            """)
    var schedule = Schedule.inverseSqrt

    @Option(
        help: ArgumentHelp(
            """
            Highest learning rate; of the paper's schedule, the factor of equation 3. (default: \
            the architecture's for its width; of the paper's schedule 1)
            """, valueName: "rate"),
        transform: positiveNumber)
    var learningRate: Double?

    @Option(
        help: ArgumentHelp("Updates until the highest learning rate.", valueName: "updates")
            .withDefault(4000),
        transform: wholeNumber(from: 0))
    var warmUp = 4000

    @Option(
        help: ArgumentHelp("Learning rate at which the cosine ends.", valueName: "rate")
            .withDefault(0.0),
        transform: nonNegativeNumber)
    var finalLearningRate = 0.0

    /// - Parameters:
    ///   - width: d of the model.
    ///   - updates: The number of updates, if it is known.
    func make(
        for architecture: Architecture, width: Int, updates: Int?
    ) throws -> LearningRateSchedule {
        let peak = learningRate ?? architecture.learningRate(width: width)
        switch schedule {
        case .inverseSqrt: return .inverseSquareRoot(peak: peak, warmup: warmUp)
        case .paper: return .paper(width: width, warmup: warmUp, factor: learningRate ?? 1)
        case .constant: return .constant(peak: peak, warmup: warmUp)
        case .cosine:
            guard let updates else {
                throw ValidationError("The schedule cosine needs to know its end: give --updates.")
            }
            return .cosine(peak: peak, warmup: warmUp, total: updates, floor: finalLearningRate)
        }
    }
}
