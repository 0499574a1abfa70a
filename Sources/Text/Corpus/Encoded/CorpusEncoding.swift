import Basics
import Dispatch

extension ParallelCorpus {
    /// Reads the corpus, cuts it into tokens and leaves out what the filters say.
    ///
    /// - Parameters:
    ///   - tokenizer: Cuts both sides.
    ///   - filters: Which pairs to leave out. Those that are duplicates or have far too many bytes
    ///     are not cut at all.
    ///   - heldOut: Pairs that are held out; what is like them is left out.
    ///   - keepsText: Whether to hold the text as well as the token ids, for ``EpochChanges``.
    ///   - alignments: Which words of every pair belong together, line by line; nil for nothing of
    ///     that. Words are what white space separates.
    /// - Throws: `CalqueError` when a file cannot be read or is malformed, when the files have
    ///   unequal numbers of lines, when words are linked that a pair lacks, or when no pair is left.
    public func encoded(
        with tokenizer: TranslationTokenizer, filters: CorpusFilters = .init(),
        without heldOut: HeldOutText = .init(), keepsText: Bool = false,
        alignments: AlignmentFile? = nil
    ) throws -> (corpus: EncodedCorpus, report: CorpusReport) {
        var corpus = EncodedCorpus(keepsText: keepsText, keepsLinks: alignments != nil)
        let report = try encode(
            into: &corpus, with: tokenizer, filters: filters, without: heldOut,
            alignments: alignments)
        return (corpus, report)
    }

    /// Reads the corpus, cuts it into tokens and hands on what the filters leave: see
    /// ``encoded(with:filters:without:keepsText:alignments:)``.
    ///
    /// - Parameters:
    ///   - sink: Gets the pairs, in the order of the corpus.
    ///   - progress: Called now and then with the share of the text that has been read, nil where
    ///     nobody knows. What it throws ends the reading.
    /// - Returns: What was kept, and what was left out.
    public func encode(
        into sink: inout some EncodedPairSink, with tokenizer: TranslationTokenizer,
        filters: CorpusFilters = .init(), without heldOut: HeldOutText = .init(),
        alignments: AlignmentFile? = nil, progress: (Double?) throws -> Void = { _ in }
    ) throws -> CorpusReport {
        var encoding = CorpusEncoding(tokenizer, filters, heldOut, alignments: alignments)
        let reader = try makeReader()
        // As many lines as keep all cores busy, but not more text than fits into little memory.
        while case let lines = try reader.nextLines(atMost: 8192, bytes: 8 << 20), !lines.isEmpty {
            try encoding.encode(lines, into: &sink)
            try progress(reader.fractionRead)
        }
        try alignments?.requireEnd()
        let report = encoding.report
        guard report.kept > 0 else {
            let isHeldOut = report.dropped[.heldOut] == report.read
            throw CalqueError(
                "No sentence pair of \(name) is left: \(report). "
                    + (isHeldOut
                        ? "Hold out other text, or less of it."
                        : "Check the files, or the filters."),
                kind: .input)
        }
        return report
    }
}

/// The encoding of a corpus, block by block.
private struct CorpusEncoding {
    /// A pair that may be kept.
    private struct Candidate {
        let line: ParallelLine
        let source: String
        let target: String
        /// Which of its words belong together.
        let alignment: Alignment?
    }

    /// The tokens of a candidate.
    private struct Encoded {
        /// nil if there are too many bytes to be cut.
        let source: [Int32]?
        let target: [Int32]?
        /// Whether the target is another text after the model's normalising.
        let changesTarget: Bool
        let links: Result<PairLinks?, CalqueError>
        /// Whether it is like a pair that is held out.
        let isHeldOut: Bool

        /// A candidate that is like a pair that is held out, and not cut.
        static let heldOut = Encoded(
            source: nil, target: nil, changesTarget: false, links: .success(nil), isHeldOut: true)
    }

    private let tokenizer: TranslationTokenizer
    private let filters: CorpusFilters
    private let heldOut: HeldOutText
    private let alignments: AlignmentFile?
    private var seen: Set<PairFingerprint> = []
    private(set) var report = CorpusReport()

    init(
        _ tokenizer: TranslationTokenizer, _ filters: CorpusFilters, _ heldOut: HeldOutText,
        alignments: AlignmentFile?
    ) {
        self.tokenizer = tokenizer
        self.filters = filters
        self.heldOut = heldOut
        self.alignments = alignments
    }

