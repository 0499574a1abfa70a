public import Basics
import CKernels

/// All weights of a model in one flat block of float32, each with its name; and what products of
/// other precisions read: a bfloat16 copy, or the matrices in eight bits. A model that was loaded
/// in eight bits has nothing else: its matrices' places in the block are zeros, and take no memory.
///
/// One block makes the optimiser, the sum over workers and the moving average single passes over
/// memory.
///
/// A store is filled in two phases: a model declares its parameters, then the memory is made: by
/// `initialize`, by `load` once the shapes in the file are found to be the declared ones, or by
/// `allocate`. After that the weights are shared by all workers: many may read, and only the
/// optimiser (between steps, with no worker running) or a loader writes. That contract is why the
/// store may be called Sendable.
public final class ParameterStore: @unchecked Sendable {
    /// A named parameter.
    public struct Entry: Sendable {
        /// The full path, such as `model.encoder.layers.0.fc1.weight`.
        public let name: String
        /// The view of its weights.
        public let parameter: Parameter
        /// Whether training changes it; otherwise it is a constant of the model that is stored with
        /// it.
        public let isTrainable: Bool
        /// Whether it is a matrix that products read, and so may be rounded to eight bits.
        public let isQuantizable: Bool
        let initializer: Initializer
    }

    /// What an entry is made of. Entries are made when asked for, since their parameters keep the
    /// store alive, and a store that held them would keep itself.
    private struct Declaration {
        let name: String
        let offset: Int
        let shape: [Int]
        let isTrainable: Bool
        let isQuantizable: Bool
        let initializer: Initializer
    }

    private var declarations: [Declaration] = []
    private var frozenRanges: [Range<Int>] = []

    /// The parameters in the order of declaration.
    public var entries: [Entry] {
        declarations.map {
            Entry(
                name: $0.name,
                parameter: Parameter(store: self, offset: $0.offset, shape: $0.shape),
                isTrainable: $0.isTrainable, isQuantizable: $0.isQuantizable,
                initializer: $0.initializer)
        }
    }

    /// The length of the flat block in numbers, gaps for alignment included.
    public private(set) var count = 0
    private var block: UnsafeMutableRawPointer?
    private var computeBlock: UnsafeMutableRawPointer?
    /// What float32 products read instead of the weights, where these are rounded for them.
    private var roundedBlock: UnsafeMutableRawPointer?
    /// The matrices that are kept in eight bits, by the offset of their first weight.
    private var quantized: [Int: QuantizedMatrix] = [:]

    /// What the inputs of products with a matrix are multiplied by before they are rounded to eight
    /// bits, by the matrix's name: 127 divided by what was measured as the range of such inputs. It is
    /// one number for all inputs, where Calque's own products round every row over the row's range;
    /// programs of Marian's family want it. Matrices that nobody measured have none.
    public var inputMultipliers: [String: Float] = [:]

    /// A store without parameters.
    public init() {}

    deinit {
        if let block { releaseZeroedBlock(block, byteCount: byteCount) }
        computeBlock?.deallocate()
        if let roundedBlock { releaseZeroedBlock(roundedBlock, byteCount: byteCount) }
    }

    /// The number of weights that training changes.
    public var trainableCount: Int {
        entries.reduce(0) { $0 + ($1.isTrainable ? $1.parameter.count : 0) }
    }

    /// The parameters of which numbers are NaN or infinite, and how many are.
    ///
    /// Products do not always pass such numbers on: a ReLU makes 0 of NaN.
    public var nonFinite: [(name: String, count: Int)] {
        entries.compactMap { entry in
            let isQuantized = isQuantizedOnly && entry.isQuantizable
            let numbers =
                isQuantized
                ? entry.parameter.quantizedParts.flatMap(\.scales) : Array(entry.parameter.values)
            let count = numbers.count { !$0.isFinite }
            return count > 0 ? (entry.name, count) : nil
        }
    }

    /// The first weight. The parameters must be allocated.
    var values: UnsafeMutablePointer<Float> {
        guard let block else { preconditionFailure("weights read before ParameterStore.allocate") }
        return block.assumingMemoryBound(to: Float.self)
    }

