import Basics
import Foundation
import Layers
import Tensors

/// Writes the arrays of a Marian model into the parameters of a Transformer.
struct MarianWeights {
    let arrays: any MarianArrays
    let names: MarianNames
    /// The factor inside the feed-forward network's non-linearity.
    let activationFactor: Float

    /// The bias of tokens that Marian's output layer does not have. Their probability is zero, as
    /// it is there, and yet every loss stays finite.
    static let absentBias: Float = -10_000

    /// Fills all parameters. For int8 products, matrices are kept in eight bits alone: with the codes
    /// that the file has, or rounded.
    ///
    /// - Throws: `CalqueError` that lists every missing, unknown and mis-shaped array at once, or
    ///   names a matrix that is too wide for int8 products; nothing is written then.
    func fill(_ store: ParameterStore, for precision: Precision) throws {
        let sources = store.entries.map { ($0, source(of: $0.name)) }
        try check(sources)
        if precision == .int8 { try store.requireExactProducts(arrays.path) }
        store.inputMultipliers = try inputMultipliers(sources, in: store)
        store.allocate(for: precision)
        for (entry, source) in sources {
            guard let source else { continue }
            if precision == .int8, entry.isQuantizable {
                try quantize(entry, from: source, in: store)
            } else {
                let numbers = try numbers(for: entry, from: source)
                _ = entry.parameter.values.update(fromContentsOf: numbers)
            }
        }
    }

    /// The multipliers of the inputs of all matrices that products read.
    private func inputMultipliers(
        _ sources: [(ParameterStore.Entry, MarianNames.Source?)], in store: ParameterStore
    ) throws -> [String: Float] {
        var multipliers: [String: Float] = [:]
        for (entry, source) in sources where store.isReadByProducts(entry) {
            guard let name = source?.name,
                let multiplier = try arrays.inputMultiplier(of: name)
            else { continue }
            // What the activation was multiplied by is what the second matrix reads.
            let factor = entry.name.hasSuffix(".fc2.weight") ? factor(entry.name) : 1
            multipliers[entry.name] = multiplier * factor
        }
        return multipliers
    }

    private func quantize(
        _ entry: ParameterStore.Entry, from source: MarianNames.Source, in store: ParameterStore
    ) throws {
        guard let matrix = source.name.flatMap({ arrays.matrixInEightBits($0) }),
            let multiplier = matrix.multiplier
        else { return store.keep(entry.parameter, rounding: try numbers(for: entry, from: source)) }
        matrix.withCodes { codes, _, _ in
            store.keep(
                entry.parameter, codes: codes, scale: factor(entry.name) * (1 / multiplier))
        }
    }

    /// All numbers of a parameter.
    private func numbers(
        for entry: ParameterStore.Entry, from source: MarianNames.Source
    ) throws -> [Float] {
        let numbers = try numbers(source, shape: entry.parameter.shape)
        let factor = factor(entry.name)
        return factor == 1 ? numbers : numbers.map { factor * $0 }
    }

    /// The source of a parameter, under the name that this archive has for it.
    private func source(of parameter: String) -> MarianNames.Source? {
        let source = names.source(of: parameter)
        return source == .table(MarianNames.output) && arrays.contains(MarianNames.olderOutput)
            ? .table(MarianNames.olderOutput) : source
    }

    private func factor(_ parameter: String) -> Float {
        if parameter.contains(".fc1.") { return activationFactor }
        return parameter.hasSuffix(".fc2.weight") ? 1 / activationFactor : 1
    }

    private func numbers(_ source: MarianNames.Source, shape: [Int]) throws -> [Float] {
        func padded(_ numbers: [Float], _ filler: Float) -> [Float] {
            numbers + Array(repeating: filler, count: shape.reduce(1, *) - numbers.count)
        }
        switch source {
        case .vector(let name): return try arrays.floats(of: name, transposed: false)
        case .transposed(let name): return try arrays.floats(of: name, transposed: true)
        case .table(let name):
            let isOlder = name == MarianNames.olderOutput
            return padded(try arrays.floats(of: name, transposed: isOlder), 0)
        case .outputBias(let name):
            guard arrays.contains(name) else {
                let rows = try arrays.outline(of: names.tables.target).shape[0]
                return padded(Array(repeating: 0, count: rows), Self.absentBias)
            }
            return padded(try arrays.floats(of: name, transposed: false), Self.absentBias)
        // Not those of `transformers`, so that they are kept in a table.
        case .positions:
            return PositionalEncoding.sinusoids(
                count: shape[0], width: shape[1], wavelengths: .marian)
        }
    }
}

// MARK: What fits

extension MarianWeights {
    private func check(_ sources: [(ParameterStore.Entry, MarianNames.Source?)]) throws {
        var problems: [String] = []
        let names = Set(arrays.names)
        var unknown = names
        for (entry, source) in sources {
            guard let source, let name = source.name else { continue }
            unknown.remove(name)
            guard names.contains(name) else {
                if source != .outputBias(name) { problems.append("\(name) is missing") }
                continue
            }
            let array = try arrays.outline(of: name)
            let wanted = source.shape(of: entry.parameter.shape)
            if array.type != array.weightType || !source.allows(array.shape, wanted) {
                problems.append(
                    "\(name) is \(array.type) \(array.shape), not \(array.weightType) \(wanted)")
            } else if source.isOutputTable, arrays.matrixInEightBits(name) != nil {
                problems.append("\(name) is in eight bits, which Marian itself misreads there")
            }
        }
        problems += unknown.sorted().map { "\($0) has no place in the converted model" }
        guard problems.isEmpty else {
            throw CalqueError(
                "\(arrays.path) is not the model that its options describe: "
                    + "\(FileProblem.list(problems, separator: "; ")). Copy the file "
                    + "again; if Marian itself reads it, it has what no model directory can hold.",
                kind: .model)
        }
    }
}

extension MarianNames.Source {
    /// The array's name; nil where there is none.
    fileprivate var name: String? {
        switch self {
        case .vector(let name), .transposed(let name), .table(let name), .outputBias(let name): name
        case .positions: nil
        }
    }

    /// Whether it is the matrix of an output layer that is no table of embeddings.
    fileprivate var isOutputTable: Bool {
        self == .table(MarianNames.output) || self == .table(MarianNames.olderOutput)
    }

    /// The array's shape for a parameter's, tokens that Marian lacks included.
    fileprivate func shape(of parameter: [Int]) -> [Int] {
        switch self {
        case .vector, .outputBias: [1, parameter.reduce(1, *)]
        case .transposed, .table(MarianNames.olderOutput): parameter.reversed()
        case .table, .positions: parameter
        }
    }

    /// Whether an array may have a shape where another is wanted: vectors with one dimension are
    /// vectors, too, and tables have fewer tokens.
    fileprivate func allows(_ shape: [Int], _ wanted: [Int]) -> Bool {
        let shape = shape.count == 1 ? [1] + shape : shape
        switch self {
        case .outputBias, .table(MarianNames.olderOutput):
            return shape.count == 2 && shape[0] == wanted[0] && shape[1] < wanted[1]
        case .table: return shape.count == 2 && shape[0] < wanted[0] && shape[1] == wanted[1]
        default: return shape == wanted
        }
    }
}
