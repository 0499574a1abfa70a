/// What of a corpus decides how its tokenizer is trained, counted in one pass.
public struct CorpusSurvey: Equatable, Sendable {
    /// Lines without a flaw.
    public package(set) var pairs = 0
    /// Sentences of both sides together.
    public private(set) var sentences = 0
    /// Distinct characters of both sides.
    public private(set) var characters = 0
    /// What the source lines begin with to choose a target language, in the order in which they came.
    public private(set) var languageTokens: [String] = []

    /// Reads a corpus.
    ///
    /// - Parameters:
    ///   - corpus: The text.
    ///   - progress: Called now and then with the share that is read, if it is known. What it throws
    ///     ends the reading.
    /// - Throws: `CalqueError` when a file cannot be read or is malformed, and what `progress` throws.
    public init(_ corpus: ParallelCorpus, progress: (Double?) throws -> Void = { _ in }) throws {
        var known = Characters()
        var tokens = LanguageTokenCount()
        let reader = try corpus.makeReader()
        var count = 0
        while let line = try reader.next(counting: &count, progress) {
            // A memory of many languages has few units in two of them.
            if line.flaw == nil { pairs += 1 }
            if let source = line.source { tokens.add(source) }
            for text in [line.source, line.target].compactMap(\.self) {
                sentences += 1
                known.insert(text)
            }
        }
        characters = known.count
        languageTokens = tokens.languageTokens
    }
}

/// The distinct Unicode scalars of a text.
private struct Characters {
    private var isKnown = [Bool](repeating: false, count: 0x11_0000)
    private(set) var count = 0

    mutating func insert(_ text: String) {
        for scalar in text.unicodeScalars where !isKnown[Int(scalar.value)] {
            isKnown[Int(scalar.value)] = true
            count += 1
        }
    }
}

extension ParallelReader {
    /// Lines between two reports of how far reading is: some milliseconds.
    private static var linesBetweenReports: Int { 4096 }

    /// The next line, or nil after the last.
    ///
    /// - Parameters:
    ///   - count: Counts the lines.
    ///   - progress: Called now and then with the share that is read, if it is known.
    /// - Throws: What reading throws, and what `progress` throws.
    func next(
        counting count: inout Int, _ progress: (Double?) throws -> Void
    ) throws -> ParallelLine? {
        guard let line = try next() else { return nil }
        count += 1
        if count % Self.linesBetweenReports == 0 { try progress(fractionRead) }
        return line
    }
}
