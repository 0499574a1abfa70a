import Basics

/// A line of a parallel corpus, or a unit of a translation memory.
public struct ParallelLine: Equatable, Sendable {
    /// The number of the line in its file, the first being 1; of a unit, that of the line where it
    /// begins.
    public let number: Int
    /// The number of the unit in its file, the first being 1; nil where the text has lines.
    public let unit: Int?
    /// The source sentence; nil if the line, or its source, has a flaw.
    public let source: String?
    /// The target sentence; nil if the line, or its target, has a flaw.
    public let target: String?
    /// Why a sentence is missing; nil if none is.
    public let flaw: Flaw?
    /// Which part of the corpus it is of, the first being 0.
    public private(set) var part = 0
    /// The name of that part; nil where the corpus has but one.
    public private(set) var file: String?
    /// The place of the line in the whole corpus, the first being 1.
    public private(set) var position: Int

    /// A line of its parts.
    ///
    /// - Parameters:
    ///   - number: The number of the line, the first being 1.
    ///   - unit: The number of the unit; nil where the text has lines.
    ///   - source: The source sentence; nil if it has a flaw.
    ///   - target: The target sentence; nil if it has a flaw.
    ///   - flaw: Why a sentence is missing; nil if none is.
    public init(
        number: Int, unit: Int? = nil, source: String?, target: String?, flaw: Flaw? = nil
    ) {
        self.number = number
        self.unit = unit
        self.source = source
        self.target = target
        self.flaw = flaw
        position = unit ?? number
    }

    /// Why a sentence is missing.
    public enum Flaw: Equatable, Sendable {
        /// It is not UTF-8.
        case invalidText
        /// It is longer than ``Basics/LineReader/maximumLineBytes``.
        case tooLong
        /// The line of a table has too few columns; its beginning, in quotation marks.
        case missingColumn(String)
        /// The unit has no text in one of the languages; those that it has text in.
        case missingLanguage(String)
        /// A text of the unit refers to an entity that its file does not declare; it, in quotation
        /// marks.
        case unknownEntity(String)
        /// The unit has no translation, or one that its file calls none.
        case untranslated
        /// The translation is marked as one that a person has to look at.
        case fuzzy
        /// The message is one that its program no longer has.
        case obsolete
        /// It went out when the text was cleaned: see ``ParallelCorpus/keptLines``.
        case uncleaned
    }
}

extension ParallelLine {
    /// Two lines side by side.
    init(number: Int, source: Line, target: Line) {
        self.init(
            number: number, source: source.text, target: target.text,
            flaw: (source.flaw ?? target.flaw).map(Flaw.init))
    }

    /// A unit that no pair can be made of.
    init(number: Int, unit: Int?, flaw: Flaw) {
        self.init(number: number, unit: unit, source: nil, target: nil, flaw: flaw)
    }

    /// The line at its place in a corpus.
    func placed(at position: Int, part: Int, file: String?) -> ParallelLine {
        var line = self
        (line.position, line.part, line.file) = (position, part, file)
        return line
    }

    /// The line as one that cleaning leaves out. One that could not be read stays so.
    var uncleaned: ParallelLine {
        if flaw != nil { return self }
        return ParallelLine(number: number, unit: unit, flaw: .uncleaned)
            .placed(at: position, part: part, file: file)
    }
}

extension ParallelLine.Flaw {
    init(_ flaw: Line.Flaw) {
        self =
            switch flaw {
            case .invalidText: .invalidText
            case .tooLong: .tooLong
            }
    }
}
