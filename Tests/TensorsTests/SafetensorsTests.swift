import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// A file as the Python package `safetensors` 0.8.0 writes it (`safetensors.torch.save`).
private let referenceHeader =
    #"{"__metadata__":{"format":"pt"},"#
    + #""a.größe":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"#
    + #""d":{"dtype":"F64","shape":[],"data_offsets":[16,24]},"#
    + #""a/\"quoted\"\n":{"dtype":"F32","shape":[1],"data_offsets":[24,28]},"#
    + #""b.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[28,52]},"#
    + #""empty":{"dtype":"F32","shape":[0,4],"data_offsets":[52,52]},"#
    + #""i32":{"dtype":"I32","shape":[1],"data_offsets":[52,56]},"#
    + #""brain":{"dtype":"BF16","shape":[1,2],"data_offsets":[56,60]},"#
    + #""half":{"dtype":"F16","shape":[1],"data_offsets":[60,62]},"#
    + #""i16":{"dtype":"I16","shape":[1],"data_offsets":[62,64]},"#
    + #""i8":{"dtype":"I8","shape":[3],"data_offsets":[64,67]},"#
    + #""u8":{"dtype":"U8","shape":[1],"data_offsets":[67,68]},"#
    + #""flag":{"dtype":"BOOL","shape":[2],"data_offsets":[68,70]}}"#

private let referenceTensors: [(String, SafetensorsType, [Int], [UInt8])] = [
    ("a.größe", .int64, [2], [1, 0, 0, 0, 0, 0, 0, 0, 254, 255, 255, 255, 255, 255, 255, 255]),
    ("d", .float64, [], [0, 0, 0, 0, 0, 0, 4, 64]),
    ("a/\"quoted\"\n", .float32, [1], [0, 0, 16, 65]),
    (
        "b.weight", .float32, [2, 3],
        [1.5, -2, 3, 4, 5, 6.25].flatMap { (value: Float) in
            withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        }
    ),
    ("empty", .float32, [0, 4], []),
    ("i32", .int32, [1], [7, 0, 0, 0]),
    ("brain", .bfloat16, [1, 2], [0x80, 0x3F, 0x80, 0xBF]),
    ("half", .float16, [1], [0x00, 0x38]),
    ("i16", .int16, [1], [0xF9, 0xFF]),
    ("i8", .int8, [3], [255, 2, 3]),
    ("u8", .uint8, [1], [255]),
    ("flag", .bool, [2], [1, 0]),
]

private func safetensors(_ header: String, data: [UInt8], length: UInt64? = nil) -> Data {
    let length = length ?? UInt64(header.utf8.count)
    return withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data(header.utf8) + Data(data)
}

private let reference = safetensors(referenceHeader, data: referenceTensors.flatMap(\.3))

private func tensor(
    _ name: String, _ type: SafetensorsType, _ shape: [Int], _ bytes: [UInt8]
) -> SafetensorsTensor {
    SafetensorsTensor(name: name, type: type, shape: shape) { try $0.write(Data(bytes)) }
}

