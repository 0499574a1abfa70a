import Basics
import Text
import Translation

/// How good a translation seems, by what can be told without a reader: where to look.
public struct SegmentQuality: Sendable, Equatable, Codable {
    /// Why a reader should look at a translation.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// The model finds it improbable.
        case improbable
        /// Most of its words are those of the source.
        case untranslated
        /// It looked at a part of the source so little that it may be left out.
        case uncovered
        /// It repeats itself.
        case repetitive
        /// It is far shorter than its source.
        case tooShort
        /// It is far longer than its source.
        case tooLong
        /// The source has characters that the model does not know.
        case unknownText
        /// It was ended at its maximum length.
        case cutOff
        /// Protected text was lost by the model, and put back.
        case protectedText
    }

    /// What was translated at once.
    public struct Sentence: Sendable, Equatable, Codable {
        /// The mean log-probability of its tokens.
        public let score: Double
        /// The least attention that a word of the source gets; nil where nobody knows.
        public let coverage: Double?
        /// Its length as a multiple of its source's, in characters, of which one of a script
        /// without an alphabet counts as three.
        public let lengthRatio: Double
        /// The share of its words that are the source's as well; nil of fewer than four words.
        public let copiedShare: Double?
        /// Whether it repeats itself.
        public let isRepetitive: Bool
        /// Whether it was ended at its maximum length.
        public let isCutOff: Bool
        /// Pieces of the source that the model does not know.
        public let unknownCount: Int
        /// Why a reader should look at it; mostly nothing.
        public internal(set) var reasons: [Reason]
    }

    /// The sentences, in order.
    public let sentences: [Sentence]
    /// Why a reader should look at the segment: the sentences' reasons, and the segment's own.
    public let reasons: [Reason]

    /// Whether a reader should look at it.
    public var isFlagged: Bool { !reasons.isEmpty }

    init(sentences: [Sentence], reasons: [Reason] = []) {
        self.sentences = sentences
        let all = Set(sentences.flatMap(\.reasons) + reasons)
        self.reasons = Reason.allCases.filter(all.contains)
    }

    /// The quality of what is translated in several parts.
    init(joining parts: [SegmentQuality]) {
        self.init(
            sentences: parts.flatMap(\.sentences), reasons: parts.flatMap(\.reasons))
    }
}

extension SegmentQuality {
    /// The quality of a translation.
    ///
    /// - Parameters:
    ///   - unknown: What of the line the model does not know.
    ///   - hasLost: Whether protected text was put back.
    ///   - isMark: Tells what is no letter of the text.
    init(
        _ translation: AlignedText, unknown: [Range<Int>], hasLost: Bool,
        isMark: (Unicode.Scalar) -> Bool, _ thresholds: QualityThresholds
    ) {
        func withoutMarks(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
            text.map { isMark($0) ? "0" : $0 }
        }
        let source = withoutMarks(translation.line)
        let target = withoutMarks(translation.text)
        let sentences = translation.sentences.map { sentence in
            Sentence(
                sentence, source: source[sentence.source], target: target[sentence.target],
                unknownCount: unknown.count { $0.overlaps(sentence.source) }, thresholds)
        }
        self.init(sentences: sentences, reasons: hasLost ? [.protectedText] : [])
    }
}

extension SegmentQuality.Sentence {
    fileprivate init(
        _ sentence: AlignedTranslation.Sentence, source: ArraySlice<Unicode.Scalar>,
        target: ArraySlice<Unicode.Scalar>, unknownCount: Int, _ thresholds: QualityThresholds
    ) {
        let (sourceLength, targetLength) = (Self.length(source), Self.length(target))
        let ratio = Double(targetLength) / Double(max(1, sourceLength))
        let hasLength = max(sourceLength, targetLength) >= thresholds.leastLength
        let uncovered = sentence.leastCoverage ?? .infinity < thresholds.leastCoverage ?? 0
        let copied = Self.copiedShare(source, target)
        let reasons: [(Bool, SegmentQuality.Reason)] = [
            (sentence.meanLogProbability < thresholds.leastScore, .improbable),
            (copied ?? 0 >= thresholds.mostCopied, .untranslated),
            (uncovered, .uncovered), (sentence.isRepetitive, .repetitive),
            (hasLength && ratio < thresholds.leastLengthRatio, .tooShort),
            (hasLength && ratio > thresholds.mostLengthRatio, .tooLong),
            (unknownCount > 0, .unknownText), (sentence.isCutOff, .cutOff),
        ]
        self.init(
            score: sentence.meanLogProbability, coverage: sentence.leastCoverage,
            lengthRatio: ratio, copiedShare: copied, isRepetitive: sentence.isRepetitive,
            isCutOff: sentence.isCutOff,
            unknownCount: unknownCount, reasons: reasons.filter(\.0).map(\.1))
    }

    private static let leastWords = 4

    private static func copiedShare(
        _ source: ArraySlice<Unicode.Scalar>, _ target: ArraySlice<Unicode.Scalar>
    ) -> Double? {
        let words = words(target)
        guard words.count >= leastWords else { return nil }
        let sources = Set(Self.words(source))
        return Double(words.count(where: sources.contains)) / Double(words.count)
    }

    /// The words that are no numbers.
    private static func words(_ text: ArraySlice<Unicode.Scalar>) -> [String] {
        text.split { scalar in
            scalar.isASCII
                ? !scalar.isASCIILetter : !scalar.isOfWord || scalar.properties.numericType != nil
        }.map { String($0).lowercased() }
    }

    private static func length(_ text: ArraySlice<Unicode.Scalar>) -> Int {
        text.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 3) }
    }
}
