import Basics
import Conversion
import Foundation
import TestSupport
import Testing

struct MarianBinaryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A file, part by part: a matrix in eight bits [2, 3], a vector [1, 2], and a text.
    private struct Content {
        var version: UInt64 = 1
        var count: UInt64 = 3
        /// The length of the name, the type, the number of sizes, the number of bytes.
        var headers: [[UInt64]] = [
            [5, 0x4101, 2, 256], [2, 0x404, 2, 256], [18, 0x101, 1, 5],
        ]
        var names: [[UInt8]] = ["l_Wq", "b", "special:model.yml"].map { Array($0.utf8) + [0] }
        var shapes: [[Int32]] = [[2, 3], [1, 2], [5]]
        var filling: UInt64 = 91
        var parts: [[UInt8]] = [
            [1, 2, 3, 4, 5, 0xFF, 0, 0, 0x20, 0x41], [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0],
            Array("a: b\0".utf8),
        ]
        var more: [UInt8] = []

        private func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }

        var bytes: [UInt8] {
            var all = bytes(version) + bytes(count)
            all += headers.joined().flatMap { bytes($0) } + names.joined()
            all += shapes.joined().flatMap { bytes($0) } + bytes(filling)
            all += Array(repeating: 0, count: 91)
            for (index, part) in parts.enumerated() {
                all += part
                if index < 2 { all += Array(repeating: 0, count: 256 - part.count) }
            }
            return all + more
        }
    }

    private func read(_ bytes: [UInt8]) throws -> MarianBinary {
        try MarianBinary(url: folder.write(bytes, to: "model.bin"))
    }

    @Test func aFileIsReadByteByByte() throws {
        let model = try read(Content().bytes)
        #expect(model.tensors.map(\.name) == ["l_Wq", "b", "special:model.yml"])
        let matrix = try model.tensor("l_Wq")
        #expect(matrix.shape == [2, 3] && matrix.type == .intgemm8 && matrix.multiplier == 10)
        matrix.withCodes { codes, outputs, inputs in
            #expect(Array(codes) == [1, 2, 3, 4, 5, -1])
            #expect(outputs == 3 && inputs == 2)
        }
        expect(matrix.floats(), [0.1, 0.3, 0.5, 0.2, 0.4, -0.1], relative: 1e-6, "weights")
        expect(
            matrix.floats(transposed: true), [0.1, 0.2, 0.3, 0.4, 0.5, -0.1], relative: 1e-6,
            "rows of outputs")
        #expect(try model.tensor("b").floats() == [1, -2])
        #expect(model["b"]?.multiplier == nil && model["c"] == nil)
        #expect(try message { _ = try model.tensor("c") }.contains("no tensor \"c\""))
        #expect(model["special:model.yml"]?.characters == Array("a: b\0".utf8))
    }

    @Test func aFileIsWrittenByteByByte() throws {
        let url = folder.file("written.bin")
        let tensors = [
            MarianTensor(
                name: "l_Wq", codes: [1, 2, 3, 4, 5, -1], outputs: 3, inputs: 2, multiplier: 10),
            MarianTensor(name: "b", shape: [1, 2], floats: [1, -2]),
            MarianTensor(name: "special:model.yml", text: "a: b"),
        ]
        try MarianBinary(tensors).write(to: url)
        #expect(try Array(Data(contentsOf: url)) == Content().bytes)
    }

    @Test(arguments: [true, false])
    func aStudentComesBackByteByByte(isQuantized: Bool) throws {
        let student = try StudentFixture(in: folder, isQuantized: isQuantized)
        let url = folder.file(StudentFixture.weights)
        let model = try MarianBinary(url: url)
        try model.write(to: folder.file("copy.bin"))
        #expect(try Data(contentsOf: folder.file("copy.bin")) == Data(contentsOf: url))
        #expect(model["encoder_l1_ffn_W1"]?.shape == [16, 24])
        #expect(model["Wemb"]?.shape == [student.sizes.pieces, 16])
    }

    @Test(arguments: [("l_W1", [4, 3]), ("Wemb", [3, 4])])
    func roundingIsMarians(name: String, shape: [Int]) throws {
        let weights: [Float] = [0.5, -2, 0.25, 1, 0, 0.0079, 1.5, -1.5, 0.75, -0.3, 0.1, 2]
        let tensor = MarianTensor(name: name, rounding: weights, outputs: 3, inputs: 4)
        #expect(tensor.shape == shape && tensor.multiplier == 63.5)
        tensor.withCodes { codes, outputs, inputs in
            #expect(outputs == 3 && inputs == 4)
            // 31.75, −127, 15.875, 63.5 (to the even neighbour), …
            #expect(Array(codes) == [32, -127, 16, 64, 0, 1, 95, -95, 48, -19, 6, 127])
        }
        let rows = tensor.floats(transposed: name == "l_W1")
        expect(rows, weights, absolute: 0.5 / 63.5 + 1e-6, "rows of outputs")
        let zero = MarianTensor(name: name, rounding: [0, 0], outputs: 1, inputs: 2)
        #expect(zero.floats() == [0, 0])
    }

    @Test func otherTypesAreRead() throws {
        var content = Content()
        content.headers[1][1] = 0x402
        // 1, −2, the smallest number, and infinity.
        content.shapes[1] = [2, 2]
        content.parts[1] = [0, 0x3C, 0, 0xC0, 1, 0, 0, 0x7C]
        let halves = try read(content.bytes).tensor("b").floats()
        #expect(halves == [1, -2, 0x1p-24, .infinity])
        content = Content()
        content.headers[0][1] = 0x1_0001
        #expect(
            try read(content.bytes).tensor("l_Wq").floats()
                == read(Content().bytes).tensors[0].floats())
        for code in [0x4102, 0x1_0002] as [UInt64] {
            content.headers[0][1] = code
            content.parts[0] = [0, 4, 0, 8, 0, 12, 0, 0, 0, 0xFC, 1, 0, 0, 0, 0x80, 0x44]
            expect(
                try read(content.bytes).tensor("l_Wq").floats(),
                [1, 3, -1, 2, 0, 0x1p-10], relative: 1e-6, "sixteen bits")
        }
    }

    @Test func theOutputLayersMultiplierIsCalledNone() throws {
        _ = try StudentFixture(in: folder)
        let model = try MarianBinary(url: folder.file(StudentFixture.weights))
        #expect(try model.inputMultiplier(of: "Wemb") == 8.5)
        let own = try #require(try model.inputMultiplier(of: "decoder_l1_rnn_W"))
        #expect(own >= 12 && own == model["decoder_l1_rnn_W_QuantMultA"]?.floats().first)
        #expect(try model.inputMultiplier(of: "decoder_l1_rnn_bf") == nil)
        let others = MarianBinary(model.tensors.filter { $0.name != "none_QuantMultA" })
        expect(
            [try #require(try others.inputMultiplier(of: "Wemb"))], [8.5], relative: 1e-6, "rounded"
        )
        let wrong = MarianBinary([MarianTensor(name: "a_QuantMultA", shape: [1, 1], floats: [-1])])
        #expect(try message { _ = try wrong.inputMultiplier(of: "a") }.contains("a_QuantMultA"))
    }
}

