import Basics
public import Foundation
import Layers
import Tensors

/// The folder of a training on a task. The folder itself is what the network is saved in; beside it
/// there are
///
///     checkpoints/update-00000500/   the same, and what training needs to go on:
///         training.safetensors       weights and moments as training left them,
///         state.json                 and where it stood
///     run.lock                       while a process trains in it
public final class TaskRunDirectory<Task: AlgorithmicTask> {
    /// The folder.
    public let url: URL
    private let checkpoints: CheckpointFolder
    private let lock: FolderLock

    /// Which folders are taken.
    public enum Kind: Sendable {
        /// One that is new or empty.
        case new
        /// One that holds a network or a training of one.
        case begun
    }

    /// Opens or makes the folder, which no other process can open until this is released.
    ///
    /// - Throws: `CalqueError` when the folder is of another kind, another process is training in it, or
    ///   it cannot be written.
    public init(_ url: URL, _ kind: Kind) throws {
        self.url = url
        checkpoints = Self.checkpoints(of: url)
        try FolderLock.check(url)
        try Self.check(url, kind)
        try FileManager.default.createFolder(url)
        lock = try FolderLock(url)
        // Another process may have had it until now.
        try Self.check(url, kind)
        try checkpoints.open()
        try Leftovers.clear(in: url) { TrainedTaskModel<Task>.fileNames.contains($0) }
    }

    private static func checkpoints(of url: URL) -> CheckpointFolder {
        CheckpointFolder(of: url, resumingNames: [TaskTrainingState.fileName, Adam.fileName])
    }

    private static func check(_ url: URL, _ kind: Kind) throws {
        let checkpoints = checkpoints(of: url)
        var names = Set((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
        names.remove(FolderLock.fileName)
        let isBegun =
            checkpoints.isOurs && !checkpoints.isEmpty
            || names.isSuperset(of: TrainedTaskModel<Task>.fileNames)
        switch kind {
        case .begun:
            guard !isBegun else { return }
            throw CalqueError(
                "\(url.path) holds no training to go on with.", remedy: .beginTraining,
                kind: .system)
        case .new:
            guard !isBegun else {
                throw CalqueError(
                    "\(url.path) is not empty: it holds a training.",
                    remedy: .resumeOrTrainFurther, kind: .system)
            }
            // A process that was killed at once leaves no more than that.
            if checkpoints.isOurs { names.remove(CheckpointFolder.name) }
            guard names.isEmpty else {
                throw CalqueError(
                    """
                    \(url.path) is not empty. Save the network in a new folder, or in the one that it \
                    was loaded from.
                    """, kind: .system)
            }
        }
    }
}

/// What a folder holds, which may be that of another process.
extension TaskRunDirectory {
    /// The network that is saved in a folder, or that of the newest sound checkpoint where a killed
    /// process saved none.
    ///
    /// - Throws: `CalqueError` when there is no network of the task, or it is damaged.
    public static func network(in url: URL) throws -> TrainedTaskModel<Task> {
        do {
            return try TrainedTaskModel(directory: url)
        } catch {
            let found = try? checkpoints(of: url).restore { _, folder in
                try TrainedTaskModel<Task>(directory: folder)
            }
            guard let found else { throw error }
            return found.state
        }
    }

    /// Where the training stood at its newest sound checkpoint; nil where there is none.
    ///
    /// - Throws: `CalqueError` when there are only damaged ones.
    public static func state(in url: URL) throws -> TaskTrainingState? {
        try checkpoints(of: url).restore { update, folder in
            try TaskTrainingState(folder: folder, total: update)
        }?.state
    }
}

/// Writing and reading checkpoints.
extension TaskRunDirectory {
    /// Writes a checkpoint, then the network into the folder itself.
    func writeCheckpoint(
        _ trained: TrainedTaskModel<Task>, _ optimizer: Adam, _ state: TaskTrainingState
    ) throws {
        try AtomicDirectory.write(to: checkpoints.folder(state.total)) {
            try trained.save(to: $0)
            try optimizer.save(to: $0)
            try state.write(to: $0)
        }
        try publish(trained)
        try checkpoints.prune(keeping: 1, also: nil, upTo: state.total)
    }

    /// Saves the network in the folder itself.
    func publish(_ trained: TrainedTaskModel<Task>) throws { try trained.save(to: url) }

    /// Loads the newest checkpoint of a folder that training can go on from.
    ///
    /// - Returns: Where training stood, and why newer checkpoints were passed over; nil where there is
    ///   none.
    static func restore(
        _ optimizer: Adam, from url: URL
    ) throws -> (state: TaskTrainingState, warnings: [String])? {
        let found = try checkpoints(of: url).restore { update, folder in
            let state = try TaskTrainingState(folder: folder, total: update)
            try optimizer.load(from: folder, steps: update)
            return state
        }
        guard let found else { return nil }
        let warnings = found.passedOver.prefix(1).map {
            "The newest checkpoint is damaged: training goes on from that of update "
                + "\(found.state.update). \($0)"
        }
        return (found.state, warnings)
    }
}