struct SafetensorsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func readsWhatThePythonPackageWrites() throws {
        let file = try SafetensorsFile(url: folder.write(reference, to: "reference.safetensors"))
        #expect(file.names == referenceTensors.map(\.0))
        #expect(file.metadata == ["format": "pt"])
        for (name, type, shape, bytes) in referenceTensors {
            let entry = try #require(file.entries[name])
            #expect(entry.type == type)
            #expect(entry.shape == shape)
            #expect(entry.elementCount == shape.reduce(1, *))
            #expect(try file.bytes(of: name).elementsEqual(bytes))
        }
    }

    @Test(arguments: 0..<3)
    func writesWhatThePythonPackageWritesByteForByte(order: Int) throws {
        let url = folder.file("written.safetensors")
        let given = [referenceTensors, referenceTensors.reversed(), referenceTensors.shuffled()]
        try SafetensorsWriter.write(given[order].map(tensor), to: url)
        #expect(try Data(contentsOf: url) == reference)
    }

    @Test func padsTheHeaderToEightBytes() throws {
        for count in 1...9 {
            let url = folder.file("padded.safetensors")
            let name = String(repeating: "n", count: count)
            try SafetensorsWriter.write([tensor(name, .int8, [3], [1, 2, 3])], to: url)
            #expect(try (Data(contentsOf: url).count - 3) % 8 == 0)
            let file = try SafetensorsFile(url: url)
            #expect(try Array(file.bytes(of: name)) == [1, 2, 3])
            #expect(try UInt(bitPattern: file.bytes(of: name).baseAddress) % 8 == 0)
        }
    }

    @Test func writesNoTensorsAndNoMetadata() throws {
        let url = folder.file("nothing.safetensors")
        try SafetensorsWriter.write([], metadata: [:], to: url)
        #expect(try Data(contentsOf: url) == safetensors("{}      ", data: []))
        #expect(try SafetensorsFile(url: url).names.isEmpty)
    }

    @Test func leavesTheOldFileWhenATensorCannotBeWritten() throws {
        struct Interruption: Error {}
        let url = try folder.write(reference, to: "model.safetensors")
        let failing = SafetensorsTensor(name: "a", type: .int8, shape: [1]) { _ in
            throw Interruption()
        }
        #expect(throws: Interruption.self) { try SafetensorsWriter.write([failing], to: url) }
        #expect(try Data(contentsOf: url) == reference)
    }

    @Test func acceptsWhiteSpaceAndEscapes() throws {
        let header =
            "{ \"\\u0061\\ud83d\\ude00\" :\n{\"shape\":\t[ 2 , 1 ],\r\"dtype\": \"U8\", "
            + "\"data_offsets\":[0,2]} }  \n"
        let file = try SafetensorsFile(
            url: folder.write(safetensors(header, data: [1, 2]), to: "a"))
        #expect(file.names == ["a😀"])
        #expect(file.entries["a😀"]?.shape == [2, 1])
    }

    @Test func namesAMissingTensor() throws {
        let url = try folder.write(reference, to: "reference.safetensors")
        let file = try SafetensorsFile(url: url)
        let error = #expect(throws: CalqueError.self) { try file.bytes(of: "model.nothing") }
        #expect(error?.message.hasPrefix("\(url.path) has no tensor \"model.nothing\".") == true)
    }
}

/// Headers that lie, and the words that must tell so.
private let unsoundHeaders: [(header: String, words: String)] = [
    ("", "its header does not begin with “{”"),
    (" {}", "its header does not begin with “{”"),
    ("[]", "its header does not begin with “{”"),
    ("{", "“\"” is missing at byte 9"),
    ("{}{}", "something follows the end at byte 10"),
    ("{\"a\":1}", "tensor \"a\": “{” is missing at byte 13"),
    ("{\"a", "the end of a string is missing at byte 11"),
    ("{\"a\\", "the end of a string is missing at byte 12"),
    ("{\"a\u{1}\":{}}", "the end of a string is missing at byte 11"),
    ("{\"\\q\":{}}", "the backslash at byte 10 escapes nothing"),
    ("{\"\\ud800\":{}}", "the escape at byte 10 stands for half a character"),
    ("{\"__metadata__\":{\"a\":1}}", "“\"” is missing"),
    ("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", "the name \"a\" twice"),
    ("{\"__metadata__\":{},\"__metadata__\":{}}", "the name \"__metadata__\" twice"),
    ("{\"a\":{}}", "tensor \"a\": its dtype, shape or data_offsets are missing"),
    (entry("U8", "[4]", "[0,4]", more: ",\"shape\":[4]"), "the name \"shape\" twice"),
    (entry("U8", "[4]", "[0,4]", more: ",\"x\":0"), "the format has no field \"x\""),
    (entry("F8_E4M3", "[4]", "[0,4]"), "its dtype \"F8_E4M3\" is none of BOOL, U8, I8"),
    (entry("u8", "[4]", "[0,4]"), "its dtype \"u8\" is none of"),
    (entry("U8", "[-4]", "[0,4]"), "a whole number, not negative, is missing"),
    (entry("U8", "[4.0]", "[0,4]"), "“]” is missing"),
    (entry("U8", "[4e0]", "[0,4]"), "“]” is missing"),
    (entry("U8", "[04]", "[0,4]"), "a whole number, not negative, is missing"),
    (entry("U8", "[4,]", "[0,4]"), "a whole number, not negative, is missing"),
    (entry("U8", "[null]", "[0,4]"), "a whole number, not negative, is missing"),
    (entry("U8", "4", "[0,4]"), "“[” is missing"),
    (entry("U8", "[9223372036854775808]", "[0,4]"), "is larger than 9223372036854775807"),
    (entry("U8", "[99999999999999999999999]", "[0,4]"), "is larger than 9223372036854775807"),
    (entry("F32", "[4611686018427387904]", "[0,4]"), "more elements than can be counted"),
    (entry("U8", "[4294967296,4294967296]", "[0,0]"), "more elements than can be counted"),
    (entry("U8", "[5]", "[0,4]"), "[5] of U8 takes 5 bytes, but its data_offsets [0, 4] hold 4"),
    (entry("F32", "[]", "[0,1]"), "[] of F32 takes 4 bytes"),
    (entry("U8", "[4]", "[4,0]"), "its data_offsets [4, 0] are not a beginning and an end"),
    (entry("U8", "[4]", "[0,4,4]"), "are not a beginning and an end"),
    (entry("U8", "[5]", "[0,5]"), "[0, 5] reach past the file's 4 bytes of data"),
    (entry("U8", "[4]", "[2,6]"), "reach past the file's 4 bytes"),
    (entry("U8", "[3]", "[1,4]"), "leave a hole after byte 0"),
    (entry("U8", "[3]", "[0,3]"), "its tensors take 3 bytes, but the file has 4"),
    ("{}", "its tensors take 0 bytes, but the file has 4"),
    (two("[0,2]", "[1,3]"), "tensor \"b\": its data_offsets [1, 3] overlap"),
    (two("[0,2]", "[0,2]"), "overlap with another tensor's, which end at 2"),
    (two("[1,3]", "[2,4]"), "tensor \"a\": its data_offsets [1, 3] leave a hole after byte 0"),
    ("{\"a\":" + String(repeating: "[", count: 1_000_000), "“{” is missing"),
    (String(repeating: "{\"a\":", count: 200_000), "tensor \"a\": the format has no field \"a\""),
    (
        entry("U8", String(repeating: "[", count: 200_000), "[0,4]"),
        "a whole number, not negative, is missing"
    ),
]

