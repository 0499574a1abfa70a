import Basics
import Models
import Tensors

/// The tensors that Marian has for a Transformer: the way back of `MarianWeights`.
struct MarianTensors {
    let model: Transformer
    let names: MarianNames
    let source: MarianNumbering
    let target: MarianNumbering
    /// The multipliers of the inputs of matrices in eight bits, by the matrix's parameter; nil for
    /// matrices in float32.
    let inputMultipliers: [String: Float]?

    /// All tensors but the options, in no order.
    ///
    /// - Throws: `CalqueError` when the input of a matrix has no multiplier.
    func tensors() throws -> [MarianTensor] {
        let entries = model.parameters.entries
        try requireMultipliers(entries)
        return entries.flatMap { entry -> [MarianTensor] in
            guard let place = names.source(of: entry.name) else { return [] }
            return tensor(of: entry.parameter, at: place).map { [$0] + multipliers(of: entry, $0) }
                ?? []
        }
    }

    private func tensor(
        of parameter: Parameter, at place: MarianNames.Source
    ) -> MarianTensor? {
        switch place {
        case .vector(let name):
            MarianTensor(name: name, shape: [1, parameter.count], floats: parameter.array())
        case .outputBias(let name):
            MarianTensor(
                name: name, shape: [1, target.count],
                floats: target.rows(
                    parameter.array(), width: 1, filler: MarianWeights.absentBias))
        case .transposed(let name): matrix(name, parameter, of: nil)
        case .table(let name):
            matrix(name, parameter, of: name == names.tables.source ? source : target)
        case .positions: nil
        }
    }

    /// A matrix in eight bits, with the codes that it has where it has one scale, else rounded; or in
    /// float32.
    ///
    /// - Parameter numbering: That of its rows; nil for a matrix that is no table.
    private func matrix(
        _ name: String, _ parameter: Parameter, of numbering: MarianNumbering?
    ) -> MarianTensor {
        let (rows, inputs) = (numbering?.count ?? parameter.rows, parameter.columns)
        if inputMultipliers != nil, let (codes, scale) = parameter.codesOfOneScale {
            return MarianTensor(
                name: name, codes: numbering?.rows(codes, width: inputs, filler: 0) ?? codes,
                outputs: rows, inputs: inputs, multiplier: Self.multiplier(ofScale: scale))
        }
        let all = parameter.array()
        let weights = numbering?.rows(all, width: inputs, filler: 0) ?? all
        guard inputMultipliers == nil else {
            return MarianTensor(name: name, rounding: weights, outputs: rows, inputs: inputs)
        }
        return numbering == nil
            ? MarianTensor(
                name: name, shape: [inputs, rows],
                floats: MarianTensor.transposed(weights, rows: rows, columns: inputs))
            : MarianTensor(name: name, shape: [rows, inputs], floats: weights)
    }

    /// The multiplier of which a scale is the reciprocal, to the last bit where there is such a number.
    private static func multiplier(ofScale scale: Float) -> Float {
        let near = 1 / scale
        return [near, near.nextUp, near.nextDown].first { 1 / $0 == scale } ?? near
    }
}

// MARK: Multipliers of inputs

extension MarianTensors {
    private func requireMultipliers(_ entries: [ParameterStore.Entry]) throws {
        guard let inputMultipliers else { return }
        let missing = entries.filter {
            model.parameters.isReadByProducts($0) && inputMultipliers[$0.name] == nil
        }
        guard !missing.isEmpty else { return }
        throw CalqueError(
            "Marian's family rounds the inputs of products with multipliers that were measured "
                + "beforehand, and the model has none for \(FileProblem.list(missing.map(\.name))).",
            remedy: .measureInputs, kind: .configuration)
    }

    /// The multiplier of a matrix's input. That of a table is there twice: see
    /// `MarianBinary.inputMultiplier(of:)`.
    private func multipliers(
        of entry: ParameterStore.Entry, _ matrix: MarianTensor
    ) -> [MarianTensor] {
        guard model.parameters.isReadByProducts(entry),
            let multiplier = inputMultipliers?[entry.name]
        else { return [] }
        let ending = MarianBinary.inputMultiplierEnding
        func tensor(_ name: String) -> MarianTensor {
            MarianTensor(name: name + ending, shape: [1, 1], floats: [multiplier])
        }
        guard matrix.isTable else { return [tensor(matrix.name)] }
        return [
            tensor("none"),
            MarianTensor(
                name: matrix.name + ending, rounding: [multiplier], outputs: 1, inputs: 1),
        ]
    }
}
