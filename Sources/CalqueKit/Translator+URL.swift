import Conversion
import Dispatch
public import Foundation
public import Tensors
public import Translation

// A folder may be a model directory, which `Models` knows, or what another program keeps, which
// `Conversion` knows. `Translation` knows neither but as a `ModelFolder`; here both are known.
extension Translator {
    /// Loads the model of a folder and starts workers for it.
    ///
    ///     let translator = try Translator(model: URL(fileURLWithPath: "model"))
    ///     print(try translator.translate(["la casa roja"])[0].text)
    ///
    /// - Parameters:
    ///   - url: The folder that `calque train --output` wrote, one in the Hugging Face Marian layout, or
    ///     one of Firefox's or Bergamot's.
    ///   - workers: The number of workers, each of which translates whole batches on one core. In
    ///     eight bits, idle ones help the others.
    ///   - precision: The type of the products; nil for what the model is best run in.
    ///   - inputs: How the inputs of int8 products are rounded.
    /// - Throws: `CalqueError` when the folder is not a whole model, or the processor cannot compute
    ///   in the precision.
    public init(
        model url: URL, workers: Int = WorkerPool.coreCount, precision: Precision? = nil,
        inputs: InputRounding = .rows
    ) throws {
        try self.init(ensemble: [url], workers: workers, precision: precision, inputs: inputs)
    }

    /// Loads the models of several folders as an `Ensemble`, and starts workers for it.
    ///
    /// - Parameters:
    ///   - urls: The folders, of models with one vocabulary.
    ///   - workers: The number of workers, each of which translates whole batches on one core. In
    ///     eight bits, idle ones help the others.
    ///   - precision: The type of the products; nil for what the models are best run in.
    ///   - inputs: How the inputs of int8 products are rounded.
    /// - Throws: `CalqueError` when a folder is not a whole model, the vocabularies differ, or the
    ///   processor cannot compute in the precision.
    public init(
        ensemble urls: [URL], workers: Int = WorkerPool.coreCount, precision: Precision? = nil,
        inputs: InputRounding = .rows
    ) throws {
        try self.init(
            ensemble: urls.map { try ModelFolders.folder(at: $0) }, workers: workers,
            precision: precision, inputs: inputs)
    }

    /// Loads the model of a folder without blocking the caller's thread.
    ///
    /// - Throws: As the other form.
    public init(
        model url: URL, workers: Int = WorkerPool.coreCount, precision: Precision? = nil,
        inputs: InputRounding = .rows
    ) async throws {
        try await self.init(ensemble: [url], workers: workers, precision: precision, inputs: inputs)
    }

    /// Loads the models of several folders as an `Ensemble` without blocking the caller's thread.
    ///
    /// - Throws: As the other form.
    public init(
        ensemble urls: [URL], workers: Int = WorkerPool.coreCount, precision: Precision? = nil,
        inputs: InputRounding = .rows
    ) async throws {
        self = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try Translator(
                            ensemble: urls, workers: workers, precision: precision, inputs: inputs)
                    })
            }
        }
    }
}
