internal import CKernels
internal import Basics

extension ParameterStore {
    /// The weights as tensors to be written, each under its name behind `prefix`.
    ///
    /// - Parameters:
    ///   - values: Numbers to write in the weights' place, such as the optimiser's moments.
    ///   - type: What the numbers are rounded to: float32, bfloat16 or float16.
    public func safetensors(
        prefix: String = "", values: ParameterVector? = nil, type: SafetensorsType = .float32
    ) -> [SafetensorsTensor] {
        guard let kernelType = type.kernelType else {
            preconditionFailure("weights cannot be written as \(type.rawValue)")
        }
        precondition(
            values != nil || !isQuantizedOnly, "weights in eight bits written as \(type.rawValue)")
        return entries.map { entry in
            let numbers = values?[entry.parameter] ?? entry.parameter.values
            return SafetensorsTensor(
                name: prefix + entry.name, type: type, shape: entry.parameter.shape
            ) { output in
                try withExtendedLifetime((self, values)) {
                    try numbers.write(as: kernelType, to: output)
                }
            }
        }
    }

    /// What a file may have in other ways than this store's names say.
    public struct LoadingRules: Sendable {
        /// Other names of a parameter, in the order in which they are tried.
        public var aliases: [String: [String]] = [:]
        /// Parameters that may be missing: they keep their values.
        public var optional: Set<String> = []
        /// Tensors that are not wanted: no error.
        public var ignored: Set<String> = []

        /// Rules that allow nothing.
        public init() {}
    }

    /// Reads every parameter from its tensor (float32, bfloat16 or float16).
    ///
    /// For int8 products, matrices are kept in eight bits: rounded, or where the file has them so
    /// already, read where they lie in it.
    ///
    /// - Parameters:
    ///   - prefix: What stands before the names in the file; tensors with other beginnings are not
    ///     looked at.
    ///   - precision: The products that will read the weights.
    ///   - values: Where the numbers go instead of the weights.
    /// - Throws: `CalqueError` that lists every missing, unknown and mis-shaped tensor at once;
    ///   nothing is changed then.
    public func load(
        from file: SafetensorsCollection, path: String, prefix: String = "",
        rules: LoadingRules = LoadingRules(), for precision: Precision = .float32,
        into values: ParameterVector? = nil
    ) throws {
        guard precision == .int8 || !file.hasQuantizedWeights else {
            throw CalqueError(
                "The weights in \(path) are in eight bits, from which \(precision.rawValue) cannot be "
                    + "restored. Run the model in int8, or use the one that it was made from.")
        }
        var problems = LoadingProblems()
        var sources: [(Entry, String)] = []
        var unknown = Set(file.names.filter { $0.hasPrefix(prefix) }).subtracting(rules.ignored)
        for entry in entries {
            let candidates = [entry.name] + rules.aliases[entry.name, default: []]
            unknown.subtract(
                candidates.map { prefix + $0 }.flatMap { QuantizedTensorNames(codes: $0).all })
            guard
                let name = candidates.map({ prefix + $0 }).first(where: { file.entries[$0] != nil })
            else {
                if !rules.optional.contains(entry.name) { problems.missing.append(entry.name) }
                continue
            }
            problems.check(entry, file, name)
            sources.append((entry, name))
        }
        problems.unknown = unknown.sorted()
        try problems.throwIfAny(path)
        if values == nil { allocateIfNeeded(sparsely: precision == .int8) }
        for (entry, name) in sources {
            let parameter = entry.parameter
            if precision == .int8, entry.isQuantizable {
                isQuantizedOnly = true
                quantize(parameter, as: try QuantizedMatrix(in: file, name, of: parameter))
            } else if let type = file.entries[name]?.type.kernelType {
                let numbers = values?[parameter] ?? parameter.values
                ck_convert(
                    type, try file.bytes(of: name).baseAddress, CK_FLOAT32, numbers.baseAddress,
                    Int64(numbers.count))
            }
        }
    }
}

