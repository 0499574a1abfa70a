import Basics
import Documents
import Models
import TestSupport
import Testing
import Text
import Translation

/// What holds of every content and every translation, however they are aligned.
struct InlinePropertyTests {
    @Test func nothingIsLostWhateverIsAligned() {
        var random = RandomSource(seed: 7)
        for number in 0..<10_000 {
            let content = random.content()
            let projection = InlineProjection(of: content)
            let aligned = random.translation(of: projection.line)
            let result = projection.projected(aligned)
            guard holds(content, aligned, result) else {
                Issue.record(
                    "\(number): \(content.marked) | \(aligned.text) | \(result.marked)")
                return
            }
        }
    }

    @Test func itsOwnTranslationIsTheContent() {
        var random = RandomSource(seed: 8)
        for _ in 0..<10_000 {
            // Codes between words alone, and white space outside of pairs.
            let content = random.plainContent()
            let projection = InlineProjection(of: content)
            let places = tokens(of: projection.line)
            let aligned = AlignedTranslation(
                line: projection.line, text: projection.line,
                pieces: places.map { .init(target: $0, source: $0, weight: 1) })
            let result = projection.projected(aligned)
            #expect(result.marked == content.joined.marked, "\(content.marked)")
            if result.marked != content.joined.marked { return }
            #expect(projection.content(of: aligned) == content)
        }
    }

    @Test func aModelThatHasLearnedNothingLosesNothing() async throws {
        var random = RandomSource(seed: 9)
        let tokenizer = try characterTokenizer()
        let model = Transformer(.init(.tiny, for: tokenizer), seed: 3)
        let translator = Translator(model, tokenizer, workers: 2, precision: .float32)
        let contents = (0..<300).map { _ in random.content() }
        let projections = contents.map(InlineProjection.init)
        var options = SearchOptions.greedy
        options.maximumLength = 30
        let translations = try await translator.translateAligned(
            projections.map { TranslationRequest($0.line) }, options)
        for ((content, projection), aligned) in zip(zip(contents, projections), translations) {
            #expect(holds(content, aligned, projection.projected(aligned)), "\(content.marked)")
        }
    }

    /// Whether a result has all codes once, in pairs that nest as in the content, all text, and no code in
    /// a word.
    private func holds(
        _ content: InlineContent, _ aligned: AlignedTranslation, _ result: InlineContent
    ) -> Bool {
        let key = { (code: InlineCode) -> String in "\(code.id) \(code.role)" }
        guard result.codes.map(key).sorted() == content.codes.map(key).sorted(),
            result.parents == content.parents
        else { return false }
        let isText = { (scalar: Unicode.Scalar) in !scalar.properties.isWhitespace }
        guard
            result.text.unicodeScalars.filter(isText).map(\.value)
                == aligned.text.unicodeScalars.filter(isText).map(\.value)
        else { return false }
        let standsAlone =
            content.codes.contains { $0.role == .alone }
            || result.hasEmptyPairs
        let hasText = !aligned.text.allSatisfy(\.isWhitespace)
        if !standsAlone, hasText, result.text != aligned.text { return false }
        return !result.hasCodeInWord
    }
}

extension InlineContent {
    /// The pair that every code is in, by ids; nil where they do not nest.
    fileprivate var parents: [Int: Int]? {
        var parents: [Int: Int] = [:]
        var open = [-1]
        for code in codes {
            if code.role == .end {
                guard open.popLast() == code.id else { return nil }
            } else {
                parents[code.id] = open.last
                if code.role == .begin { open.append(code.id) }
            }
        }
        return open == [-1] ? parents : nil
    }

    fileprivate var hasEmptyPairs: Bool {
        zip(elements, elements.dropFirst()).contains { one, other in
            if case .code(let one) = one, case .code(let other) = other {
                one.role == .begin && other.role == .end && one.id == other.id
            } else {
                false
            }
        }
    }

