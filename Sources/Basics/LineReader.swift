public import Foundation

/// Reads a text line by line: a file, plain or compressed, or standard input.
///
/// Only the line feed (0x0A) ends a line, as in every tool that lines parallel text up by number;
/// the last line may lack it. A carriage return right before the line feed, as Windows writes it,
/// belongs to the end of the line. Nothing else is taken away: a carriage return elsewhere stays
/// part of the line, and so do form feeds and U+2028. A byte order mark at the beginning of the
/// text is dropped. Whether a file is gzip, xz or zstd is seen from its first bytes. A reader
/// holds one line and a buffer in memory, and no line over ``maximumLineBytes``, which no sentence
/// has.
public final class LineReader {
    /// What to do with a line that is not UTF-8, or too long.
    public enum InvalidText: Sendable {
        /// Throw an error that names the file, the line and the byte.
        case fail
        /// Hand out the line with `text` nil, so that the lines of parallel files stay side by side
        /// and can be counted.
        case skip
    }

    /// The most bytes of a line. It keeps a file that is no text, or a small compressed file of
    /// gigabytes without a line feed, from filling the memory.
    public static let maximumLineBytes = 16 << 20

    /// The file's path, or "standard input", for errors.
    public var name: String { file.path }

    /// The share of the file that has been handed out, or, of one that is compressed, decompressed;
    /// nil where nobody knows how much there is, as of a pipe.
    public var fractionRead: Double? {
        guard let size = file.size, size > 0 else { return nil }
        return min(1, Double(input.decompressedCount ?? offset) / Double(size))
    }

