/// What of a line is translated as one sentence: the line as it is, or a sentence of it.
public struct Segment: Sendable, Equatable {
    /// The places of its Unicode scalars in the line, from 0; without a language token that other
    /// text follows.
    public let range: Range<Int>
    /// The white space between it and the segment before it.
    public let gap: String
    /// What a model reads: the head, which is nothing or the language token of the line and space,
    /// and what the line has.
    package let text: String
    /// The bytes of the head.
    package let headCount: Int
    /// How many language tokens it begins with: one, or none.
    package let languageTokenCount: Int
    /// Where in the line's UTF-8 the head is; nil if it was taken from another segment.
    private let headStart: Int?
    /// Where in the line's UTF-8 the segment is.
    private let start: Int

    /// A line as one segment, whatever is in it.
    package init(line: String, languageTokenCount: Int) {
        self.init(
            range: 0..<line.unicodeScalars.count, gap: "", text: line, headCount: 0,
            languageTokenCount: languageTokenCount, headStart: 0, start: 0)
    }

    private init(
        range: Range<Int>, gap: String, text: String, headCount: Int, languageTokenCount: Int,
        headStart: Int?, start: Int
    ) {
        self.range = range
        self.gap = gap
        self.text = text
        self.headCount = headCount
        self.languageTokenCount = languageTokenCount
        self.headStart = headStart
        self.start = start
    }

    /// How many Unicode scalars the line has before the segment, less those of the head.
    package var scalarOffset: Int {
        range.lowerBound - text.utf8.prefix(headCount).count(where: \.beginsScalar)
    }

    /// What of the line's UTF-8 a place in ``text`` is; nil for a head that is not there.
    func placeInLine(_ place: Range<Int>, isHead: Bool) -> Range<Int>? {
        if isHead { return headStart.map { $0 + place.lowerBound..<$0 + place.upperBound } }
        let offset = start - headCount
        let lower = max(place.lowerBound, headCount)
        return offset + lower..<offset + max(lower, place.upperBound)
    }
}

extension Segment {
    /// The sentences of a line; the whole line, as it is, if it has but one. None if there is nothing
    /// but white space.
    ///
    /// - Parameters:
    ///   - splitter: Finds the sentences; nil takes the line as one.
    ///   - tokenizer: Knows a language token when it begins the line: every sentence then has it.
    /// - Throws: `CalqueError` when nobody knows where sentences end.
    package static func segments(
        of line: String, _ splitter: SentenceSplitter?, _ tokenizer: SubwordTokenizer
    ) throws -> [Segment] {
        if line.isBlank { return [] }
        let parted = tokenizer.parted(line)
        let tokenCount = parted.languageToken == nil ? 0 : 1
        let sentences = try splitter?.sentences(in: String(parted.rest)) ?? []
        guard sentences.count > 1, let text = sentences.first?.base else {
            return [Segment(line: line, languageTokenCount: tokenCount)]
        }
        return segments(sentences, of: text, parted)
    }

    /// - Parameters:
    ///   - sentences: The sentences, two at least.
    ///   - text: What they are slices of: the line after its language token.
    private static func segments(
        _ sentences: [Substring], of text: String, _ parted: PartedText
    ) -> [Segment] {
        let head = parted.languageToken.map { "\($0)\(text[..<sentences[0].startIndex])" } ?? ""
        var end = text.startIndex
        var scalars = parted.rest.base[..<parted.rest.startIndex].unicodeScalars.count
        return sentences.enumerated().map { number, sentence in
            let gap = text[end..<sentence.startIndex]
            let first = scalars + gap.unicodeScalars.count
            scalars = first + sentence.unicodeScalars.count
            end = sentence.endIndex
            return Segment(
                range: first..<scalars, gap: number == 0 ? "" : String(gap),
                text: head + sentence, headCount: head.utf8.count,
                languageTokenCount: parted.languageToken == nil ? 0 : 1,
                headStart: number == 0 ? parted.languageTokenPlace?.lowerBound ?? 0 : nil,
                start: parted.restStart
                    + text.utf8.distance(from: text.startIndex, to: sentence.startIndex))
        }
    }

    /// Where in the line the parts of the segment are, in which a sentence is translated that is too
    /// long for a model.
    ///
    /// - Parameter parts: The token ids of the parts, each with language token and end token.
    package func ranges(of parts: [[Int32]], _ tokenizer: SubwordTokenizer) -> [Range<Int>] {
        guard parts.count > 1 else { return [range] }
        let bytes = Array(text.utf8)
        let tokens = tokenizer.placedTokens(of: text)
        var token = languageTokenCount
        var (byte, scalar) = (headCount, range.lowerBound)
        return parts.enumerated().map { number, part in
            token += part.count - 1 - languageTokenCount
            let isLast = number == parts.count - 1
            let end = isLast ? bytes.count : max(byte, tokens.places[token].lowerBound)
            let first = scalar
            scalar += bytes[byte..<end].count(where: \.beginsScalar)
            byte = end
            return first..<scalar
        }
    }
}

extension UInt8 {
    /// Whether a Unicode scalar begins with this byte of its UTF-8.
    fileprivate var beginsScalar: Bool { self & 0xC0 != 0x80 }
}

extension String {
    /// Whether the text is nothing but white space, and characters that nobody sees.
    package var isBlank: Bool {
        unicodeScalars.allSatisfy {
            $0.properties.isWhitespace
                || [.control, .format].contains($0.properties.generalCategory)
        }
    }
}
