public import Models
public import Tensors

extension Translator {
    /// Loads the model of a folder and starts workers for it.
    ///
    /// - Parameters:
    ///   - folder: The folder, such as a `ModelDirectory`.
    ///   - workers: The number of workers, each of which translates whole batches on one core. In
    ///     eight bits, idle ones help the others.
    ///   - precision: The type of the products; nil for what the model is best run in.
    ///   - inputs: How the inputs of int8 products are rounded.
    /// - Throws: `CalqueError` when the folder is not a whole model, or the processor cannot compute
    ///   in the precision.
    public init(
        model folder: any ModelFolder, workers: Int = WorkerPool.coreCount,
        precision: Precision? = nil, inputs: InputRounding = .rows
    ) throws {
        try self.init(
            ensemble: [folder], workers: workers, precision: precision, inputs: inputs)
    }

    /// Loads the models of several folders as an `Ensemble`, and starts workers for it.
    ///
    /// - Parameters:
    ///   - folders: The folders, of models with one vocabulary.
    ///   - workers: The number of workers, each of which translates whole batches on one core. In
    ///     eight bits, idle ones help the others.
    ///   - precision: The type of the products; nil for what the models are best run in.
    ///   - inputs: How the inputs of int8 products are rounded.
    /// - Throws: `CalqueError` when a folder is not a whole model, the vocabularies differ, the
    ///   processor cannot compute in the precision, or a model lacks the multipliers.
    public init(
        ensemble folders: [any ModelFolder], workers: Int = WorkerPool.coreCount,
        precision: Precision? = nil, inputs: InputRounding = .rows
    ) throws {
        try precision?.requireSupport()
        let precision = try precision ?? ModelDirectory.preferredPrecision(of: folders)
        let (model, tokenizer) = try ModelDirectory.loadModel(
            joining: folders, precision: precision, inputs: inputs)
        self.init(
            model, tokenizer, on: WorkerPool(count: workers, precision: precision))
    }
}
