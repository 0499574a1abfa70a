import Basics

/// How many sentence pairs a corpus had, how many were kept, and why the others were left out.
public struct CorpusReport: Codable, Equatable, Sendable, CustomStringConvertible {
    /// Why a pair was left out. The first that holds, in this order, is counted.
    public enum Reason: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
        /// A side was not UTF-8.
        case invalidText
        /// The line of a table had too few columns.
        case missingColumn
        /// A unit of a translation memory had no text in one of the languages.
        case missingLanguage
        /// A text of a translation memory had an entity that it does not declare.
        case unknownEntity
        /// The same pair came before.
        case duplicate
        /// A side is like that side of a pair that is held out: see ``HeldOutText``.
        case heldOut
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
            case .missingColumn: "without a tab between two columns"
            case .missingLanguage: "without both languages"
            case .unknownEntity: "with an unknown entity"
            case .duplicate: "duplicate"
            case .heldOut: "like held-out pairs"
            case .empty: "empty"
            case .tooShort: "too short"
            case .tooLong: "too long"
            case .lengthRatio: "lengths too different"
            }
        }
    }

    /// Where a pair was left out.
    public struct Place: Codable, Equatable, Sendable, CustomStringConvertible {
        /// The number of the line, the first being 1; of a unit, that of the line where it begins.
        public let line: Int
        /// The number of the unit of a translation memory, the first being 1; nil for other text.
        public let unit: Int?
        /// The beginning of the line, in quotation marks, where it tells more than its number.
        public let excerpt: String?

        /// Such as `line 2: "a word"`, or `unit 3 at line 20`.
        public var description: String {
            (unit.map { "unit \($0) at " } ?? "") + "line \(line)"
                + (excerpt.map { ": \($0)" } ?? "")
        }

        init(_ line: ParallelLine, excerpt: String?) {
            (self.line, unit, self.excerpt) = (line.number, line.unit, excerpt)
        }
    }

    /// Pairs kept.
    public internal(set) var kept = 0
    /// Pairs left out, by reason; no entry for a reason that never held.
    public private(set) var dropped: [Reason: Int] = [:]
    /// The first pair left out for each of these reasons.
    public private(set) var firstDropped: [Reason: Place] = [:]

    /// Pairs kept whose target is another text after the model's normalising, so that no translation
    /// can be what it says.
    public private(set) var changedTargets = 0
    /// The first of them.
    public private(set) var firstChangedTarget: Place?

    /// Pairs read.
    public var read: Int { kept + dropped.values.reduce(0, +) }

    /// One line, such as "29000 pairs read, 28997 kept; left out: 2 empty (first: line 7), 1 too long
    /// (line 812)".
    public var description: String {
        let reasons = Reason.allCases.compactMap { reason -> String? in
            guard let count = dropped[reason] else { return nil }
            let place = firstDropped[reason].map { " (\(count > 1 ? "first: " : "")\($0))" }
            return "\(count) \(reason.label)\(place ?? "")"
        }
        var text = "\(read) pairs read, \(kept) kept"
        if !reasons.isEmpty { text += "; left out: " + reasons.joined(separator: ", ") }
        if let firstChangedTarget {
            let isOne = changedTargets == 1
            text +=
                "; normalisation changes \(changedTargets) \(isOne ? "target" : "targets") ("
                + (isOne ? "" : "first: ") + "\(firstChangedTarget)); normalization identity keeps "
                + (isOne ? "it" : "them")
        }
        return text
    }

    /// Counts a pair that is kept though its target is changed.
    mutating func noteChangedTarget(_ target: String, _ line: ParallelLine) {
        changedTargets += 1
        firstChangedTarget =
            firstChangedTarget ?? Place(line, excerpt: FileProblem.quoted(target))
    }

    /// Counts a pair that is kept.
    mutating func keep(_ line: ParallelLine) { kept += 1 }

    /// Counts a pair that is left out.
    mutating func drop(_ line: ParallelLine, because reason: Reason) {
        dropped[reason, default: 0] += 1
        guard firstDropped[reason] == nil else { return }
        let excerpt: String? =
            switch line.flaw {
            case .missingColumn(let text), .missingLanguage(let text), .unknownEntity(let text):
                text
            case .invalidText, .tooLong, nil: nil
            }
        firstDropped[reason] = Place(line, excerpt: excerpt)
    }
}

extension ParallelLine.Flaw {
    /// What a report counts a line with this flaw under.
    var reason: CorpusReport.Reason {
        switch self {
        case .invalidText: .invalidText
        case .tooLong: .tooLong
        case .missingColumn: .missingColumn
        case .missingLanguage: .missingLanguage
        case .unknownEntity: .unknownEntity
        }
    }
}
