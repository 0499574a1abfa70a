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
        /// A unit or a message had no translation.
        case untranslated
        /// A translation was marked as one that a person has to look at.
        case fuzzy
        /// A message was one that its program no longer has.
        case obsolete
        /// The pair went out when the text was cleaned: see ``ParallelCorpus/keptLines``.
        case uncleaned
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
            case .untranslated: "not translated"
            case .fuzzy: "fuzzy"
            case .obsolete: "obsolete"
            case .uncleaned: "by the rules of cleaning"
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
        /// The file; nil where the corpus has but one.
        public let file: String?
        /// The number of the unit of a translation memory, the first being 1; nil for text in lines.
        public let unit: Int?
        /// The beginning of the line, in quotation marks, where it tells more than its number.
        public let excerpt: String?

        /// Such as `line 2: "a word"`, `unit 3 at line 20`, or `line 7 of crawled.tsv`.
        public var description: String {
            (unit.map { "unit \($0) at " } ?? "") + "line \(line)"
                + (file.map { " of \($0)" } ?? "") + (excerpt.map { ": \($0)" } ?? "")
        }

        init(_ line: ParallelLine, excerpt: String?) {
            (self.line, file, unit) = (line.number, line.file, line.unit)
            self.excerpt = excerpt
        }
    }

    /// A part of a corpus that has several.
    public struct Source: Codable, Equatable, Sendable {
        /// Which part it is, the first being 0.
        public let part: Int
        /// Its name: the path of its files.
        public let name: String
        /// Pairs read.
        public internal(set) var read = 0
        /// Pairs kept.
        public internal(set) var kept = 0
    }

    /// Pairs kept.
    public internal(set) var kept = 0
    /// Pairs left out, by reason; no entry for a reason that never held.
    public private(set) var dropped: [Reason: Int] = [:]
    /// The parts of the corpus, in the order in which they were read; none where it has but one.
    public private(set) var sources: [Source] = []
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
        if !sources.isEmpty {
            let parts = sources.map { "\($0.kept) of \($0.read) of \($0.name)" }
            text += " (\(parts.joined(separator: ", ")))"
        }
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
    mutating func keep(_ line: ParallelLine) {
        kept += 1
        count(line, isKept: true)
    }

    private mutating func count(_ line: ParallelLine, isKept: Bool) {
        guard let file = line.file else { return }
        // Lines may be counted in another order than they came in.
        let place = sources.firstIndex { $0.part >= line.part } ?? sources.count
        if place == sources.count || sources[place].part != line.part {
            sources.insert(Source(part: line.part, name: file), at: place)
        }
        sources[place].read += 1
        if isKept { sources[place].kept += 1 }
    }

    /// Counts a pair that is left out.
    mutating func drop(_ line: ParallelLine, because reason: Reason) {
        count(line, isKept: false)
        dropped[reason, default: 0] += 1
        guard firstDropped[reason] == nil else { return }
        let excerpt: String? =
            switch line.flaw {
            case .missingColumn(let text), .missingLanguage(let text), .unknownEntity(let text):
                text
            case .invalidText, .tooLong, .untranslated, .fuzzy, .obsolete, .uncleaned, nil: nil
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
        case .untranslated: .untranslated
        case .fuzzy: .fuzzy
        case .obsolete: .obsolete
        case .uncleaned: .uncleaned
        }
    }
}
