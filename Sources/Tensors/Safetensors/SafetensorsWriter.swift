public import Basics
public import Foundation

/// A tensor to be written into a safetensors file.
public struct SafetensorsTensor {
    /// Its name, a parameter's path such as `model.encoder.layers.0.fc1.weight`.
    public let name: String
    /// The type of its elements in the file.
    public let type: SafetensorsType
    /// Its sizes, outermost first; empty for a single number.
    public let shape: [Int]
    /// Its bytes lie at a multiple of this in the file: an element's size at least.
    public let alignment: Int
    /// Writes its bytes, row-major and little-endian.
    public let write: (FileOutput) throws -> Void

    /// A tensor of its parts.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - type: The type of its elements in the file.
    ///   - shape: Its sizes, outermost first; empty for a single number.
    ///   - alignment: Where more than an element's size is wanted. The size of the tensor has to be
    ///     a multiple of it.
    ///   - write: Writes its bytes. Called once, when its turn comes; may write in pieces.
    public init(
        name: String, type: SafetensorsType, shape: [Int], alignment: Int = 1,
        write: @escaping (FileOutput) throws -> Void
    ) {
        self.name = name
        self.type = type
        self.shape = shape
        self.alignment = max(alignment, type.byteCount)
        self.write = write
    }

    var byteCount: Int { shape.reduce(type.byteCount, *) }
}

/// Writes safetensors files, byte for byte as Hugging Face's library orders and aligns them.
public enum SafetensorsWriter {
    /// Writes `tensors` to `url`, through `AtomicFile`.
    ///
    /// The tensors are ordered by their alignment and their types, the widest first, then by their
    /// names, and the header is padded, so that each lies where it is to lie.
    ///
    /// - Parameters:
    ///   - tensors: The tensors in any order. No two have the same name.
    ///   - metadata: Notes about the file. `transformers` demands `format: pt`.
    ///   - url: The file to create or replace.
    /// - Throws: `CalqueError` when the file cannot be written, and what a tensor's `write` throws.
    public static func write(
        _ tensors: [SafetensorsTensor], metadata: [String: String] = ["format": "pt"], to url: URL
    ) throws {
        let names = Set(tensors.map(\.name))
        precondition(
            names.count == tensors.count && !names.contains(SafetensorsHeader.metadataName),
            "SafetensorsWriter: \(tensors.count) tensors have \(names.count) names, or one is "
                + "\(SafetensorsHeader.metadataName)")
        let ordered = tensors.sorted { left, right in
            let leftPlace = (left.alignment, left.type.rank)
            let rightPlace = (right.alignment, right.type.rank)
            return leftPlace == rightPlace
                ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
                : leftPlace > rightPlace
        }
        try AtomicFile.write(to: url) { output in
            try writeHeader(of: ordered, metadata, output)
            for tensor in ordered { try write(tensor, output) }
        }
    }

    private static func write(_ tensor: SafetensorsTensor, _ output: FileOutput) throws {
        let start = output.count
        try tensor.write(output)
        let written = output.count - start
        precondition(
            written == tensor.byteCount,
            "SafetensorsWriter: \(tensor.name) \(tensor.shape) of \(tensor.type.rawValue) takes "
                + "\(tensor.byteCount) bytes, but \(written) were written")
    }

    private static func writeHeader(
        of tensors: [SafetensorsTensor], _ metadata: [String: String], _ output: FileOutput
    ) throws {
        var members: [String] = []
        if !metadata.isEmpty {
            let notes = metadata.sorted { $0.key < $1.key }
                .map { "\($0.key.asJSON):\($0.value.asJSON)" }
            members.append(
                "\"\(SafetensorsHeader.metadataName)\":{\(notes.joined(separator: ","))}")
        }
        var end = 0
        for tensor in tensors {
            let start = end
            end += tensor.byteCount
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(tensor.name.asJSON):{\"dtype\":\"\(tensor.type.rawValue)\","
                    + "\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}")
        }
        let header = "{\(members.joined(separator: ","))}"
        // The eight bytes of the length stand before the header.
        let alignment = max(8, tensors.first?.alignment ?? 1)
        let paddedCount = (8 + header.utf8.count + alignment - 1) / alignment * alignment - 8
        try withUnsafeBytes(of: UInt64(paddedCount).littleEndian) { try output.write($0) }
        try output.write(header + String(repeating: " ", count: paddedCount - header.utf8.count))
    }
}
