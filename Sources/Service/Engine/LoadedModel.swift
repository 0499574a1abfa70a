import Basics
package import CalqueKit
package import Foundation
import Models
import Tensors

/// A model in memory. Whoever translates with it holds it, so that it may be replaced meanwhile.
package final class LoadedModel: Sendable {
    let translator: Translator
    /// What tells it from all others that are loaded in this process, the same folder's among them.
    let identity: UUID
    /// Bytes of its weights.
    let bytes: Int
    /// The files that it was made of.
    let files: FolderState

    /// A model in memory.
    ///
    /// - Parameters:
    ///   - translator: What translates with it.
    ///   - bytes: Bytes of its weights.
    ///   - files: The files that it was made of.
    package init(_ translator: Translator, bytes: Int, files: FolderState) {
        self.translator = translator
        self.bytes = bytes
        self.files = files
        identity = UUID()
    }

    /// How the model's folder says that it searches.
    var searchOptions: SearchOptions {
        func options(_ model: some TranslationModel) -> SearchOptions { SearchOptions(for: model) }
        return options(translator.model)
    }
}

/// What a folder's files are: names, sizes and times, by which a change shows.
package struct FolderState: Sendable, Equatable {
    private let files: [String]

    /// What the files of a folder are now.
    package init(of folder: URL) {
        let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey]
        let urls =
            (try? FileManager.default.contentsOfDirectory(
                at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: Array(keys)))
            ?? []
        files = urls.map { url in
            let values = try? url.resourceValues(forKeys: keys)
            let time = values?.contentModificationDate?.timeIntervalSinceReferenceDate ?? 0
            return "\(url.lastPathComponent) \(values?.fileSize ?? 0) \(time)"
        }.sorted()
    }
}

/// Reads models of folders, all on the same workers.
///
/// Workers compute in one precision, and models may be best run in different ones; so there are as many
/// pools as there are precisions in use.
final class ModelLoader: Sendable {
    private let workers: Int
    private let precision: Precision?
    private let pools = Locked<[Precision: WorkerPool]>([:])

    init(workers: Int, precision: Precision?) {
        self.workers = workers
        self.precision = precision
    }

    /// Reads a model; it blocks its thread.
    ///
    /// - Throws: `CalqueError` when the folder is not a whole model.
    func load(_ url: URL) throws -> LoadedModel {
        // Before it is read: what changes meanwhile shows later.
        let files = FolderState(of: url)
        let folder = try ModelFolders.folder(at: url)
        try precision?.requireSupport()
        let precision = try precision ?? ModelDirectory.preferredPrecision(of: [folder])
        let (model, tokenizer) = try folder.load(precision: precision)
        let bytes = try folder.weightFiles().reduce(0) { sum, file in
            sum + (try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
        }
        let translator = Translator(model, tokenizer, on: pool(precision))
        return LoadedModel(translator, bytes: bytes, files: files)
    }

    private func pool(_ precision: Precision) -> WorkerPool {
        pools.use { pools in
            if let pool = pools[precision] { return pool }
            let pool = WorkerPool(count: workers, precision: precision)
            pools[precision] = pool
            return pool
        }
    }
}
