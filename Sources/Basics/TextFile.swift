public import Foundation

/// A text that can be read from its beginning any number of times.
///
/// A regular file is opened anew for every reader. What comes through a pipe, a terminal or another
/// device comes once: it is kept in memory, as it arrives, for the readers that follow. Readers of
/// one pipe may take turns; each reads all of it.
public final class TextFile: Sendable {
    /// What errors call it: its path, or "standard input".
    public let name: String

    private let path: String?
    /// The bytes of a text that is in no file yet.
    private let contents: Data?
    private let kept = KeptInputs()

    /// The file at `url`.
    public init(url: URL) {
        name = url.path
        path = url.path
        contents = nil
    }

    /// The file that these bytes are to be written to.
    package init(url: URL, contents: Data) {
        name = url.path
        path = nil
        self.contents = contents
    }

    private init(standardInputNamed name: String) {
        self.name = name
        path = nil
        contents = nil
    }

    /// Standard input.
    public static func standardInput() -> TextFile {
        TextFile(standardInputNamed: "standard input")
    }

    /// The number of bytes; nil when there is no regular file.
    public var byteCount: Int? {
        var status = stat()
        guard let path, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return Int(status.st_size)
    }

    /// A reader of the lines from the first on.
    ///
    /// - Parameters:
    ///   - invalidText: What to do with lines that are not UTF-8.
    ///   - longLines: What to do with lines over ``LineReader/maximumLineBytes``.
    /// - Throws: `CalqueError` when the file cannot be opened.
    public func makeReader(
        invalidText: LineReader.InvalidText = .fail, longLines: LineReader.InvalidText = .fail
    ) throws -> LineReader {
        LineReader(try open(), invalidText: invalidText, longLines: longLines)
    }

    /// What reads its bytes from the first on, decompressed, where they are not lines of UTF-8.
    ///
    /// - Throws: `CalqueError` when the file cannot be opened.
    package func makeInput() throws -> DecompressingInput {
        DecompressingInput(try open())
    }

    /// Adds its bytes, as they are stored, to a hash.
    ///
    /// - Throws: `CalqueError` when the file cannot be read.
    package func addContent(to hash: inout ContentHash) throws {
        let file = try open()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        try buffer.withUnsafeMutableBytes { buffer in
            // Parts of one size, however the system hands them out.
            while case let count = try file.fill(buffer), count > 0 {
                hash.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    private func open() throws -> any ByteInput {
        if let contents { return DataInput(contents, path: name) }
        guard byteCount == nil else { return try openFile() }
        return try kept.input(openFile)
    }

    private func openFile() throws -> OpenFile {
        guard let path else { return OpenFile.standardInput() }
        return try OpenFile(path: path, flags: O_RDONLY, action: "read")
    }
}

extension ByteInput {
    /// Reads until the buffer is full or nothing is left.
    ///
    /// - Returns: The number of bytes.
    fileprivate func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}

/// Reads bytes that are in memory.
private final class DataInput: ByteInput {
    let path: String
    private var rest: Data

    init(_ data: Data, path: String) {
        self.path = path
        rest = data
    }

    var size: Int? { nil }
    var answersAtOnce: Bool { true }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let bytes = rest.prefix(buffer.count)
        buffer.copyBytes(from: bytes)
        rest = rest.dropFirst(bytes.count)
        return bytes.count
    }
}

/// The input that is kept, once it was opened.
private final class KeptInputs: @unchecked Sendable {  // `kept` is used under the lock alone
    private let lock = NSLock()
    private var kept: KeptInput?

    func input(_ open: () throws -> OpenFile) throws -> any ByteInput {
        try lock.withLock {
            let kept = try self.kept ?? KeptInput(open())
            self.kept = kept
            return KeptInputReader(kept)
        }
    }
}

/// Reads kept input from its beginning.
private final class KeptInputReader: ByteInput {
    private let kept: KeptInput
    private var offset = 0

    init(_ kept: KeptInput) {
        self.kept = kept
    }

    var path: String { kept.path }
    var size: Int? { nil }
    var answersAtOnce: Bool { kept.answersAtOnce(at: offset) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try kept.read(at: offset, into: buffer)
        offset += count
        return count
    }
}

/// What has arrived through a pipe so far, and the pipe.
private final class KeptInput: @unchecked Sendable {  // what changes is used under the lock
    private static let blockSize = 1 << 20

    private let file: OpenFile
    private let lock = NSLock()
    /// The bytes so far; all blocks but the last are full.
    private var blocks: [[UInt8]] = []
    private var isAtEnd = false

    init(_ file: OpenFile) {
        self.file = file
    }

    var path: String { file.path }

    /// Whether bytes from `offset` on are kept, or can be read without waiting.
    func answersAtOnce(at offset: Int) -> Bool {
        lock.withLock {
            let count = max(0, blocks.count - 1) * Self.blockSize + (blocks.last?.count ?? 0)
            return isAtEnd || offset < count || file.answersAtOnce
        }
    }

    /// Copies bytes from `offset` on, waiting for more if none are there yet; 0 at the end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try lock.withLock {
            let (index, start) = offset.quotientAndRemainder(dividingBy: Self.blockSize)
            if start == (index < blocks.count ? blocks[index].count : 0) { try readOn() }
            guard index < blocks.count else { return 0 }
            let bytes = blocks[index][start...].prefix(buffer.count)
            buffer.copyBytes(from: bytes)
            return bytes.count
        }
    }

    private func readOn() throws {
        if isAtEnd { return }
        if (blocks.last?.count ?? Self.blockSize) == Self.blockSize {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(Self.blockSize)
        }
        let room = Self.blockSize - blocks[blocks.count - 1].count
        let bytes = try [UInt8](unsafeUninitializedCapacity: min(room, 1 << 18)) { buffer, count in
            count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        blocks[blocks.count - 1].append(contentsOf: bytes)
        isAtEnd = bytes.isEmpty
    }
}
