import Basics

/// Pairs that a model is tested with, told from others by what is left of a side without case, figures,
/// punctuation and white space: "Page 7." and "page 12" are alike.
///
/// It holds eight bytes a sentence and no text.
public struct HeldOutText: Sendable {
    private var sources: Set<UInt64> = []
    private var targets: Set<UInt64> = []

    /// No pairs.
    public init() {}

    /// Whether there are no pairs.
    public var isEmpty: Bool { sources.isEmpty && targets.isEmpty }

    /// A number that tells these pairs from others, in whatever order they came.
    var hash: UInt64 {
        func sum(_ keys: Set<UInt64>) -> UInt64 { keys.reduce(0) { $0 &+ RandomSource.mix($1) } }
        return RandomSource.mix(sum(sources)) &+ sum(targets)
    }

    /// Adds the pairs of a corpus.
    ///
    /// - Throws: `CalqueError` when a file cannot be read or is malformed.
    public mutating func insert(_ corpus: ParallelCorpus) throws {
        let reader = try corpus.makeReader()
        while let line = try reader.next() {
            if let source = line.source { insert(source: source) }
            if let target = line.target { insert(target: target) }
        }
    }

    /// Whether a side of a pair is like that side of one of these.
    public func isLike(source: String, target: String) -> Bool {
        FoldedText.key(of: source).map { sources.contains($0) } == true
            || FoldedText.key(of: target).map { targets.contains($0) } == true
    }

    private mutating func insert(source: String) {
        if let key = FoldedText.key(of: source) { sources.insert(key) }
    }

    private mutating func insert(target: String) {
        if let key = FoldedText.key(of: target) { targets.insert(key) }
    }
}

/// Text without what near-duplicates differ in.
enum FoldedText {
    /// A number that texts share which differ only in case, figures, punctuation and white space (FNV-1a over
    /// their letters, every figure being one and the same). A text without letters is
    /// compared as it is. Nil for one without anything but white space.
    static func key(of text: String) -> UInt64? {
        var key = Hash()
        var hasLetters = false
        var isEmpty = true
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                switch scalar {
                case "a"..."z": key.add(scalar.value)
                case "A"..."Z": key.add(scalar.value | 0x20)
                case "0"..."9":
                    key.add(figure)
                    isEmpty = false
                    continue
                default:
                    isEmpty = isEmpty && scalar.isPythonWhitespace
                    continue
                }
                (hasLetters, isEmpty) = (true, false)
            } else if scalar.isNumber {
                key.add(figure)
                isEmpty = false
            } else if scalar.isOfWord {
                for small in scalar.properties.lowercaseMapping.unicodeScalars {
                    key.add(small.value)
                }
                (hasLetters, isEmpty) = (true, false)
            } else {
                isEmpty = isEmpty && scalar.isPythonWhitespace
            }
        }
        if isEmpty { return nil }
        guard !hasLetters else { return key.value }
        return text.utf8.reduce(into: Hash()) { $0.add(UInt32($1)) }.value
    }

    private static let figure: UInt32 = 0x30

    /// FNV-1a (Fowler, Noll & Vo), a scalar for a byte.
    private struct Hash {
        private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ scalar: UInt32) {
            value = (value ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3
        }
    }
}
