import ArgumentParser
import CalqueKit

/// Options that only one kind of model has.
protocol ArchitectureOptions: ParsableArguments {
    /// What they change.
    associatedtype Configuration: ModelConfiguration

    /// Whose options they are, in words.
    static var owner: String { get }

    /// Changes what was given.
    ///
    /// - Throws: `CalqueError` when an option would do nothing.
    func apply(to configuration: inout Configuration) throws
}

extension ArchitectureOptions {
    /// The configuration with what was given, when it is of their kind.
    ///
    /// - Throws: `CalqueError` when it is not, and an option was given nevertheless.
    func applied(
        to configuration: any ModelConfiguration, of architecture: Architecture
    ) throws -> any ModelConfiguration {
        if var own = configuration as? Configuration {
            try apply(to: &own)
            return own
        }
        guard let given = Settings(of: self).entries.first else { return configuration }
        throw CalqueError(
            """
            --\(given.name) is an option of \(Self.owner), and --architecture is \
            \(architecture.rawValue). Leave it out, or choose another architecture.
            """)
    }
}