extension SafetensorsCollection {
    /// Whether there are matrices in eight bits, which only int8 products read.
    public var hasQuantizedWeights: Bool { entries.values.contains { $0.type == .int8 } }
}

/// Everything that keeps a file's tensors from being a model's weights.
private struct LoadingProblems {
    var missing: [String] = []
    var unknown: [String] = []
    private var other: [String] = []

    mutating func check(
        _ parameter: ParameterStore.Entry, _ file: SafetensorsCollection, _ name: String
    ) {
        guard let entry = file.entries[name] else { return }
        let shape = parameter.parameter.shape
        if entry.type == .int8, parameter.isQuantizable {
            checkQuantized(shape, file, name)
            return
        }
        if entry.shape != shape {
            other.append("\(name) has shape \(entry.shape), the configuration says \(shape)")
        }
        if entry.type.kernelType == nil {
            other.append("\(name) has type \(entry.type.rawValue); readable are F32, BF16 and F16")
        }
    }

    /// A matrix in eight bits has three tensors.
    private mutating func checkQuantized(
        _ shape: [Int], _ file: SafetensorsCollection, _ name: String
    ) {
        let names = QuantizedTensorNames(codes: name)
        let expected: [(String, SafetensorsType, [Int])] = [
            (names.codes, .int8, QuantizedMatrix.codeShape(rows: shape[0], columns: shape[1])),
            (names.scales, .float32, [shape[0]]), (names.codeSums, .int32, [shape[0]]),
        ]
        for (name, type, shape) in expected {
            guard let entry = file.entries[name] else {
                missing.append(name)
                continue
            }
            if (entry.type, entry.shape) != (type, shape) {
                other.append(
                    "\(name) is \(entry.type.rawValue) of shape \(entry.shape), "
                        + "the configuration says \(type.rawValue) of \(shape)")
            }
        }
    }

    func throwIfAny(_ path: String) throws {
        var lines = other.isEmpty ? [] : [brief(other, separator: "; ")]
        if !missing.isEmpty { lines.append("missing: " + brief(missing)) }
        if !unknown.isEmpty { lines.append("not part of the model: " + brief(unknown)) }
        guard !lines.isEmpty else { return }
        throw CalqueError(
            """
            The weights in \(path) do not fit the model that its config.json describes: \
            \(lines.joined(separator: "; ")). Check that both files come from the same model.
            """)
    }

    /// All items, or as many as somebody reads.
    private func brief(_ items: [String], separator: String = ", ") -> String {
        let limit = 50
        let rest = items.count > limit ? ["and \(items.count - limit) more"] : []
        return (items.prefix(limit) + rest).joined(separator: separator)
    }
}

extension UnsafeMutableBufferPointer<Float> {
    /// Writes the numbers, rounded, in pieces of bounded size.
    fileprivate func write(as type: ck_type, to output: FileOutput) throws {
        guard type != CK_FLOAT32 else { return try output.write(UnsafeRawBufferPointer(self)) }
        var rounded = [UInt16](repeating: 0, count: Swift.min(count, 1 << 16))
        for start in stride(from: 0, to: count, by: Swift.max(1, rounded.count)) {
            let part = UnsafeBufferPointer(rebasing: self[start...].prefix(rounded.count))
            try rounded.withUnsafeMutableBytes { bytes in
                ck_convert(
                    CK_FLOAT32, part.baseAddress, type, bytes.baseAddress, Int64(part.count))
                try output.write(UnsafeRawBufferPointer(rebasing: bytes[..<(2 * part.count)]))
            }
        }
    }
}

extension SafetensorsType {
    var kernelType: ck_type? {
        switch self {
        case .float32: CK_FLOAT32
        case .bfloat16: CK_BFLOAT16
        case .float16: CK_FLOAT16
        default: nil
        }
    }
}