    /// The first weight of the bfloat16 copy.
    var compute: UnsafeMutablePointer<UInt16> {
        guard let computeBlock else {
            preconditionFailure("bfloat16 weights read before ParameterStore.updateComputeCopy")
        }
        return computeBlock.assumingMemoryBound(to: UInt16.self)
    }

    /// The first number that float32 products read: of the weights, or of their rounded copy.
    var productValues: UnsafeMutablePointer<Float> {
        guard isRounded, let roundedBlock else { return values }
        return roundedBlock.assumingMemoryBound(to: Float.self)
    }

    /// Whether products compute with numbers that int8 would have in their place (see
    /// ``roundComputeCopy(_:in:)``). To be set before ``updateComputeCopy(_:)``, and not changed after.
    package var isRounded = false

    /// Adds a parameter.
    public func declare(
        _ name: String, shape: [Int], initializer: Initializer, isTrainable: Bool = true,
        isQuantizable: Bool = false
    ) -> Parameter {
        declareStack(
            [name], shape: shape, initializer: initializer, isTrainable: isTrainable,
            isQuantizable: isQuantizable)
    }

    /// Adds several parameters of one shape that lie side by side, and returns them as one whose
    /// rows are theirs.
    public func declareStack(
        _ names: [String], shape: [Int], initializer: Initializer, isTrainable: Bool = true,
        isQuantizable: Bool = false
    ) -> Parameter {
        precondition(block == nil, "parameter \(names) declared after ParameterStore.allocate")
        let lineOfFloats = Allocator.alignment / MemoryLayout<Float>.stride
        count = (count + lineOfFloats - 1) / lineOfFloats * lineOfFloats
        let stack = Parameter(
            store: self, offset: count, shape: [shape[0] * names.count] + shape.dropFirst())
        for (index, name) in names.enumerated() {
            declarations.append(
                Declaration(
                    name: name, offset: stack.offset + index * stack.count / names.count,
                    shape: shape, isTrainable: isTrainable, isQuantizable: isQuantizable,
                    initializer: initializer))
        }
        count += stack.count
        return stack
    }

    /// Keeps some rows as they are: they begin as zeros and no step of the optimiser changes them.
    public func freeze(_ parameter: Parameter) {
        frozenRanges.append(parameter.offset..<parameter.offset + parameter.count)
    }

    /// Sets the numbers of the frozen rows to zero.
    ///
    /// - Parameters:
    ///   - numbers: One for every weight.
    ///   - part: The weights that are looked at; nil for all.
    package func clearFrozen(_ numbers: UnsafeMutablePointer<Float>, in part: Range<Int>? = nil) {
        for range in frozenRanges.map({ part?.clamped(to: $0) ?? $0 }) {
            (numbers + range.lowerBound).update(repeating: 0, count: range.count)
        }
    }

    private var byteCount: Int { count * MemoryLayout<Float>.stride }

    /// Makes the memory, filled with zeros.
    public func allocate() {
        precondition(block == nil, "ParameterStore.allocate called twice")
        allocateIfNeeded()
    }

    /// Makes the memory if there is none yet.
    ///
    /// - Parameter isSparse: Whether most of it will never be touched.
    func allocateIfNeeded(sparsely isSparse: Bool = false) {
        guard block == nil else { return }
        block = zeroedBlock(byteCount: byteCount, usesHugePages: !isSparse)
    }

    /// Draws every parameter from its initial distribution.
    public func initialize(seed: UInt64) {
        var random = RandomSource(seed: seed)
        initialize(using: &random)
    }

    /// Draws every parameter from its initial distribution.
    public func initialize(using random: inout RandomSource) {
        allocateIfNeeded()
        for entry in entries { entry.initializer.fill(entry.parameter, using: &random) }
        clearFrozen(values)
    }

