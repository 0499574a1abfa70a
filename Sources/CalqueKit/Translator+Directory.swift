public import Foundation
public import Tensors
public import Translation
import Models

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
    /// - Throws: `CalqueError` when the folder is not a whole model.
    public init(
        model url: URL, workers: Int = WorkerPool.coreCount, precision: Precision? = nil
    ) throws {
        let directory = ModelDirectory(url)
        let precision = try precision ?? directory.preferredPrecision()
        self.init(
            try directory.loadModel(precision: precision), try directory.loadTokenizer(),
            workers: workers, precision: precision)
    }
}
