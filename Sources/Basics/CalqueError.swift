import Foundation

/// What went wrong with a file, a configuration or a request, told to the person who asked.
///
/// The message is one or more whole sentences that say what happened, where, and what to do about
/// it.
public struct CalqueError: Error, CustomStringConvertible, Equatable, Sendable {
    /// The sentences.
    public let message: String

    /// An error that tells `message`.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

extension Error {
    /// What a person is told of an error of any kind: whole sentences.
    package var explanation: String {
        (self as? CalqueError)?.message
            ?? (self as? CocoaError)?.localizedDescription ?? String(describing: self)
    }
}
