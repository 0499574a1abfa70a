internal import Basics
internal import CKernels

/// How a matrix in eight bits lies in a file: its codes under the matrix's name, and beside them the
/// scale of every output and the sum of its codes.
struct QuantizedTensorNames {
    let codes: String
    var scales: String { codes + ".scales" }
    var codeSums: String { codes + ".code_sums" }
    var all: [String] { [codes, scales, codeSums] }
}

extension ParameterStore {
    /// The weights as tensors to be written: matrices in eight bits, vectors in float32.
    public func quantizedSafetensors() -> [SafetensorsTensor] {
        entries.flatMap { entry -> [SafetensorsTensor] in
            let parameter = entry.parameter
            guard entry.isQuantizable else {
                return [
                    SafetensorsTensor(name: entry.name, type: .float32, shape: parameter.shape) {
                        try $0.write(UnsafeRawBufferPointer(parameter.values))
                    }
                ]
            }
            if isQuantizedOnly {
                return parameter.quantizedParts.flatMap { $0.safetensors(named: entry.name) }
            }
            let matrix = QuantizedMatrix(rounding: parameter)
            return matrix.safetensors(named: entry.name)
        }
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
        if let type = file.entries[name]?.type.kernelType {
            try self.init(rounding: file, name, type, parameter)
        } else {
            try self.init(mapping: file, name, parameter)
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
                    + "\(Allocator.alignment) bytes, or 4, in their file. Make the model again with "
                    + "`calque convert --type int8`.")
        }
        self.init(
            rows: parameter.rows, columns: parameter.columns, codes: codes,
            scales: scales.assumingMemoryBound(to: Float.self),
            codeSums: codeSums.assumingMemoryBound(to: Int32.self),
            owner: file)
    }

    private init(
        rounding file: SafetensorsCollection, _ name: String, _ type: ck_type,
        _ parameter: Parameter
    ) throws {
        let bytes = try file.bytes(of: name)
        let values = [Float](unsafeUninitializedCapacity: parameter.count) { values, initialized in
            ck_convert(
                type, bytes.baseAddress, CK_FLOAT32, values.baseAddress, Int64(parameter.count))
            initialized = parameter.count
        }
        self.init(rounding: values, rows: parameter.rows, columns: parameter.columns)
    }
}
