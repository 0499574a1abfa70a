import Basics
public import Foundation

/// A safetensors file, mapped into memory and verified as a whole before anything is read from it.
///
/// The layout: the header's length in 8 bytes, little-endian; the header in JSON; the tensors'
/// bytes, row-major and little-endian, side by side (<https://github.com/huggingface/safetensors>).
public final class SafetensorsFile: Sendable {
    /// The file's path, for errors.
    public var path: String { file.path }
    /// The names of the tensors, in the order of the header.
    public let names: [String]
    /// What the header says about each tensor.
    public let entries: [String: SafetensorsEntry]
    /// Notes about the file, such as `format: pt`.
    public let metadata: [String: String]

    /// The longest header the format allows.
    private static let headerLimit = 100_000_000

    private let file: MappedFile
    private let dataStart: Int

    /// Opens and verifies the file at `url`.
    ///
    /// - Throws: `CalqueError` when the file cannot be read, or when anything in its header is
    ///   unsound: its length, its JSON, a name given twice, an unknown type, a shape that does not
    ///   match its offsets, tensors that reach out of the file, overlap or leave holes.
    public init(url: URL) throws {
        let file = try MappedFile(url: url)
        do {
            let dataStart = try Self.headerEnd(file.bytes)
            let header = try SafetensorsHeader(
                UnsafeRawBufferPointer(rebasing: file.bytes[SafetensorsHeader.start..<dataStart]),
                dataCount: file.bytes.count - dataStart)
            self.file = file
            self.dataStart = dataStart
            names = header.names
            entries = header.entries
            metadata = header.metadata
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(file.path) is not a sound safetensors file: \(problem.text). Fetch the file "
                    + "again, or write it anew.", kind: .model)
        }
    }

    /// The bytes of the tensor called `name`, valid as long as this object is held.
    ///
    /// They lie at a multiple of the element's size in every file that Hugging Face's library or
    /// ``SafetensorsWriter`` wrote; the format itself does not promise it.
    ///
    /// - Throws: `CalqueError` when the file has no such tensor.
    public func bytes(of name: String) throws -> UnsafeRawBufferPointer {
        guard let range = entries[name]?.byteRange else {
            throw CalqueError(
                "\(path) has no tensor \(FileProblem.quoted(name)). Check that the file "
                    + "belongs to this model.", kind: .model)
        }
        let data = UnsafeRawBufferPointer(rebasing: file.bytes[dataStart...])
        return UnsafeRawBufferPointer(rebasing: data[range])
    }

    /// Where the header ends in the file, as its first eight bytes say.
    private static func headerEnd(_ bytes: UnsafeRawBufferPointer) throws -> Int {
        let start = SafetensorsHeader.start
        guard bytes.count >= start else {
            throw FileProblem(
                "it has \(bytes.count) bytes, too few for the length of a header")
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= headerLimit else {
            throw FileProblem(
                "its header claims \(length) bytes, more than the \(headerLimit) allowed")
        }
        guard length <= bytes.count - start else {
            throw FileProblem(
                "its header claims \(length) bytes, but only \(bytes.count - start) follow")
        }
        return start + Int(length)
    }
}
