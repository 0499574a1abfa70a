/// How many sentence pairs a corpus had, how many were kept, and why the others were left out.
public struct CorpusReport: Codable, Equatable, Sendable, CustomStringConvertible {
    /// Why a pair was left out. The first that holds, in this order, is counted.
    public enum Reason: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
        /// A side was not UTF-8.
        case invalidText
        /// The same pair came before.
        case duplicate
        /// A side had no tokens.
        case empty
        /// A side had too few tokens.
        case tooShort
        /// A side had too many tokens.
        case tooLong
        /// One side had too many tokens for the other.
        case lengthRatio

        fileprivate var label: String {
            switch self {
            case .invalidText: "not UTF-8"
            case .duplicate: "duplicate"
            case .empty: "empty"
            case .tooShort: "too short"
            case .tooLong: "too long"
            case .lengthRatio: "lengths too different"
            }
        }
    }

    /// Pairs kept.
    public internal(set) var kept = 0
    /// Pairs left out, by reason; no entry for a reason that never held.
    public internal(set) var dropped: [Reason: Int] = [:]

    /// Pairs read.
    public var read: Int { kept + dropped.values.reduce(0, +) }

    /// One line, such as "29000 pairs read, 28990 kept; left out: 8 empty, 2 too long".
    public var description: String {
        let reasons = Reason.allCases.compactMap { reason in
            dropped[reason].map { "\($0) \(reason.label)" }
        }
        let start = "\(read) pairs read, \(kept) kept"
        return reasons.isEmpty ? start : start + "; left out: " + reasons.joined(separator: ", ")
    }
}