    mutating func encode(
        _ lines: [ParallelLine], into sink: inout some EncodedPairSink
    ) throws {
        let candidates = try lines.compactMap { line in
            // A pair that is left out has a line, too.
            try candidate(line, alignments?.next())
        }
        let name = alignments?.name ?? ""
        let encoded = concurrentMap(candidates.count) { [tokenizer, filters, heldOut] index in
            let pair = candidates[index]
            return !heldOut.isEmpty && heldOut.isLike(source: pair.source, target: pair.target)
                ? .heldOut : Self.encoded(pair, tokenizer, filters, alignments: name)
        }
        for (pair, encoded) in zip(candidates, encoded) {
            let reason =
                encoded.isHeldOut
                ? .heldOut
                : filters.reason(
                    sourceTokens: encoded.source.tokenCount,
                    targetTokens: encoded.target.tokenCount)
            let links = try encoded.links.get()
            if let source = encoded.source, let target = encoded.target, reason == nil {
                try sink.add(
                    source: source, target: target, text: (pair.source, pair.target), links: links)
                report.keep(pair.line)
                if encoded.changesTarget { report.noteChangedTarget(pair.target, pair.line) }
            } else {
                report.drop(pair.line, because: reason ?? .tooLong)
            }
        }
    }

    private static func encoded(
        _ pair: Candidate, _ tokenizer: TranslationTokenizer, _ filters: CorpusFilters,
        alignments: String
    ) -> Encoded {
        let source = filters.ids(of: pair.source, tokenizer.source)
        let target = filters.ids(of: pair.target, tokenizer.target)
        return Encoded(
            source: source, target: target,
            changesTarget: target != nil && tokenizer.target.model.changes(pair.target),
            links: Result { () throws(CalqueError) in
                guard let source, let target else { return nil }
                let ends = Alignment.Link(source: source.count - 1, target: target.count - 1)
                return try links(of: pair, tokenizer, ends: ends, alignments)
            }, isHeldOut: false)
    }

    private static func links(
        of pair: Candidate, _ tokenizer: TranslationTokenizer, ends: Alignment.Link,
        _ file: String
    ) throws(CalqueError) -> PairLinks? {
        guard let alignment = pair.alignment, !alignment.links.isEmpty else { return nil }
        let words = PairWords(source: pair.source, target: pair.target, tokenizer)
        try alignment.requireWithin(
            sourceWords: words.source.count, targetWords: words.target.count, file: file,
            line: pair.line.position)
        return PairLinks(words: alignment, tokens: words.tokens(of: alignment, ends: ends))
    }

    /// The pair of a line; nil, and counted, if it is left out without being cut.
    private mutating func candidate(_ line: ParallelLine, _ alignment: Alignment?) -> Candidate? {
        guard let source = line.source, let target = line.target else {
            report.drop(line, because: line.flaw?.reason ?? .invalidText)
            return nil
        }
        if filters.dropsDuplicates, !seen.insert(PairFingerprint(source, target)).inserted {
            report.drop(line, because: .duplicate)
            return nil
        }
        return Candidate(line: line, source: source, target: target, alignment: alignment)
    }
}

extension CorpusFilters {
    /// The token ids of a side; nil if it has too many bytes to be cut.
    fileprivate func ids(of text: String, _ side: SubwordTokenizer) -> [Int32]? {
        if let limit = maximumBytes(longestPiece: side.model.longestPieceBytes),
            text.utf8.count > limit
        {
            return nil
        }
        return side.encode(text)
    }
}

extension [Int32]? {
    /// The number of tokens of a side, the end token not counted.
    fileprivate var tokenCount: Int { map { $0.count - 1 } ?? .max }
}

/// Tells pairs apart in 16 bytes: two different ones have the same practically never.
private struct PairFingerprint: Hashable {
    private let source: UInt64
    private let target: UInt64

    init(_ source: String, _ target: String) {
        self.source = Self.hash(source)
        self.target = Self.hash(target)
    }

    /// FNV-1a (Fowler, Noll & Vo).
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

/// `transform` of every number in `0 ..< count`, in order, computed on all cores.
///
/// - Parameters:
///   - count: How many numbers there are.
///   - transform: What is computed of each, on any thread.
package func concurrentMap<Result: Sendable>(
    _ count: Int, _ transform: @Sendable (Int) -> Result
) -> [Result] {
    // Large enough that handing out a block costs nothing beside it.
    let blockSize = 128
    let blocks = (count + blockSize - 1) / blockSize
    var results = [[Result]](repeating: [], count: blocks)
    results.withUnsafeMutableBufferPointer { buffer in
        // Every iteration writes to a place of its own.
        nonisolated(unsafe) let places = buffer
        DispatchQueue.concurrentPerform(iterations: blocks) { block in
            let start = block * blockSize
            places[block] = (start..<min(start + blockSize, count)).map(transform)
        }
    }
    return Array(results.joined())
}
