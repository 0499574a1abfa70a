public import Foundation

/// What went wrong with a file, a configuration or a request, told to the person who asked.
///
/// The message is one or more whole sentences that say what happened, where, and what to do about
/// it.
public struct CalqueError: Error, CustomStringConvertible, Equatable, Sendable {
    /// What happened and where, in whole sentences; and what to do about it, unless ``remedy`` says
    /// that.
    public let problem: String
    /// What would help, where a program has a way of its own to do it.
    public let remedy: Remedy?
    /// What is at fault.
    public let kind: Kind

    /// An error that tells a problem, and what would help.
    public init(_ problem: String, remedy: Remedy? = nil, kind: Kind) {
        self.problem = problem
        self.remedy = remedy
        self.kind = kind
    }

    /// The sentences.
    public var message: String { message(advising: \.advice) }

    /// The sentences, with a program's own words for what would help.
    ///
    /// - Parameter advice: What to do in that program: one or more whole sentences.
    public func message(advising advice: (Remedy) -> String) -> String {
        remedy.map { "\(problem) \(advice($0))" } ?? problem
    }

    /// The message.
    public var description: String { message }

    /// The same error, with the place or the work that it happened in before its sentences.
    ///
    /// - Parameter kind: What is at fault, seen from there; nil where that is the same.
    package func prefixed(by beginning: String, kind: Kind? = nil) -> CalqueError {
        CalqueError(beginning + problem, remedy: remedy, kind: kind ?? self.kind)
    }
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

    /// What is at fault in an error of any kind: the machine, where nothing says otherwise.
    package var fault: CalqueError.Kind { (self as? CalqueError)?.kind ?? .system }
}
