import Basics
import Foundation
import Models
import Training

/// The model that the weights of a run start from: that of `from`, or what a run that goes on has made of
/// it.
struct TrainingBase {
    /// The run's own checkpoints, the newest first, and the model that it began with.
    private let directories: [ModelDirectory]

    /// - Returns: nil for a run that began with random weights.
    init?(of run: TrainingRun) {
        guard let path = run.recipe.model.base else { return nil }
        let checkpoints = run.isBegun ? RunDirectory.checkpointFolders(of: run.folder) : []
        directories = (checkpoints.reversed() + [path.fileURL]).map { ModelDirectory($0) }
    }

    /// A model that no run has begun with yet.
    init(model path: String) { directories = [ModelDirectory(path.fileURL)] }

    /// What the newest directory that is whole says.
    ///
    /// - Throws: What `read` throws for the newest of all, where it does for all.
    func read<Value>(_ read: (ModelDirectory) throws -> Value) throws -> Value {
        do {
            return try read(directories[0])
        } catch {
            for directory in directories.dropFirst() {
                if let value = try? read(directory) { return value }
            }
            throw error
        }
    }

    /// What the model is.
    ///
    /// - Throws: `CalqueError` when it is none that can be trained.
    func configuration() throws -> any ModelConfiguration {
        try read { directory in
            guard try !directory.hasQuantizedWeights else {
                throw CalqueError(
                    "The weights in \(directory.url.path) are in eight bits, which cannot be trained. "
                        + "Train from the model that they were made from.", kind: .configuration)
            }
            return try directory.configuration()
        }
    }
}
