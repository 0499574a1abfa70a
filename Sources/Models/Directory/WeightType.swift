import Basics
import Tensors

/// The type that the numbers of a model have in its file.
public enum WeightType: String, Sendable, CaseIterable {
    /// As training keeps them.
    case float32
    /// Half the size; the range of float32 with 8 significant bits.
    case bfloat16
    /// Half the size; 11 significant bits, up to 65,504.
    case float16
    /// A quarter of the size: matrices in eight bits with a scale for each output, vectors in
    /// float32. For int8 products alone, and for Calque alone.
    case int8

    /// The weights as tensors of the type.
    ///
    /// - Throws: `CalqueError` that names the tensors with numbers that the type does not have, or
    ///   a matrix that is too wide for int8 products.
    func tensors(of parameters: ParameterStore) throws -> [SafetensorsTensor] {
        try requireRange(of: parameters)
        switch self {
        case .float32: return parameters.safetensors(type: .float32)
        case .bfloat16: return parameters.safetensors(type: .bfloat16)
        case .float16: return parameters.safetensors(type: .float16)
        case .int8: return try parameters.quantizedSafetensors()
        }
    }

    /// The largest number of the type; nil where there is no smaller one than float32's.
    private var largest: (number: Float, name: String)? {
        switch self {
        case .float32, .int8: nil
        case .bfloat16: (0x1.FEp127, "3.39e38")
        case .float16: (65_504, "65,504")
        }
    }

    private func requireRange(of parameters: ParameterStore) throws {
        guard let (largest, name) = largest else { return }
        let tensors = parameters.entries.filter { entry in
            entry.parameter.values.contains { abs($0) > largest }
        }
        guard !tensors.isEmpty else { return }
        throw CalqueError(
            """
            \(rawValue) has no numbers above \(name), and these weights do: \
            \(FileProblem.list(tensors.map(\.name))). Choose another type.
            """, kind: .configuration)
    }
}
