internal import CKernels
internal import Basics

extension ParameterStore {
    /// The weights as tensors to be written.
    ///
    /// - Parameters:
    ///   - prefix: What stands before the names in the file.
    ///   - values: Numbers to write in the weights' place, such as the optimiser's moments.
    ///   - type: What the numbers are rounded to: float32, bfloat16 or float16.
    public func safetensors(
        prefix: String = "", values: ParameterVector? = nil, type: SafetensorsType = .float32
    ) -> [SafetensorsTensor] {
        precondition(
            values != nil || !isQuantizedOnly, "weights in eight bits written as \(type.rawValue)")
        return entries.map { $0.safetensor(prefix: prefix, values: values, type: type) }
    }
}

extension ParameterStore.Entry {
    /// The tensor to be written: the weights or, in their place, the parameter's part of `values`.
    func safetensor(
        prefix: String = "", values: ParameterVector? = nil, type: SafetensorsType = .float32
    ) -> SafetensorsTensor {
        guard let kernelType = type.kernelType else {
            preconditionFailure("weights cannot be written as \(type.rawValue)")
        }
        let numbers = values?[parameter] ?? parameter.values
        return SafetensorsTensor(name: prefix + name, type: type, shape: parameter.shape) {
            output in
            try withExtendedLifetime((parameter.store, values)) {
                try numbers.write(as: kernelType, to: output)
            }
        }
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
