import Basics
package import Foundation

/// A model in Marian's binary format, `.bin`: tensors by name, mapped into memory.
///
/// All numbers are little-endian. The file begins with a version and the number of tensors, 8 bytes
/// each; then, for every tensor, the length of its name, its type, the number of its sizes and the
/// number of its bytes, 8 bytes each; then all names, each with a NUL at its end; all sizes, 4
/// bytes each; the length of a filling in 8 bytes, and the filling; and the bytes of the tensors,
/// in which numbers are followed by what fills up the last 256.
package struct MarianBinary: Sendable {
    /// The tensors in the file's order. Marian has them by the bytes of their names, and the
    /// options last.
    package let tensors: [MarianTensor]
    /// The file's path, or what stands for it in errors.
    package let path: String

    private let places: [String: Int]

    private static let version: UInt64 = 1

    /// The most tensors: a large model has a few hundred.
    private static let tensorLimit = 1 << 16
    /// The most bytes of a name, and the most sizes of a tensor.
    private static let (nameLimit, sizeLimit) = (1 << 10, 8)

    /// Where the bytes of the tensors begin: at the first multiple of this after a place that
    /// follows at least one byte of filling.
    private static let alignment = 256

    /// Opens a file and checks all that it says of itself.
    ///
    /// - Throws: `CalqueError` when the file cannot be read, or when it is not whole: a count or a
    ///   length that it does not have the bytes for, a name twice, an unknown type, a shape that
    ///   does not match a tensor's bytes, bytes that belong to no tensor.
    package init(url: URL) throws {
        let file = try MappedFile(url: url)
        path = file.path
        do {
            tensors = try Self.tensors(of: file)
            places = Self.places(of: tensors)
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(path) is not a sound model of Marian's: \(problem.text). Fetch the file again, "
                    + "or write it anew with marian-conv.", kind: .model)
        }
    }

    /// The model of tensors, of which no two have the same name.
    package init(_ tensors: [MarianTensor]) {
        self.tensors = tensors
        path = "The model"
        places = Self.places(of: tensors)
        precondition(places.count == tensors.count, "MarianBinary: a name is there twice")
    }

    private static func places(of tensors: [MarianTensor]) -> [String: Int] {
        Dictionary(tensors.indices.map { (tensors[$0].name, $0) }) { first, _ in first }
    }

    /// The tensor with a name, or nil if there is none.
    package subscript(name: String) -> MarianTensor? { places[name].map { tensors[$0] } }

    /// The tensor with a name.
    ///
    /// - Throws: `CalqueError` when there is none.
    package func tensor(_ name: String) throws -> MarianTensor {
        guard let tensor = self[name] else {
            throw CalqueError(
                "\(path) has no tensor \(FileProblem.quoted(name)). Check that the file is whole, "
                    + "and of a model that Calque reads.", kind: .model)
        }
        return tensor
    }
}

// MARK: Options

extension MarianBinary {
    /// What Marian says of the model.
    ///
    /// - Throws: `CalqueError` when it does not, or in another form than YAML.
    package func options() throws -> MarianOptions {
        let tensor = try tensor(MarianOptions.arrayName)
        guard tensor.type == .int8 else {
            throw CalqueError(
                "\(path): the options that Marian saved in it are \(tensor.type.name) and not "
                    + "characters. Fetch the file again.", kind: .model)
        }
        return try MarianOptions(tensor.characters, path: path)
    }
}

// MARK: Reading

extension MarianBinary {
    /// What the file says of a tensor before its name.
    private struct Header {
        let nameLength: UInt64
        let type: UInt64
        let sizeCount: UInt64
        let byteCount: UInt64
    }

    private static func tensors(of file: MappedFile) throws -> [MarianTensor] {
        var reader = LittleEndianReader(file.bytes)
        let headers = try headers(&reader, file.bytes)
        var names: [String] = []
        var known: Set<String> = []
        for (number, header) in headers.enumerated() {
            let name = try name(header, number: number, &reader, file.bytes)
            guard known.insert(name).inserted else {
                throw FileProblem("it has the tensor \(FileProblem.quoted(name)) twice")
            }
            names.append(name)
        }
        let shapes = try zip(headers, names).map { header, name in
            try naming(name) { try shape(header, &reader) }
        }
        let filling = try reader.number(UInt64.self, of: "filling")
        _ = try reader.take(filling, of: "filling")
        let tensors = try headers.indices.map { index in
            try naming(names[index]) {
                let part = try reader.take(headers[index].byteCount, of: "numbers")
                return try MarianTensor(
                    name: names[index], type: type(headers[index]), shape: shapes[index],
                    in: file, part)
            }
        }
        guard reader.rest == 0 else {
            throw FileProblem("\(reader.rest) bytes follow its last tensor")
        }
        return tensors
    }

