import Basics

extension ParallelCorpus {
    /// Reads the corpus, cuts it into tokens and leaves out what the filters say.
    ///
    /// - Parameters:
    ///   - tokenizer: Cuts both sides.
    ///   - filters: Which pairs to leave out.
    ///   - keepsText: Whether to hold the text besides the token ids, for ``SubwordSampling``.
    /// - Throws: `CalqueError` when a file cannot be read or is malformed, when the files have
    ///   unequal numbers of lines, or when no pair is left.
    public func encoded(
        with tokenizer: TranslationTokenizer, filters: CorpusFilters = .init(),
        keepsText: Bool = false
    ) throws -> (corpus: EncodedCorpus, report: CorpusReport) {
        var corpus = EncodedCorpus(keepsText: keepsText)
        var report = CorpusReport()
        var seen: Set<PairFingerprint> = []
        let reader = try makeReader()
        while case let lines = try reader.next(upTo: 8192), !lines.isEmpty {
            let encoded = concurrentMap(lines.count) { lines[$0].encoded(with: tokenizer) }
            for (line, ids) in zip(lines, encoded) {
                if let reason = line.dropReason(ids, filters, &seen) {
                    report.dropped[reason, default: 0] += 1
                } else if let ids, let text = line.text {
                    corpus.append(source: ids.source, target: ids.target, text: text)
                    report.kept += 1
                }
            }
        }
        guard report.kept > 0 else {
            throw CalqueError(
                "No sentence pair of \(name) is left: \(report). Check the files, or the filters.")
        }
        return (corpus, report)
    }
}

extension ParallelReader {
    /// The next lines, fewer than `count` only at the end.
    fileprivate func next(upTo count: Int) throws -> [ParallelLine] {
        var lines: [ParallelLine] = []
        while lines.count < count, let line = try next() { lines.append(line) }
        return lines
    }
}

extension ParallelLine {
    fileprivate typealias IDs = (source: [Int32], target: [Int32])

    /// Both sides; nil if one is not UTF-8.
    fileprivate var text: (source: String, target: String)? {
        guard let source, let target else { return nil }
        return (source, target)
    }

    fileprivate func encoded(with tokenizer: TranslationTokenizer) -> IDs? {
        text.map { (tokenizer.encodeSource($0.source), tokenizer.encodeTarget($0.target)) }
    }

    fileprivate func dropReason(
        _ ids: IDs?, _ filters: CorpusFilters, _ seen: inout Set<PairFingerprint>
    ) -> CorpusReport.Reason? {
        guard let ids, let text else { return .invalidText }
        if filters.dropsDuplicates, !seen.insert(PairFingerprint(text.source, text.target)).inserted
        {
            return .duplicate
        }
        return filters.reason(
            sourceTokens: ids.source.count - 1, targetTokens: ids.target.count - 1)
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
