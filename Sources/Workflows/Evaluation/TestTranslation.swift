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
    ///   - report: Takes the result of every line as soon as it is known, and how many are done.
    /// - Throws: What `report` throws, and `CalqueError` when the model does not take the options.
    public init(
        of sources: [String], by translator: Translator, _ options: SearchOptions = .init(),
        report: (_ result: TranslationResult, _ count: Int) throws -> Void = { _, _ in }
    ) throws {
        var translator = translator
        translator.lines = .sentences
        var rest = sources[...]
        try translator.translate(
            options, from: { rest.popFirst() },
            to: { result in
                lines.append(result.text)
                if !result.warnings.isEmpty {
                    warnings.append((lines.count, result.warnings.joined(separator: " ")))
                }
                try report(result, lines.count)
            })
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