    private let file: any ByteInput
    private let input: DecompressingInput
    private let invalidText: InvalidText
    private let longLines: InvalidText
    private let keepsByteOrderMark: Bool
    private var buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 1 << 18, alignment: 16)
    /// The part of the buffer that is read but not handed out.
    private var pending = 0..<0
    /// Bytes of the text before `pending`.
    private var offset = 0
    private var lineNumber = 0
    private var isAtEnd = false

    /// Opens the file at `url`.
    ///
    /// - Throws: `CalqueError` when it cannot be opened.
    public convenience init(url: URL, invalidText: InvalidText = .fail) throws {
        let file = try OpenFile(path: url.path, flags: O_RDONLY, action: "read")
        self.init(file, invalidText: invalidText)
    }

    /// Opens a file, or standard input.
    ///
    /// - Parameters:
    ///   - path: The file, plain or compressed; `-` for standard input.
    ///   - invalidText: What to do with lines that are not UTF-8.
    ///   - longLines: What to do with lines over ``maximumLineBytes``.
    ///   - keepsByteOrderMark: Whether a byte order mark is part of the first line, as it is for
    ///     whoever compares files character by character.
    /// - Throws: `CalqueError` when it cannot be opened.
    public convenience init(
        path: String, invalidText: InvalidText = .fail, longLines: InvalidText = .fail,
        keepsByteOrderMark: Bool = false
    ) throws {
        let file =
            path == "-"
            ? OpenFile.standardInput()
            : try OpenFile(path: path, flags: O_RDONLY, action: "read")
        self.init(
            file, invalidText: invalidText, longLines: longLines,
            keepsByteOrderMark: keepsByteOrderMark)
    }

    init(
        _ file: any ByteInput, invalidText: InvalidText, longLines: InvalidText = .fail,
        keepsByteOrderMark: Bool = false
    ) {
        self.file = file
        self.keepsByteOrderMark = keepsByteOrderMark
        self.invalidText = invalidText
        self.longLines = longLines
        input = DecompressingInput(file)
    }

    deinit {
        buffer.deallocate()
    }

    /// The next line, or nil after the last.
    ///
    /// - Throws: `CalqueError` when the file cannot be read or decompressed, or, under
    ///   ``InvalidText/fail``, when the line is not UTF-8 or is too long.
    public func next() throws -> Line? {
        if lineNumber == 0 && !keepsByteOrderMark { try dropByteOrderMark() }
        var searched = 0
        while true {
            if let count = firstLineFeed(after: searched) {
                return try count > Self.maximumLineBytes
                    ? skipLine() : takeLine(count: count, terminator: 1)
            }
            searched = pending.count
            if searched > Self.maximumLineBytes { return try skipLine() }
            guard try fill() else {
                return searched == 0 ? nil : try takeLine(count: searched, terminator: 0)
            }
        }
    }

    /// Whether ``next()`` would answer without waiting for a pipe or terminal: a whole line has
    /// arrived, or the text has ended.
    ///
    /// - Throws: `CalqueError` when the file cannot be read or decompressed.
    public func answersAtOnce() throws -> Bool {
        var searched = 0
        while !isAtEnd, searched <= Self.maximumLineBytes, firstLineFeed(after: searched) == nil {
            searched = pending.count
            guard try fill(waits: false) != nil else { return false }
        }
        return true
    }

    /// The place of the first line feed in what is pending.
    ///
    /// - Parameter searched: The number of bytes that are known to have none.
    private func firstLineFeed(after searched: Int) -> Int? {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[pending.dropFirst(searched)])
        guard let start = bytes.baseAddress, let found = memchr(start, 0x0A, bytes.count)
        else { return nil }
        return searched + (UnsafeRawPointer(found) - start)
    }

    /// - Parameters:
    ///   - count: The bytes before the line feed, or all that are left.
    ///   - terminator: Whether there is a line feed: 1 or 0.
    private func takeLine(count: Int, terminator: Int) throws -> Line {
        var bytes = UnsafeRawBufferPointer(rebasing: buffer[pending.prefix(count)])
        if terminator == 1, bytes.last == 0x0D { bytes = .init(rebasing: bytes.dropLast()) }
        let text = String(validating: bytes, as: UTF8.self)
        let start = offset
        lineNumber += 1
        discard(count + terminator)
        if text == nil, invalidText == .fail {
            throw notUTF8(at: start + bytes.validUTF8PrefixCount)
        }
        return Line(number: lineNumber, offset: start, text: text)
    }

    /// Passes over a line that is too long to be held, to the end of it.
    private func skipLine() throws -> Line {
        let start = offset
        lineNumber += 1
        guard longLines == .skip else {
            throw CalqueError(
                "\(name), line \(lineNumber): the line has more than "
                    + "\(Self.maximumLineBytes >> 20) MiB. Name a file of text, with a sentence a line.",
                kind: .input)
        }
        repeat {
            if let position = firstLineFeed(after: 0) {
                discard(position + 1)
                break
            }
            discard(pending.count)
        } while try fill()
        return Line(number: lineNumber, offset: start, text: nil, flaw: .tooLong)
    }

    private func notUTF8(at badOffset: Int) -> CalqueError {
        CalqueError(
            "\(name), line \(lineNumber), byte \(badOffset) of the text: this is not UTF-8.",
            remedy: .skipInvalidLines, kind: .input)
    }

    private func discard(_ count: Int) {
        pending = pending.lowerBound + count..<pending.upperBound
        offset += count
    }

    /// Reads on after what is pending; false at the end of the text.
    private func fill() throws -> Bool {
        try fill(waits: true) ?? false
    }

    /// Reads on after what is pending; false at the end of the text, nil when it would have to wait
    /// and must not.
    private func fill(waits: Bool) throws -> Bool? {
        if isAtEnd { return false }
        makeRoom()
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[pending.upperBound...])
        guard let count = try input.read(into: room, waits: waits) else { return nil }
        pending = pending.lowerBound..<pending.upperBound + count
        isAtEnd = count == 0
        return !isAtEnd
    }

    /// Moves what is pending to the front of the buffer, or of one twice the size if it fills more
    /// than half.
    private func makeRoom() {
        let unread = UnsafeRawBufferPointer(rebasing: buffer[pending])
        if unread.count > buffer.count / 2 {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: buffer.count * 2, alignment: 16)
            larger.copyMemory(from: unread)
            buffer.deallocate()
            buffer = larger
        } else {
            buffer.copyMemory(from: unread)
        }
        pending = 0..<unread.count
    }

    private func dropByteOrderMark() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        while pending.count < mark.count, mark.starts(with: buffer[pending]), try fill() {}
        if buffer[pending].starts(with: mark) { discard(mark.count) }
    }
}

extension UnsafeRawBufferPointer {
    /// The number of bytes before the first one that does not belong to well-formed UTF-8 (Unicode,
    /// table 3-7): where an ill-formed sequence begins, or all of them.
    var validUTF8PrefixCount: Int {
        var parser = Unicode.UTF8.ForwardParser()
        var bytes = makeIterator()
        var count = 0
        while case .valid(let scalar) = parser.parseScalar(from: &bytes) {
            count += scalar.count
        }
        return count
    }
}
