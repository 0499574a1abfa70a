import Basics
import Dispatch

extension ParallelCorpus {
    /// Reads the corpus, cuts it into tokens and leaves out what the filters say.
    ///
    /// - Parameters:
    ///   - tokenizer: Cuts both sides.
    ///   - filters: Which pairs to leave out. Those that are duplicates or have far too many bytes
    ///     are not cut at all.
    ///   - keepsText: Whether to hold the text as well as the token ids, for ``SubwordSampling``.
    /// - Throws: `CalqueError` when a file cannot be read or is malformed, when the files have
    ///   unequal numbers of lines, or when no pair is left.
    public func encoded(
        with tokenizer: TranslationTokenizer, filters: CorpusFilters = .init(),
        keepsText: Bool = false
    ) throws -> (corpus: EncodedCorpus, report: CorpusReport) {
        var encoding = CorpusEncoding(tokenizer, filters, keepsText: keepsText)
        let reader = try makeReader()
        while case let lines = try reader.nextLines(), !lines.isEmpty { encoding.append(lines) }
        let report = encoding.report
        guard report.kept > 0 else {
            throw CalqueError(
                "No sentence pair of \(name) is left: \(report). Check the files, or the filters.",
                kind: .input)
        }
        return (encoding.corpus, report)
    }
}

extension ParallelReader {
    /// The next lines: as many as keep all cores busy, but not more text than fits into little
    /// memory.
    fileprivate func nextLines() throws -> [ParallelLine] {
        let (lineLimit, byteLimit) = (8192, 8 << 20)
        var lines: [ParallelLine] = []
        var byteCount = 0
        while lines.count < lineLimit, byteCount < byteLimit, let line = try next() {
            lines.append(line)
            byteCount += (line.source?.utf8.count ?? 0) + (line.target?.utf8.count ?? 0)
        }
        return lines
    }
}

/// A corpus that is being encoded.
private struct CorpusEncoding {
    /// A pair that may be kept.
    private struct Candidate {
        let line: ParallelLine
        let source: String
        let target: String
    }

    private let tokenizer: TranslationTokenizer
    private let filters: CorpusFilters
    private var seen: Set<PairFingerprint> = []
    private(set) var corpus: EncodedCorpus
    private(set) var report = CorpusReport()

    init(_ tokenizer: TranslationTokenizer, _ filters: CorpusFilters, keepsText: Bool) {
        self.tokenizer = tokenizer
        self.filters = filters
        corpus = EncodedCorpus(keepsText: keepsText)
    }

    mutating func append(_ lines: [ParallelLine]) {
        let candidates = lines.compactMap { candidate($0) }
        let encoded = concurrentMap(candidates.count) { [tokenizer, filters] index in
            let pair = candidates[index]
            let target = filters.ids(of: pair.target, tokenizer.target)
            return (
                filters.ids(of: pair.source, tokenizer.source), target,
                target != nil && tokenizer.target.model.changes(pair.target)
            )
        }
        for (pair, (source, target, isChanged)) in zip(candidates, encoded) {
            let reason = filters.reason(
                sourceTokens: source.tokenCount, targetTokens: target.tokenCount)
            if let source, let target, reason == nil {
                corpus.append(source: source, target: target, text: (pair.source, pair.target))
                report.kept += 1
                if isChanged { report.noteChangedTarget(pair.target, pair.line) }
            } else {
                report.drop(pair.line, because: reason ?? .tooLong)
            }
        }
    }

    /// The pair of a line; nil, and counted, if it is left out without being cut.
    private mutating func candidate(_ line: ParallelLine) -> Candidate? {
        guard let source = line.source, let target = line.target else {
            report.drop(line, because: line.flaw?.reason ?? .invalidText)
            return nil
        }
        if filters.dropsDuplicates, !seen.insert(PairFingerprint(source, target)).inserted {
            report.drop(line, because: .duplicate)
            return nil
        }
        return Candidate(line: line, source: source, target: target)
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

extension ParallelLine.Flaw {
    fileprivate var reason: CorpusReport.Reason {
        switch self {
        case .invalidText: .invalidText
        case .tooLong: .tooLong
        case .missingColumn: .missingColumn
        }
    }
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
func concurrentMap<Result: Sendable>(
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
