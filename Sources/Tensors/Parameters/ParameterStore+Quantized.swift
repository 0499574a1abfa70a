internal import Basics

/// How a matrix in eight bits lies in a file: its codes under the matrix's name, and beside them
/// the scale of every output and the sum of its codes; and where there is one, the multiplier of its
/// inputs.
struct QuantizedTensorNames {
    let codes: String
    var scales: String { codes + ".scales" }
    var codeSums: String { codes + ".code_sums" }
    var inputMultiplier: String { codes + ".input_multiplier" }
    var all: [String] { [codes, scales, codeSums, inputMultiplier] }
}

extension ParameterStore {
    /// The weights as tensors to be written: matrices in eight bits, with the multipliers of their inputs
    /// where there are such, vectors in float32.
    ///
    /// - Throws: `CalqueError` that names a matrix that is too wide for int8 products.
    public func quantizedSafetensors() throws -> [SafetensorsTensor] {
        try requireExactProducts("the model")
        return entries.flatMap { entry -> [SafetensorsTensor] in
            guard entry.isQuantizable else { return [entry.safetensor()] }
            let matrices =
                isQuantizedOnly
                ? entry.parameter.quantizedParts : [QuantizedMatrix(rounding: entry.parameter)]
            return matrices.flatMap { $0.safetensors(named: entry.name) }
                + inputMultiplierTensors(of: entry.name)
        }
    }

    private func inputMultiplierTensors(of matrix: String) -> [SafetensorsTensor] {
        guard let multiplier = inputMultipliers[matrix] else { return [] }
        let name = QuantizedTensorNames(codes: matrix).inputMultiplier
        return [
            SafetensorsTensor(name: name, type: .float32, shape: [1]) { output in
                try withUnsafeBytes(of: multiplier) { try output.write($0) }
            }
        ]
    }

    /// Throws unless int8 products with all matrices are exact.
    ///
    /// - Parameter name: What errors call the model.
    package func requireExactProducts(_ name: String) throws {
        let limit = QuantizedMatrix.maximumColumns
        for entry in entries where entry.isQuantizable && entry.parameter.columns > limit {
            throw CalqueError(
                "The matrix \(entry.name) of \(name) has \(entry.parameter.columns) inputs, and "
                    + "int8 products take up to \(limit). Use float32 or bfloat16.",
                kind: .configuration)
        }
    }
}

/// Weights that come from other files than safetensors.
extension ParameterStore {
    /// Makes the memory for weights that products of `precision` will read.
    package func allocate(for precision: Precision) {
        allocateIfNeeded(sparsely: precision == .int8)
    }

    /// Keeps a matrix in eight bits alone: codes as other programs have them, row by row, with one
    /// scale for all. Rows after the given ones are zeros.
    package func keep(
        _ matrix: Parameter, codes: UnsafeBufferPointer<Int8>, scale: Float
    ) {
        isQuantizedOnly = true
        quantize(
            matrix,
            as: QuantizedMatrix(
                packing: codes, scale: scale, rows: matrix.rows, columns: matrix.columns))
    }

    /// Keeps a matrix in eight bits alone, rounded.
    ///
    /// - Parameter numbers: All of its numbers, row by row.
    package func keep(_ matrix: Parameter, rounding numbers: [Float]) {
        precondition(
            numbers.count == matrix.count, "\(numbers.count) numbers of \(matrix.shape)")
        isQuantizedOnly = true
        quantize(
            matrix,
            as: QuantizedMatrix(rounding: numbers, rows: matrix.rows, columns: matrix.columns))
    }
}

extension Parameter {
    /// The codes of a matrix that is kept in eight bits alone, row by row, where all of it has one scale;
    /// nil for any other.
    package var codesOfOneScale: (codes: [Int8], scale: Float)? {
        guard store.hasOnlyQuantized(self) else { return nil }
        let parts = quantizedParts
        guard let scale = parts.first?.scales.first, scale > 0,
            parts.allSatisfy({ $0.scales.allSatisfy { $0 == scale } })
        else { return nil }
        // A code times its scale is off by a rounding of float32 at most.
        return (array().map { Int8(($0 / scale).rounded()) }, scale)
    }
}

extension QuantizedMatrix {
    /// The matrix as tensors to be written.
    func safetensors(named name: String) -> [SafetensorsTensor] {
        let names = QuantizedTensorNames(codes: name)
        return [
            SafetensorsTensor(
                name: names.codes, type: .int8, shape: Self.codeShape(rows: rows, columns: columns),
                alignment: Allocator.alignment
            ) { try $0.write(codes) },
            SafetensorsTensor(name: names.scales, type: .float32, shape: [rows]) {
                try $0.write(UnsafeRawBufferPointer(scales))
            },
            SafetensorsTensor(name: names.codeSums, type: .int32, shape: [rows]) {
                try $0.write(UnsafeRawBufferPointer(codeSums))
            },
        ]
    }

    /// The matrix of a file for a parameter: read where it lies when it is in eight bits already,
    /// and rounded when its numbers are of a floating-point type.
    init(in file: SafetensorsCollection, _ name: String, of parameter: Parameter) throws {
        if file.entries[name]?.type == .int8 {
            try self.init(mapping: file, name, parameter)
        } else {
            try self.init(rounding: file, name, parameter)
        }
    }

    private init(
        mapping file: SafetensorsCollection, _ name: String, _ parameter: Parameter
    ) throws {
        let names = QuantizedTensorNames(codes: name)
        let codes = try file.bytes(of: name)
        let (scales, codeSums) = (
            try file.bytes(of: names.scales), try file.bytes(of: names.codeSums)
        )
        guard
            Int(bitPattern: codes.baseAddress) % Allocator.alignment == 0,
            [scales, codeSums].allSatisfy({ Int(bitPattern: $0.baseAddress) % 4 == 0 })
        else {
            throw CalqueError(
                "The tensor \(name) or its scales do not lie at a multiple of "
                    + "\(Allocator.alignment) bytes, or 4, in their file.", remedy: .quantizeAgain,
                kind: .model)
        }
        self.init(
            rows: parameter.rows, columns: parameter.columns, codes: codes,
            scales: scales.assumingMemoryBound(to: Float.self),
            codeSums: codeSums.assumingMemoryBound(to: Int32.self),
            owner: file)
    }

    private init(
        rounding file: SafetensorsCollection, _ name: String, _ parameter: Parameter
    ) throws {
        let count = parameter.count
        let values = try [Float](unsafeUninitializedCapacity: count) { values, initialized in
            try file.readFloats(name, into: values)
            initialized = count
        }
        self.init(rounding: values, rows: parameter.rows, columns: parameter.columns)
    }
}
