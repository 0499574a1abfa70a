import Basics
package import Tensors

extension ParameterStore {
    /// Whether an entry is a matrix of products, and not a table that is only looked into.
    package func isReadByProducts(_ entry: Entry) -> Bool {
        let (source, target, output) = (
            "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight",
            "lm_head.weight"
        )
        guard entry.isQuantizable, entry.name != source else { return false }
        return entry.name != target || self[output] == nil
    }

    /// Has the inputs of int8 products rounded by the multipliers that the model has for them.
    ///
    /// - Parameter path: What errors call the model.
    /// - Throws: `CalqueError` that names the matrices that have none.
    func roundInputsByMultipliers(path: String) throws {
        let matrices = entries.filter(isReadByProducts)
        let missing = matrices.map(\.name).filter { inputMultipliers[$0] == nil }
        guard missing.isEmpty else {
            throw CalqueError(
                "\(path) has no multipliers for the inputs of \(FileProblem.list(missing)). "
                    + "`calque convert --type int8 --calibrate FILE` measures them; or round every "
                    + "row over its own range.", kind: .configuration)
        }
        for matrix in matrices {
            setInputMultiplier(inputMultipliers[matrix.name], of: matrix.parameter)
        }
    }
}
