import Basics
public import Models

/// Finds the width at which a model has a given number of trainable parameters.
public struct WidthSearch: Sendable {
    /// How far from the wanted number the parameters may be, as a share of it.
    public static let tolerance = 0.1
    /// What widths are multiples of: of what heads divide, and what products are fast at.
    static let step = 8
    private static let largest = 1 << 14

    /// The number of parameters that is wanted.
    public let parameterCount: Int

    /// A search for models of so many parameters.
    public init(parameterCount: Int) {
        self.parameterCount = parameterCount
    }

    /// The configuration at the multiple of eight whose parameters are nearest to those wanted.
    ///
    /// - Parameters:
    ///   - configuration: The model at any width.
    ///   - name: What an error calls the model.
    /// - Throws: `CalqueError` when no width comes within ten per cent.
    public func fitted(
        _ configuration: any ModelConfiguration, name: String
    ) throws -> any ModelConfiguration {
        let widths = stride(from: Self.step, through: Self.largest, by: Self.step).map(\.self)
            .filter { (try? configuration.scaled(toWidth: $0).validate()) != nil }
        let first = widths.partitioningIndex {
            configuration.scaled(toWidth: $0).trainableCount >= parameterCount
        }
        let candidates = widths[max(0, first - 1)..<min(widths.count, first + 1)]
            .map(configuration.scaled(toWidth:))
        guard
            let best = candidates.min(by: { distance($0) < distance($1) }),
            distance(best) <= Self.tolerance * Double(parameterCount)
        else {
            let counts = candidates.map { "\($0.trainableCount) at width \($0.width)" }
            throw CalqueError(
                """
                No width gives \(name) \(parameterCount) parameters within ten per cent: it has \
                \(counts.joined(separator: " and ")). Compare with another number of parameters, or \
                leave it out.
                """, kind: .configuration)
        }
        return best
    }

    private func distance(_ configuration: any ModelConfiguration) -> Double {
        abs(Double(configuration.trainableCount - parameterCount))
    }
}

extension ModelConfiguration {
    /// The weights that training changes; nothing is made but their names and shapes.
    var trainableCount: Int { makeModel().parameters.trainableCount }
}
