import CKernels

/// A matrix in eight bits and what its codes stand for.
struct Int8Matrix {
    let outputs: Int
    let inputs: Int
    let codes: UnsafeMutablePointer<Int8>
    let scales: KernelArray
    let codeSums: UnsafeMutablePointer<Int32>

    /// Memory that nothing is in.
    private init(outputs: Int, inputs: Int) {
        self.outputs = outputs
        self.inputs = inputs
        let count = Int(ck_int8_code_count(Int64(outputs), Int64(inputs)))
        codes = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
            .bindMemory(to: Int8.self, capacity: count)
        codes.initialize(repeating: 99, count: count)
        scales = KernelArray(.float32, count: outputs)
        codeSums = .allocate(capacity: outputs)
    }

    /// Codes that lie row by row, fewer rows than outputs perhaps.
    init(packing rows: [Int8], outputs: Int, inputs: Int) {
        self.init(outputs: outputs, inputs: inputs)
        ck_int8_pack_matrix(
            rows, Int64(rows.count / inputs), Int64(outputs), Int64(inputs), codes, codeSums)
    }

    /// Some outputs of another matrix.
    init(_ ids: [Int32], of matrix: Int8Matrix) {
        self.init(outputs: ids.count, inputs: matrix.inputs)
        var kernel = matrix.kernel
        ck_int8_gather_outputs(
            &kernel, ids, Int64(ids.count), codes, scales.floats, codeSums)
    }

    init(_ weights: [Float], outputs: Int, inputs: Int) {
        self.init(outputs: outputs, inputs: inputs)
        ck_int8_quantize_matrix(
            weights, Int64(outputs), Int64(inputs), codes, scales.floats, codeSums)
    }

    var kernel: ck_int8_matrix {
        ck_int8_matrix(
            codes: codes, scales: scales.floats, code_sums: codeSums,
            outputs: Int64(outputs), inputs: Int64(inputs))
    }

    /// Panels of 64 outputs; in a panel, for every four inputs, four codes of each output.
    func code(_ output: Int, _ input: Int) -> Int {
        let groups = (inputs + 3) / 4
        let group = output / 64 * groups + input / 4
        return Int(codes[(group * 64 + output % 64) * 4 + input % 4])
    }

    /// What fills up the last panel, and the last group of each output.
    var padding: [Int] {
        let (rows, columns) = ((outputs + 63) / 64 * 64, (inputs + 3) / 4 * 4)
        return (0..<rows).flatMap { output in
            (output < outputs ? inputs..<columns : 0..<columns).map { code(output, $0) }
        }
    }
}

/// Rows in eight bits.
struct Int8Rows {
    let count: Int
    let columns: Int
    let codes: UnsafeMutablePointer<UInt8>
    let scales: KernelArray
    let zeros: UnsafeMutablePointer<Int32>

    init(_ values: [Float], count: Int, columns: Int, by multiplier: Float? = nil) {
        self.count = count
        self.columns = columns
        codes = .allocate(capacity: max(count * Self.padded(columns), 1))
        scales = KernelArray(.float32, count: count)
        zeros = .allocate(capacity: max(count, 1))
        var kernel = self.kernel
        if let multiplier {
            ck_int8_quantize_rows_by(values, multiplier, &kernel)
        } else {
            ck_int8_quantize_rows(values, &kernel)
        }
    }

    static func padded(_ columns: Int) -> Int { (columns + 3) / 4 * 4 }

    var kernel: ck_int8_rows {
        ck_int8_rows(
            codes: codes, scales: scales.floats, zeros: zeros, rows: Int64(count),
            columns: Int64(columns))
    }

    func difference(_ row: Int, _ column: Int) -> Int {
        Int(codes[row * Self.padded(columns) + column]) - Int(zeros[row])
    }
}
