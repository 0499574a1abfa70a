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

extension CalqueError {
    /// A call of the operating system that failed, as a sentence: what could not be done, where,
    /// the system's reason and what to do.
    ///
    /// - Parameters:
    ///   - action: What was tried, as the words after "Cannot": `"read"`, `"write"`.
    ///   - path: The file or folder, as the user knows it.
    ///   - code: The system's `errno`. Take it at once: the next call overwrites it.
    package static func system(cannot action: String, _ path: String, code: Int32) -> CalqueError {
        let reason = String(cString: strerror(code))
        return CalqueError(
            "Cannot \(action) \(path): \(reason). \(advice(for: code))", kind: .system)
    }

    private static func advice(for code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT: "Free some space on that disk, or choose another place."
        case EFBIG: "Raise the limit of file sizes (ulimit -f), or choose another disk."
        case EACCES, EPERM: "Check the permissions of the file and of the folder that holds it."
        case ENOENT, ENOTDIR: "Check that the path is right and that the folder exists."
        case EROFS: "Choose a place on a disk that can be written."
        case EISDIR: "Name a file, not a folder."
        case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n)."
        case ENAMETOOLONG: "Choose a shorter name."
        default: "Check the disk and the path."
        }
    }
}
