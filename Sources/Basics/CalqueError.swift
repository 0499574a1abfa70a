public import Foundation

/// What went wrong with a file, a configuration or a request, told to the person who asked.
///
/// The message is one or more whole sentences that say what happened, where, and what to do about
/// it.
public struct CalqueError: Error, CustomStringConvertible, Equatable, Sendable {
    /// What is at fault, for programs that answer with a status.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// What a program was given to work on: text, or a file of it.
        case input
        /// What it was told to do: settings that contradict each other or cannot be.
        case configuration
        /// A model: a folder that is none, is damaged, or does not do what is asked of it.
        case model
        /// What this machine or this version cannot do.
        case unsupported
        /// The machine: a file that cannot be read or written, a lock that another process holds.
        case system
        /// A training whose numbers left the numbers.
        case divergence
    }

    /// The sentences.
    public let message: String
    /// What is at fault.
    public let kind: Kind

    /// An error that tells `message`.
    public init(_ message: String, kind: Kind = .input) {
        self.message = message
        self.kind = kind
    }

    /// The message.
    public var description: String { message }
}

extension CalqueError: LocalizedError {
    /// The message.
    public var errorDescription: String? { message }
}

extension Error {
    /// What a person is told of an error of any kind: whole sentences.
    package var explanation: String {
        (self as? CalqueError)?.message
            ?? (self as? CocoaError)?.localizedDescription ?? String(describing: self)
    }
}
