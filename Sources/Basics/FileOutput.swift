public import Foundation

/// Where ``AtomicFile`` lets a file's bytes be written: buffered, in order, and only within its
/// closure.
public final class FileOutput {
    /// The number of bytes written so far.
    public private(set) var count = 0

    private static let capacity = 1 << 18
    private let file: OpenFile
    private var buffer: [UInt8] = []
    private var isFinished = false

    init(_ file: OpenFile) {
        self.file = file
        buffer.reserveCapacity(Self.capacity)
    }

    /// Appends `bytes`.
    ///
    /// - Throws: `CalqueError` that names the file when the system does not take them (disk full,
    ///   for example).
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        precondition(!isFinished, "FileOutput.write: \(file.path) is already finished")
        if buffer.count + bytes.count > Self.capacity { try flush() }
        if bytes.count > Self.capacity {
            try file.write(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
        count += bytes.count
    }

    /// Appends `data`.
    ///
    /// - Throws: As for raw bytes.
    public func write(_ data: Data) throws {
        try data.withUnsafeBytes { try write($0) }
    }

    /// Appends `text` in UTF-8; no line feed is added.
    ///
    /// - Throws: As for raw bytes.
    public func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
    }

    /// Puts everything on the disk and closes the file.
    func finish() throws {
        precondition(!isFinished, "FileOutput.finish: \(file.path) is already finished")
        isFinished = true
        try flush()
        try file.synchronize()
        try file.close()
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { try file.write($0) }
        buffer.removeAll(keepingCapacity: true)
    }
}