    /// Copies the weights into the form that products of `precision` read. To be called after every
    /// change of the weights that is not the optimiser's (which writes both). Where nothing has changed,
    /// whoever reads the copy meanwhile does not notice.
    public func updateComputeCopy(_ precision: Precision) {
        precondition(
            precision == .int8 || !isQuantizedOnly,
            "weights that are in eight bits alone run in \(precision.rawValue)")
        switch precision {
        case .float32: makeRoundedBlockIfNeeded()
        case .bfloat16: updateBfloat16()
        case .int8: updateQuantized()
        }
        roundComputeCopy(precision)
    }

    /// Only the matrices' places in it are touched.
    private func makeRoundedBlockIfNeeded() {
        guard isRounded, roundedBlock == nil else { return }
        roundedBlock = zeroedBlock(byteCount: byteCount, usesHugePages: true)
    }

    /// Rounds what float32 holds; a matrix that is in eight bits alone stays.
    private func updateQuantized() {
        guard !isQuantizedOnly else { return }
        for entry in entries where entry.isQuantizable {
            let matrix = QuantizedMatrix(rounding: entry.parameter)
            if quantized[entry.parameter.offset]?.hasNumbers(of: matrix) == true { continue }
            quantize(entry.parameter, as: matrix)
        }
    }

    private func updateBfloat16() {
        let copy = computeBlock ?? alignedBlock(byteCount: count * MemoryLayout<UInt16>.stride)
        computeBlock = copy
        ck_convert(CK_FLOAT32, values, CK_BFLOAT16, copy, Int64(count))
    }

    /// The bfloat16 copy for the optimiser to write, when there is one.
    var computeCopy: UnsafeMutablePointer<UInt16>? {
        computeBlock?.assumingMemoryBound(to: UInt16.self)
    }

    /// The weights as bytes, for whoever sends them to other ranks or receives theirs.
    package var bytes: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: values, count: byteCount)
    }

    /// Brings the copy for bfloat16 products up to date, where there is one.
    ///
    /// - Parameter range: The weights that have changed.
    package func updateBfloat16Copy(in range: Range<Int>) {
        guard let computeCopy else { return }
        ck_convert(
            CK_FLOAT32, values + range.lowerBound, CK_BFLOAT16, computeCopy + range.lowerBound,
            Int64(range.count))
    }

    /// Keeps a parameter in eight bits: only int8 products can read it then.
    func quantize(_ parameter: Parameter, as matrix: QuantizedMatrix) {
        precondition(
            matrix.rows == parameter.rows && matrix.columns == parameter.columns,
            "\(parameter.shape) kept as a matrix of \(matrix.rows) rows")
        quantized[parameter.offset] = matrix
    }

    /// Sets what the inputs of int8 products with a matrix are rounded by.
    package func setInputMultiplier(_ multiplier: Float?, of parameter: Parameter) {
        precondition(
            quantized[parameter.offset] != nil, "\(parameter.shape) is no matrix in eight bits")
        quantized[parameter.offset]?.inputMultiplier = multiplier
    }

    /// Whether matrices are kept in eight bits alone: float32 has zeros in their place.
    public internal(set) var isQuantizedOnly = false

    /// Whether a parameter is there in eight bits alone.
    func hasOnlyQuantized(_ parameter: Parameter) -> Bool {
        isQuantizedOnly && quantized[parameter.offset] != nil
    }

    /// The matrices in eight bits whose rows together are the parameter's.
    func quantizedParts(of parameter: Parameter) -> [QuantizedMatrix] {
        var parts: [QuantizedMatrix] = []
        forEachQuantizedPart(of: parameter) { parts.append($0) }
        return parts
    }

    /// The same, one after the other: products ask for them, which have no time for a list.
    func forEachQuantizedPart(of parameter: Parameter, _ body: (QuantizedMatrix) -> Void) {
        var offset = parameter.offset
        let end = parameter.offset + parameter.count
        while offset < end, let part = quantized[offset] {
            body(part)
            offset += part.rows * part.columns
        }
        precondition(
            offset == end, "an int8 product with weights \(parameter.shape) that are not in int8")
    }

    /// The parameter of that name.
    public subscript(name: String) -> Parameter? {
        entries.first { $0.name == name }?.parameter
    }
}
