package import Tensors

/// What an engine is made with.
package struct EngineSettings: Sendable {
    /// The models.
    package var models: [ServedModel]
    /// The terms whose translations are asked for in every translation of a pair.
    package var glossaries: [ServedGlossary] = []
    /// The workers that all models share.
    package var workers = WorkerPool.coreCount
    /// The type of the products; nil for what each model is best run in.
    package var precision: Precision?
    /// Bytes that the weights of loaded models may have in all; nil for no limit. A model that was
    /// not used for the longest time makes room for another.
    package var memoryLimit: Int?
    /// Bytes of sentences and translations that are kept; 0 for none.
    package var cacheBytes = 64 << 20
    /// Segments that may wait.
    package var waitingSegments = 10_000
    /// Characters that may wait.
    package var waitingCharacters = 4_000_000
    /// Bytes that a document may have once it is unpacked.
    package var unpackedLimit = 256 << 20
    /// An engine of some models.
    package init(models: [ServedModel]) {
        self.models = models
    }
}