// MARK: Damage

extension MarianBinaryTests {
    private typealias Change = @Sendable (inout Content) -> Void

    private static let damage: [(String, Change, String)] = [
        ("another version", { $0.version = 2 }, "begins with 0x2 instead of the version 1"),
        ("too many tensors", { $0.count = 65_537 }, "claims 65537 tensors"),
        ("countless tensors", { $0.count = .max }, "claims 18446744073709551615 tensors"),
        ("more tensors", { $0.count = 24 }, "claims 24 tensors"),
        ("no name", { $0.headers[0][0] = 1 }, "the name of tensor 1 has 1 bytes"),
        ("a long name", { $0.headers[1][0] = 1025 }, "the name of tensor 2 has 1025 bytes"),
        ("a countless name", { $0.headers[1][0] = .max }, "the name of tensor 2 has"),
        ("no NUL", { $0.names[0] = Array("l_Wqx".utf8) }, "a NUL at its end"),
        ("a NUL inside", { $0.names[0] = Array("l\0Wq\0".utf8) }, "a NUL at its end"),
        ("no UTF-8", { $0.names[0][1] = 0xFF }, "is not text in UTF-8"),
        ("an unknown type", { $0.headers[0][1] = 0x1801 }, "\"l_Wq\": its type is 0x1801"),
        ("no type", { $0.headers[1][1] = 0 }, "its type is 0x0, and readable are int8"),
        ("many sizes", { $0.headers[0][2] = 9 }, "it has 9 sizes, more than the 8 allowed"),
        ("countless sizes", { $0.headers[0][2] = .max }, "more than the 8 allowed"),
        ("no size", { $0.shapes[0] = [2, 0] }, "\"l_Wq\": its shape [2, 0]"),
        ("a size below zero", { $0.shapes[1] = [-1, -2] }, "\"b\": its shape [-1, -2]"),
        ("another shape", { $0.shapes[1] = [1, 65] }, "takes 260 bytes, and 255 more at most"),
        (
            "a small shape",
            {
                $0.shapes[0] = [1, 1]; $0.headers[0][3] = 261
            }, "but it has 261"
        ),
        ("a filling past the end", { $0.filling = 1 << 63 }, "bytes of its filling are to follow"),
        (
            "a tensor past the end", { $0.headers[2][3] = 6 },
            "6 bytes of its numbers are to follow, and only 5 do"
        ),
        ("a countless tensor", { $0.headers[1][3] = .max }, "bytes of its numbers are to follow"),
        ("bytes at the end", { $0.more = [0, 0] }, "2 bytes follow its last tensor"),
        ("no multiplier", { $0.parts[0][6...9] = [0, 0, 0, 0] }, "its multiplier is 0.0"),
        ("an infinite multiplier", { $0.parts[0][8...9] = [0x80, 0x7F] }, "multiplier is inf"),
        (
            "a name twice",
            {
                $0.headers[1][0] = 5
                $0.names[1] = $0.names[0]
            }, "has the tensor \"l_Wq\" twice"
        ),
        (
            "countless numbers",
            {
                $0.headers[0][2] = 3
                $0.shapes[0] = [.max, .max, .max]
            }, "more numbers than can be counted"
        ),
    ]

