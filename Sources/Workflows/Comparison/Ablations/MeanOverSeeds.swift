/// The mean of a figure over trainings that differ in nothing but their random numbers, and the interval
/// in which the mean over all random numbers lies with a confidence of 95 % (Student's t, which takes
/// the figure to be normally distributed).
public struct MeanOverSeeds: Sendable, Hashable, Codable {
    /// The mean.
    public let mean: Double
    /// The lower end of the interval; nil where one training is all there is.
    public let lower: Double?
    /// The upper end of the interval.
    public let upper: Double?
    /// The number of trainings.
    public let count: Int

    /// The two-sided 95 % points of Student's t, by the degrees of freedom from 1 on.
    private static let points = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
        2.145, 2.131, 2.120, 2.110, 2.101, 2.093,
    ]

    /// The most trainings that there may be.
    static let largestCount = points.count + 1

    /// The mean of a value from each training; nil of none.
    public init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        precondition(values.count <= Self.largestCount, "the mean over \(values.count) seeds")
        let n = Double(values.count)
        let average = values.reduce(0, +) / n
        mean = average
        count = values.count
        guard values.count > 1 else {
            lower = nil
            upper = nil
            return
        }
        let variance =
            values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / (n - 1)
        let margin = Self.points[values.count - 2] * (variance / n).squareRoot()
        lower = average - margin
        upper = average + margin
    }

    /// Half the width of the interval.
    public var margin: Double? { upper.map { $0 - mean } }
}
