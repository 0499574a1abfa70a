import Basics
import Conversion
import Testing

struct NumPyArrayTests {
    /// The content of a `.npy` file.
    private func file(
        _ header: String, _ numbers: [UInt8], version: UInt8 = 1
    ) -> [UInt8] {
        let length = UInt32(header.utf8.count)
        let bytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(length >> (8 * $0) & 0xFF) }
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + bytes + Array(header.utf8) + numbers
    }

    private func header(
        _ type: String = "<f4", _ shape: String = "2, 3", columnMajor: Bool = false
    ) -> String {
        let order = columnMajor ? "True" : "False"
        return "{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(shape)), }   \n"
    }

    private let six = (1...6).flatMap { number in
        withUnsafeBytes(of: Float(number).bitPattern.littleEndian) { Array($0) }
    }

    @Test(arguments: [1, 2, 3] as [UInt8])
    func numbersAreReadRowByRow(version: UInt8) throws {
        let array = try NumPyArray(file(header(), six, version: version))
        #expect(array.shape == [2, 3] && array.type == .float32)
        #expect(array.floats() == [1, 2, 3, 4, 5, 6])
        #expect(array.floats(transposed: true) == [1, 4, 2, 5, 3, 6])
    }

    @Test func numbersByColumnsAreTurned() throws {
        let array = try NumPyArray(file(header(columnMajor: true), six))
        #expect(array.shape == [2, 3])
        #expect(array.floats() == [1, 3, 5, 2, 4, 6])
        #expect(array.floats(transposed: true) == [1, 2, 3, 4, 5, 6])
    }

    @Test(arguments: [("6,", [6]), ("", []), ("0, 4", [0, 4])])
    func shapesOfAnyDimensionAreRead(shape: String, sizes: [Int]) throws {
        let array = try NumPyArray(
            file(header("<f4", shape), Array(six.prefix(4 * sizes.reduce(1, *)))))
        #expect(array.shape == sizes)
        #expect(array.floats().count == sizes.reduce(1, *))
    }

    @Test(arguments: ["|i1", "|u1", "<i1"])
    func charactersAreBytes(type: String) throws {
        let array = try NumPyArray(file(header(type, "3,"), Array("abc".utf8)))
        #expect(Array(array.bytes) == Array("abc".utf8))
    }

    @Test(arguments: [
        ("<f8", "2, 3", "its type is <f8"), (">f4", "2, 3", "its type is >f4"),
        ("<f4", "2, 4", "takes 32 bytes, but 24 are there"),
        ("<f4", "9000000000000000000, 9", "cannot be"),
        ("<f4", "99999999999999999999,", "cannot be"), ("<f4", "-2, 3", "lacks descr"),
    ])
    func unsoundHeadersAreRefused(type: String, shape: String, says: String) {
        let error = #expect(throws: FileProblem.self) {
            try NumPyArray(file(header(type, shape), six))
        }
        #expect(error?.text.contains(says) == true, "\(error?.text ?? "")")
    }

    /// NumPy itself writes 118 bytes.
    @Test(arguments: [1, 2] as [UInt8])
    func aLongHeaderIsRefused(version: UInt8) {
        let long = header() + String(repeating: " ", count: 5000)
        let error = #expect(throws: FileProblem.self) {
            try NumPyArray(file(long, six, version: version))
        }
        #expect(error?.text.contains("more than the 4096") == true)
        let dimensions = header("<f4", String(repeating: "1, ", count: 65))
        #expect(throws: FileProblem.self) { try NumPyArray(file(dimensions, six)) }
    }

    @Test func everyTruncationIsRefused() {
        let whole = file(header(), six)
        for count in whole.indices {
            #expect(throws: FileProblem.self) { try NumPyArray(Array(whole.prefix(count))) }
        }
        #expect(throws: FileProblem.self) { try NumPyArray(file(header(), six, version: 4)) }
    }
}