    /// Whether letters that a script with spaces has are on both sides of a code.
    fileprivate var hasCodeInWord: Bool {
        var before: Character?
        var isAfterCode = false
        for element in elements {
            guard case .text(let text) = element, let first = text.first else {
                if case .code(let code) = element, code.separatesWords { before = nil }
                isAfterCode = true
                continue
            }
            if isAfterCode, let before, before.isOfWord, first.isOfWord { return true }
            before = text.last
            isAfterCode = false
        }
        return false
    }

    /// The same with texts that follow one another as one.
    fileprivate var joined: InlineContent {
        elements.reduce(into: InlineContent()) { joined, element in
            if case .text(let text) = element, case .text(let before) = joined.elements.last {
                joined.elements[joined.elements.count - 1] = .text(before + text)
            } else {
                joined.elements.append(element)
            }
        }
    }
}

extension Character {
    fileprivate var isOfWord: Bool {
        isLetter && unicodeScalars.allSatisfy { $0.value < 0x2E80 }
    }
}

/// A content that grows.
private struct MadeContent {
    private var content = InlineContent()
    private var open: [Int] = []
    private var id = 0

    mutating func add(_ text: String) { content.elements.append(.text(text)) }

    mutating func begin() {
        content.elements.append(.code(InlineCode(id: id, .begin, markup: "<\(id)>")))
        open.append(id)
        id += 1
    }

    mutating func end() {
        guard let last = open.popLast() else { return }
        content.elements.append(.code(InlineCode(id: last, .end, markup: "</\(last)>")))
    }

    mutating func addAlone(separates: Bool) {
        content.elements.append(
            .code(InlineCode(id: id, .alone, markup: "<\(id)/>", separatesWords: separates)))
        id += 1
    }

    var finished: InlineContent {
        var copy = self
        while !copy.open.isEmpty { copy.end() }
        return copy.content
    }
}

extension RandomSource {
    private static let words = [
        "red", "house", "don't", "3.14", "Ä", "e\u{301}t", "x", "红色", "の", "😀", "👩‍👩‍👧", "—", ",", ".",
        "\"", "(", ")", "word", "a-b",
    ]

    private mutating func word() -> String { Self.words[next(below: Self.words.count)] }

    /// A content of words and codes.
    fileprivate mutating func content() -> InlineContent {
        var made = MadeContent()
        for _ in 0..<next(below: 14) {
            switch next(below: 10) {
            case 0...2: made.add(word())
            case 3: made.add(" ")
            case 4, 5: made.begin()
            case 6, 7: made.end()
            case 8: made.addAlone(separates: next(below: 3) == 0)
            default:
                made.begin()
                made.end()
            }
        }
        return made.finished
    }

    /// A content with codes between words alone, and spaces outside of pairs.
    fileprivate mutating func plainContent() -> InlineContent {
        var made = MadeContent()
        for number in 0..<1 + next(below: 8) {
            if number > 0 { made.add(" ") }
            switch next(below: 4) {
            case 0:
                let depth = 1 + next(below: 3)
                for _ in 0..<depth { made.begin() }
                made.add(["in", "two words", "a, b", "«so!»"][next(below: 4)])
                for _ in 0..<depth { made.end() }
            case 1: made.addAlone(separates: next(below: 3) == 0)
            case 2:
                made.add("glued")
                made.addAlone(separates: false)
            default: made.add(["word", "word,", "(word)", "3.5"][next(below: 4)])
            }
        }
        return made.finished
    }

    /// A translation at random, linked at random.
    fileprivate mutating func translation(of line: String) -> AlignedTranslation {
        var text = ""
        for _ in 0..<next(below: 12) {
            text += word()
            if next(below: 4) > 0 { text += next(below: 8) == 0 ? "  " : " " }
        }
        let sources = tokens(of: line)
        let pieces = tokens(of: text).flatMap { target -> [AlignedTranslation.Piece] in
            (0..<1 + next(below: 2)).map { _ in
                let isLinked = next(below: 4) > 0 && !sources.isEmpty
                let middle = target.lowerBound + next(below: target.count)
                return .init(
                    target: next(below: 6) == 0 ? target.lowerBound..<middle : target,
                    source: isLinked ? sources[next(below: sources.count)] : nil,
                    weight: nextUniform())
            }
        }
        return AlignedTranslation(line: line, text: text, pieces: pieces)
    }
}
