public import Ranks
public import Translation

/// What a model makes of a test set, which it reads as one sentence a line.
public struct TestTranslation: Sendable {
    /// The translations, line by line.
    public private(set) var lines: [String] = []
    /// What is to be said of some of them, by the numbers of their lines from 1.
    public private(set) var warnings: [(line: Int, text: String)] = []

    /// Translates.
    ///
    /// - Parameters:
    ///   - sources: The lines.
    ///   - translator: What translates them; how it reads lines does not matter.
    ///   - options: How to search.
    ///   - communicator: The processes that translate together, of which this is rank 0; nil for this one alone.
    ///     The others call ``takePart(by:_:across:)``.
    ///   - report: Takes the result of every line as soon as it is known, and how many are done.
    /// - Throws: What `report` throws, and `CalqueError` when the model does not take the options, or another
    ///   rank does not answer.
    public init(
        of sources: [String], by translator: Translator, _ options: SearchOptions = .init(),
        across communicator: Communicator? = nil,
        report: (_ result: TranslationResult, _ count: Int) throws -> Void = { _, _ in }
    ) throws {
        let translator = Self.reading(by: translator)
        var rest = sources[...]
        func next() -> TranslationRequest? { rest.popFirst().map { TranslationRequest($0) } }
        func add(_ result: TranslationResult) throws {
            lines.append(result.text)
            if !result.warnings.isEmpty {
                warnings.append((lines.count, result.warnings.joined(separator: " ")))
            }
            try report(result, lines.count)
        }
        if let communicator {
            try RankTranslation(by: translator, options, across: communicator)
                .run(requests: next, to: add)
        } else {
            try translator.translate(options, requests: next, to: add)
        }
    }

    /// Translates what rank 0 hands out, on another rank.
    ///
    /// - Parameters:
    ///   - translator: The same as that of rank 0.
    ///   - options: How to search.
    ///   - communicator: The processes that translate together.
    /// - Throws: `CalqueError` when another rank has ended, or rank 0 does not answer.
    public static func takePart(
        by translator: Translator, _ options: SearchOptions, across communicator: Communicator
    ) throws {
        try RankTranslation(by: reading(by: translator), options, across: communicator).takePart()
    }

    private static func reading(by translator: Translator) -> Translator {
        var translator = translator
        translator.lines = .sentences
        return translator
    }

    /// How many lines have a warning, and the first of them; nil where none has.
    public var remark: String? {
        warnings.first.map {
            """
            \(warnings.count) of \(lines.count) lines have a warning, the first being line \
            \($0.line): \($0.text)
            """
        }
    }
}