private func entry(
    _ type: String, _ shape: String, _ offsets: String, more: String = ""
) -> String {
    "{\"a\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)\(more)}}"
}

private func two(_ first: String, _ second: String) -> String {
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":\(first)},"
        + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":\(second)}}"
}

extension SafetensorsTests {
    private func message(_ data: Data) throws -> String {
        let url = try folder.write(data, to: "unsound.safetensors")
        let error = #expect(throws: CalqueError.self) { try SafetensorsFile(url: url) }
        let message = error?.message ?? ""
        #expect(message.hasPrefix("\(url.path) is not a sound safetensors file: "))
        #expect(message.count < url.path.count + 400)
        return message
    }

    @Test(arguments: unsoundHeaders.indices)
    func refusesUnsoundHeaders(index: Int) throws {
        let (header, words) = unsoundHeaders[index]
        let message = try message(safetensors(header, data: [1, 2, 3, 4]))
        #expect(message.contains(words))
    }

    @Test func refusesATensorNamedTwice() throws {
        let a = "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"
        #expect(try message(safetensors("{\(a),\(a)}", data: [])).contains("the name \"a\" twice"))
    }

    @Test func refusesNamesThatAreNotUTF8() throws {
        var data = safetensors(entry("U8", "[4]", "[0,4]"), data: [1, 2, 3, 4])
        data[10] = 0xFF
        #expect(try message(data).contains("the string at byte 9 is not UTF-8"))
    }

    @Test(arguments: [
        (UInt64(3), "its header claims 3 bytes, but only 2 follow"),
        (100_000_000, "claims 100000000 bytes, but only 2 follow"),
        (100_000_001, "claims 100000001 bytes, more than the 100000000 allowed"),
        (.max, "claims 18446744073709551615 bytes, more than"),
        (1 << 63, "claims 9223372036854775808 bytes, more than"),
    ])
    func refusesImpossibleHeaderLengths(length: UInt64, words: String) throws {
        #expect(try message(safetensors("{}", data: [], length: length)).contains(words))
    }

    @Test(arguments: [0, 1, 7])
    func refusesFilesWithoutALength(count: Int) throws {
        #expect(try message(Data(count: count)).contains("it has \(count) bytes, too few"))
    }

