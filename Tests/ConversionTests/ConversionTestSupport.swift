import Basics
import Conversion
import Foundation
import Tensors
import TestSupport
import Testing

/// Marian's files of a tiny model, and what PyTorch computes with it: see `Fixtures/README.md`.
struct MarianFixture {
    static let names = ["marian-post-norm", "marian-pre-norm"]

    let folder: URL

    init(_ name: String) throws {
        folder = try #require(Bundle.module.resourceURL)
            .appendingPathComponent("Fixtures/\(name)", isDirectory: true)
    }

    func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

    private func optional(_ name: String) -> URL? {
        FileManager.default.fileExists(atPath: file(name).path) ? file(name) : nil
    }

    /// The files as Marian leaves them.
    var model: MarianModel {
        MarianModel(
            weights: file("model.npz"),
            sourceVocabulary: optional("source.yml") ?? file("vocab.spm"),
            targetVocabulary: optional("target.yml"), sourceTokenizer: optional("source.spm"),
            targetTokenizer: optional("target.spm"))
    }

    /// The numbers of a tensor in `golden.safetensors`.
    func golden<Number>(_ name: String) throws -> [Number] {
        try SafetensorsCollection(file: file("golden.safetensors")).numbers(name)
    }

    /// The sentences of `NAME_ids`, cut at `NAME_offsets`.
    func sentences(_ name: String) throws -> [[Int32]] {
        try SafetensorsCollection(file: file("golden.safetensors")).sentences(name)
    }

    /// The members of `model.npz`.
    func members() throws -> [(name: String, content: [UInt8])] {
        let archive = try ZipArchive(url: file("model.npz"))
        return try archive.names.map { ($0, try archive.content(of: $0)) }
    }

    /// A copy of the model with other members.
    func model(
        in folder: TemporaryFolder, _ change: (inout [(name: String, content: [UInt8])]) -> Void
    ) throws -> MarianModel {
        var members = try members()
        change(&members)
        var changed = model
        changed.weights = try folder.write(zipArchive(members), to: "model.npz")
        return changed
    }

    /// A copy of the model whose options have a line replaced.
    func model(
        in folder: TemporaryFolder, replacing line: String, by other: String
    ) throws -> MarianModel {
        try model(in: folder) { members in
            for index in members.indices where members[index].name == "special:model.yml.npy" {
                let text = String(
                    decoding: members[index].content[128...].dropLast(), as: UTF8.self)
                #expect(text.contains(line), "\(text)")
                let changed = Array(text.replacing(line, with: other).utf8) + [0]
                members[index].content = characters(changed)
            }
        }
    }

    /// The content of a `.npy` file of characters.
    private func characters(_ bytes: [UInt8]) -> [UInt8] {
        npyFile(of: "|i1", [bytes.count], bytes)
    }
}

/// The content of a `.npy` file.
func npyFile(of type: String, _ shape: [Int], _ bytes: [UInt8]) -> [UInt8] {
    let sizes = shape.map { "\($0), " }.joined()
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
        + Array(header.utf8) + bytes
}

/// An archive whose members are stored.
func zipArchive(_ members: [(name: String, content: [UInt8])]) -> Data {
    func little(_ numbers: (value: Int, bytes: Int)...) -> Data {
        Data(
            numbers.flatMap { number in
                (0..<number.bytes).map { UInt8(number.value >> (8 * $0) & 0xFF) }
            })
    }
    var archive = Data()
    var directory = Data()
    for (name, content) in members {
        let shared =
            little((20, 2), (0, 2), (0, 2), (0, 4), (checksum(content), 4), (content.count, 4))
            + little((content.count, 4), (name.utf8.count, 2), (0, 2))
        directory += little((0x0201_4B50, 4), (20, 2)) + shared
        directory += little((0, 2), (0, 2), (0, 2), (0, 4), (archive.count, 4)) + Data(name.utf8)
        archive += little((0x0403_4B50, 4)) + shared + Data(name.utf8) + Data(content)
    }
    let (count, start) = (members.count, archive.count)
    archive += directory
    archive += little((0x0605_4B50, 4), (0, 2), (0, 2), (count, 2), (count, 2))
    return archive + little((directory.count, 4), (start, 4), (0, 2))
}

/// CRC-32 as in zip archives.
private func checksum(_ bytes: [UInt8]) -> Int {
    var sum: UInt32 = .max
    for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return Int(~sum)
}
