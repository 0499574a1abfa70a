internal import Basics
internal import CKernels

extension ParameterStore {
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
    ///   - file: The tensors.
    ///   - path: What errors call the file.
    ///   - prefix: What stands before the names in the file; tensors with other beginnings are not
    ///     looked at.
    ///   - rules: What the file may have in other ways than this store's names say.
    ///   - precision: The products that will read the weights.
    ///   - values: Where the numbers go instead of the weights; not for int8.
    /// - Throws: `CalqueError` that lists every missing, unknown and mis-shaped tensor at once, or
    ///   names a matrix that is too wide for int8 products, nothing being changed then; or when
    ///   the file cannot be read.
    public func load(
        from file: SafetensorsCollection, path: String, prefix: String = "",
        rules: LoadingRules = LoadingRules(), for precision: Precision = .float32,
        into values: ParameterVector? = nil
    ) throws {
        precondition(
            values == nil || precision != .int8, "int8 weights loaded as other numbers")
        guard precision == .int8 || !file.hasQuantizedWeights else {
            throw CalqueError(
                "The weights in \(path) are in eight bits, from which \(precision.rawValue) cannot "
                    + "be restored. Run the model in int8, or use the one that it was made from.",
                kind: .configuration)
        }
        let tensors = try tensors(in: file, path: path, prefix: prefix, rules: rules)
        if precision == .int8 { try requireExactProducts(path) }
        let multipliers = try inputMultipliers(of: tensors, in: file, path: path)
        if values == nil { inputMultipliers = multipliers }
        if values == nil { allocateIfNeeded(sparsely: precision == .int8) }
        for (entry, name) in tensors {
            let parameter = entry.parameter
            if precision == .int8, entry.isQuantizable {
                isQuantizedOnly = true
                quantize(parameter, as: try QuantizedMatrix(in: file, name, of: parameter))
            } else {
                try file.readFloats(name, into: values?[parameter] ?? parameter.values)
            }
        }
    }

    /// The multipliers that the file has for the inputs of matrices.
    private func inputMultipliers(
        of tensors: [(Entry, name: String)], in file: SafetensorsCollection, path: String
    ) throws -> [String: Float] {
        var multipliers: [String: Float] = [:]
        for (entry, matrix) in tensors where entry.isQuantizable {
            let name = QuantizedTensorNames(codes: matrix).inputMultiplier
            guard let tensor = file.entries[name] else { continue }
            let isNumber = tensor.type == .float32 && tensor.shape == [1]
            let number = isNumber ? try file.bytes(of: name).loadUnaligned(as: Float.self) : .nan
            guard number.isFinite, number > 0 else {
                throw CalqueError(
                    "The tensor \(name) in \(path) is not one number above zero, by which inputs "
                        + "could be multiplied.", remedy: .quantizeAgain, kind: .model)
            }
            multipliers[entry.name] = number
        }
        return multipliers
    }

    /// The parameters that the file has, with the names of their tensors.
    private func tensors(
        in file: SafetensorsCollection, path: String, prefix: String, rules: LoadingRules
    ) throws -> [(Entry, name: String)] {
        var problems = LoadingProblems()
        var unknown = Set(file.names.filter { $0.hasPrefix(prefix) }).subtracting(rules.ignored)
        let tensors = entries.compactMap { entry -> (Entry, name: String)? in
            let candidates = ([entry.name] + rules.aliases[entry.name, default: []])
                .map { prefix + $0 }
            unknown.subtract(candidates.flatMap { QuantizedTensorNames(codes: $0).all })
            guard let name = candidates.first(where: { file.entries[$0] != nil }) else {
                if !rules.optional.contains(entry.name) { problems.missing.append(entry.name) }
                return nil
            }
            problems.check(entry, file, name)
            return (entry, name)
        }
        problems.unknown = unknown.sorted()
        try problems.throwIfAny(path)
        return tensors
    }
}

extension SafetensorsCollection {
    /// Whether there are matrices in eight bits, which only int8 products read.
    public var hasQuantizedWeights: Bool { entries.values.contains { $0.type == .int8 } }

    /// Reads a tensor of a floating-point type.
    func readFloats(_ name: String, into numbers: UnsafeMutableBufferPointer<Float>) throws {
        guard let type = entries[name]?.type.kernelType else {
            preconditionFailure("the tensor \(name) read as floating-point numbers")
        }
        ck_convert(
            type, try bytes(of: name).baseAddress, CK_FLOAT32, numbers.baseAddress,
            Int64(numbers.count))
    }
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
            """, kind: .model)
    }

    /// All items, or as many as somebody reads.
    private func brief(_ items: [String], separator: String = ", ") -> String {
        let limit = 50
        let rest = items.count > limit ? ["and \(items.count - limit) more"] : []
        return (items.prefix(limit) + rest).joined(separator: separator)
    }
}