    @Test(arguments: damage.indices)
    func damageIsTold(index: Int) throws {
        let (what, change, says) = Self.damage[index]
        var content = Content()
        change(&content)
        let text = try message { _ = try read(content.bytes) }
        #expect(text.contains(says) && text.contains("model.bin"), "\(what): \(text)")
        #expect(text.count < 1000)
    }

    @Test func everyTruncationIsRefused() throws {
        let bytes = Content().bytes
        for count in bytes.indices {
            #expect(throws: CalqueError.self) { try read(Array(bytes.prefix(count))) }
        }
    }

    @Test func compressedFilesAreTold() throws {
        #expect(try message { _ = try read([0x28, 0xB5, 0x2F, 0xFD, 0]) }.contains("unzstd"))
    }

    /// Whatever happens to the bytes, most often to those that say what the others are.
    @Test func noDamageCrashesIt() throws {
        _ = try StudentFixture(in: folder)
        let sound = try Array(Data(contentsOf: folder.file(StudentFixture.weights)))
        var random = RandomSource(seed: 14)
        for _ in 0..<500 {
            do {
                let model = try read(Self.damaged(sound, &random))
                for tensor in model.tensors { _ = tensor.floats() }
                _ = try model.inputMultiplier(of: "Wemb")
                _ = try model.options().architecture()
            } catch {
                #expect(error is CalqueError, "\(error)")
            }
        }
    }

    private static func damaged(_ sound: [UInt8], _ random: inout RandomSource) -> [UInt8] {
        var bytes = sound
        let headerSize = 6000
        for _ in 0...random.next(below: 3) {
            let isHeader = random.next(below: 4) > 0
            let place = random.next(below: isHeader ? min(headerSize, bytes.count) : bytes.count)
            switch random.next(below: 5) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes[place] ^= 1 << UInt8(random.next(below: 8))
            case 2:
                // A number of eight bytes of any size.
                let number = random.next() >> UInt64(random.next(below: 64))
                for index in 0..<8 where place & ~7 + index < bytes.count {
                    bytes[place & ~7 + index] = UInt8(
                        truncatingIfNeeded: number >> UInt64(8 * index))
                }
            case 3:
                bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(below: 9)))
            default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            }
        }
        return random.next(below: 8) == 0
            ? Array(bytes.prefix(random.next(below: bytes.count))) : bytes
    }
}