    @Test func refusesEveryTruncation() throws {
        for count in stride(from: 0, to: reference.count, by: 7) {
            _ = try message(reference.prefix(count))
        }
    }

    @Test func survivesEveryDamagedByte() throws {
        for position in 0..<reference.count - 70 {
            var data = reference
            data[position] ^= 0x11
            let url = try folder.write(data, to: "damaged.safetensors")
            guard let file = try? SafetensorsFile(url: url) else { continue }
            for name in file.names { _ = try file.bytes(of: name).reduce(0, ^) }
        }
    }
}

extension SafetensorsTests {
    private func writeShards(_ weightMap: [String: String]) throws -> URL {
        for (index, name) in ["a", "b", "c"].enumerated() {
            let shard = folder.file("model-\(index).safetensors")
            let tensors = [tensor("\(name).2", .uint8, [1], [UInt8(index)])]
            try SafetensorsWriter.write(
                tensors + [tensor("\(name).1", .int64, [0], [])], to: shard)
        }
        let index = try JSONEncoder().encode(["weight_map": weightMap])
        return try folder.write(index, to: SafetensorsCollection.indexName)
    }

    private static let weightMap = [
        "a.1": "model-0.safetensors", "a.2": "model-0.safetensors",
        "b.1": "model-1.safetensors", "b.2": "model-1.safetensors",
        "c.2": "model-2.safetensors",
    ]

    @Test func findsTensorsInTheirShards() throws {
        _ = try writeShards(Self.weightMap)
        let model = try SafetensorsCollection(directory: folder.url)
        #expect(model.names == ["a.1", "a.2", "b.1", "b.2", "c.2"])
        #expect(model.entries.count == 5)
        #expect(model.entries["b.1"]?.type == .int64)
        #expect(try Array(model.bytes(of: "a.2")) == [0])
        #expect(try Array(model.bytes(of: "c.2")) == [2])
        let error = #expect(throws: CalqueError.self) { try model.bytes(of: "c.1") }
        #expect(error?.message.contains("no tensor \"c.1\"") == true)
    }

    @Test func prefersTheSingleFile() throws {
        _ = try writeShards(Self.weightMap)
        try folder.write(reference, to: SafetensorsCollection.fileName)
        let model = try SafetensorsCollection(directory: folder.url)
        #expect(model.names == referenceTensors.map(\.0))
        #expect(try Array(model.bytes(of: "i8")) == [255, 2, 3])
    }

    @Test func reportsAllMissingShardsTogether() throws {
        let index = try writeShards(Self.weightMap)
        for name in ["model-0.safetensors", "model-2.safetensors"] {
            try FileManager.default.removeItem(at: folder.file(name))
        }
        let error = #expect(throws: CalqueError.self) { try SafetensorsCollection(index: index) }
        #expect(
            error?.message.contains(
                "model.safetensors.index.json lists: model-0.safetensors, model-2.safetensors.")
                == true)
    }

    @Test func reportsAllTensorsThatShardsLackTogether() throws {
        let wrong = ["a.3": "model-0.safetensors", "b.1": "model-0.safetensors"]
        let index = try writeShards(Self.weightMap.merging(wrong) { $1 })
        let error = #expect(throws: CalqueError.self) { try SafetensorsCollection(index: index) }
        #expect(error?.message.contains("not in their files: \"a.3\", \"b.1\".") == true)
    }

    @Test(arguments: ["../model-0.safetensors", "/etc/hostname", ".."])
    func refusesShardsOutsideTheFolder(path: String) throws {
        let index = try writeShards(["a.1": path])
        let error = #expect(throws: CalqueError.self) { try SafetensorsCollection(index: index) }
        #expect(error?.message.contains("\"\(path)\", which is not beside it") == true)
    }

    @Test(arguments: ["", "{}", "[]", "{\"weight_map\": 1}", String(repeating: "[", count: 99_999)])
    func refusesUnsoundIndices(content: String) throws {
        let index = try folder.write(content.utf8, to: "index.json")
        let error = #expect(throws: CalqueError.self) { try SafetensorsCollection(index: index) }
        #expect(error?.message.contains("is not a sound index") == true)
    }

    @Test func namesAFolderWithoutAModel() throws {
        let error = #expect(throws: CalqueError.self) {
            try SafetensorsCollection(directory: folder.url)
        }
        #expect(error?.message.contains("has neither model.safetensors nor") == true)
    }
}