    private static func headers(
        _ reader: inout LittleEndianReader, _ bytes: UnsafeRawBufferPointer
    ) throws -> [Header] {
        if let compression = Compression(bytes) {
            throw FileProblem("it is compressed; unpack it with \(compression.program) first")
        }
        let version = try reader.number(UInt64.self, of: "header")
        guard version == Self.version else {
            throw FileProblem(
                "it begins with \(MarianType.text(version)) instead of the version \(Self.version)")
        }
        let count = try reader.number(UInt64.self, of: "header")
        let headerSize = 4 * MemoryLayout<UInt64>.size
        guard count <= tensorLimit, Int(count) * headerSize <= reader.rest else {
            throw FileProblem(
                "it claims \(count) tensors, more than the \(tensorLimit) allowed or than its "
                    + "\(bytes.count) bytes can hold")
        }
        return try (0..<count).map { _ in
            func number() throws -> UInt64 { try reader.number(of: "header") }
            return Header(
                nameLength: try number(), type: try number(), sizeCount: try number(),
                byteCount: try number())
        }
    }

    private static func name(
        _ header: Header, number: Int, _ reader: inout LittleEndianReader,
        _ bytes: UnsafeRawBufferPointer
    ) throws -> String {
        guard (2...UInt64(nameLimit)).contains(header.nameLength) else {
            throw FileProblem(
                "the name of tensor \(number + 1) has \(header.nameLength) bytes instead of 2 to "
                    + "\(nameLimit)")
        }
        let name = bytes[try reader.take(header.nameLength, of: "names")]
        guard name.last == 0, !name.dropLast().contains(0),
            let text = String(validating: name.dropLast(), as: UTF8.self)
        else {
            throw FileProblem(
                "the name of tensor \(number + 1) is not text in UTF-8 with a NUL at its end")
        }
        return text
    }

    private static func shape(
        _ header: Header, _ reader: inout LittleEndianReader
    ) throws -> [Int] {
        guard header.sizeCount <= sizeLimit else {
            throw FileProblem(
                "it has \(header.sizeCount) sizes, more than the \(sizeLimit) allowed")
        }
        let shape = try (0..<header.sizeCount).map { _ in
            Int(try reader.number(Int32.self, of: "shape"))
        }
        guard shape.allSatisfy({ $0 > 0 }) else {
            throw FileProblem("its shape \(shape) has a size that is not above zero")
        }
        return shape
    }

    private static func type(_ header: Header) throws -> MarianType {
        guard let type = MarianType(rawValue: header.type) else {
            throw FileProblem(
                "its type is \(MarianType.text(header.type)), and readable are int8, float16, "
                    + "float32, intgemm8 and intgemm16. A matrix that is packed for one kind of "
                    + "processor is to be converted anew from model.npz, to intgemm8")
        }
        return type
    }

    private static func naming<Result>(_ name: String, _ body: () throws -> Result) throws -> Result
    {
        do {
            return try body()
        } catch let problem as FileProblem {
            throw FileProblem("tensor \(FileProblem.quoted(name)): \(problem.text)")
        }
    }
}

// MARK: Writing

extension MarianBinary {
    /// Writes the model, byte for byte as Marian writes its tensors in this order.
    ///
    /// - Throws: `CalqueError` when the file cannot be written.
    package func write(to url: URL) throws {
        try AtomicFile.write(to: url) { output in
            try output.write(littleEndian: Self.version)
            try output.write(littleEndian: UInt64(tensors.count))
            for tensor in tensors {
                let sizes = [
                    tensor.name.utf8.count + 1, Int(tensor.type.rawValue), tensor.shape.count,
                    tensor.withContent(\.count),
                ]
                for size in sizes { try output.write(littleEndian: UInt64(size)) }
            }
            for tensor in tensors { try output.write(tensor.name + "\0") }
            for size in tensors.flatMap(\.shape) { try output.write(littleEndian: Int32(size)) }
            let end = output.count + MemoryLayout<UInt64>.size
            let filling = (end / Self.alignment + 1) * Self.alignment - end
            try output.write(littleEndian: UInt64(filling))
            try output.write(Data(count: filling))
            for tensor in tensors { try tensor.withContent { try output.write($0) } }
        }
    }
}

// MARK: Multipliers of inputs

extension MarianBinary {
    /// The multiplier with which the input of a product is rounded to eight bits; nil where the
    /// file has none. It was measured when the model was written, and stands under the matrix's
    /// name.
    ///
    /// Where the output layer is a table, Marian calls its multiplier `none`, and keeps the table's
    /// own only for products without a shortlist. The latter is itself rounded to eight bits, for
    /// its name is like a table's.
    ///
    /// - Throws: `CalqueError` when it is no number above zero.
    package func inputMultiplier(of matrix: String) throws -> Float? {
        let isTable = self[matrix]?.isTable == true
        let names = (isTable ? ["none", matrix] : [matrix]).map { $0 + Self.inputMultiplierEnding }
        guard let tensor = names.lazy.compactMap({ self[$0] }).first else { return nil }
        guard tensor.count == 1, let multiplier = tensor.floats().first, multiplier.isFinite,
            multiplier > 0
        else {
            throw CalqueError(
                "\(path), tensor \(FileProblem.quoted(tensor.name)): \(tensor.type.name) "
                    + "\(tensor.shape) is not one number above zero, with which inputs could be "
                    + "rounded. Fetch the file again.", kind: .model)
        }
        return multiplier
    }

    /// What the name of a matrix ends in where its input's multiplier is meant.
    package static let inputMultiplierEnding = "_QuantMultA"
}
