import Dispatch
public import Foundation
import Models
public import Tensors

extension Translator {
    /// Loads a model directory and starts workers for it.
    ///
    ///     let translator = try Translator(model: URL(fileURLWithPath: "model"))
    ///     print(try translator.translate(["la casa roja"])[0].text)
    ///
    /// - Parameters:
    ///   - url: The folder that `calque train --output` wrote, or one in the Hugging Face Marian
    ///     layout.
    ///   - workers: The number of workers, each of which translates whole batches on one core.
    ///   - precision: The type of the products; nil for what the model is best run in.
    /// - Throws: `CalqueError` when the folder is not a whole model, or the processor cannot compute
    ///   in the precision.
    public init(
        model url: URL, workers: Int = WorkerPool.coreCount, precision: Precision? = nil
    ) throws {
        try self.init(ensemble: [url], workers: workers, precision: precision)
    }

    /// Loads several model directories as an `Ensemble`, and starts workers for it.
    ///
    /// - Parameters:
    ///   - urls: The folders, of models with one vocabulary.
    ///   - workers: The number of workers, each of which translates whole batches on one core.
    ///   - precision: The type of the products; nil for what the models are best run in.
    /// - Throws: `CalqueError` when a folder is not a whole model, the vocabularies differ, or the
    ///   processor cannot compute in the precision.
    public init(
        ensemble urls: [URL], workers: Int = WorkerPool.coreCount, precision: Precision? = nil
    ) throws {
        try precision?.requireSupport()
        let directories = urls.map { ModelDirectory($0) }
        let precision = try precision ?? ModelDirectory.preferredPrecision(of: directories)
        let (model, tokenizer) = try ModelDirectory.loadModel(
            joining: directories, precision: precision)
        self.init(
            model, tokenizer, on: WorkerPool(count: workers, precision: precision))
    }

    /// Loads a model directory without blocking the caller's thread.
    ///
    /// - Throws: As the other form.
    public init(
        model url: URL, workers: Int = WorkerPool.coreCount, precision: Precision? = nil
    ) async throws {
        try await self.init(ensemble: [url], workers: workers, precision: precision)
    }

    /// Loads several model directories as an `Ensemble` without blocking the caller's thread.
    ///
    /// - Throws: As the other form.
    public init(
        ensemble urls: [URL], workers: Int = WorkerPool.coreCount, precision: Precision? = nil
    ) async throws {
        self = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try Translator(ensemble: urls, workers: workers, precision: precision)
                    })
            }
        }
    }
}
