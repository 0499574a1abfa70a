public import Foundation
public import Basics
public import Text
import Figures
import Layers
import Models
import Tensors

/// The folder of a training run. The folder itself is the model directory that the run makes;
/// beside the model's files it holds
///
///     log.jsonl                      every logged update and validation
///     training.svg                   their curves
///     checkpoints/update-00001000/   a model directory for every kept checkpoint; the newest also
///         training.safetensors       holds weights, moments and average as training left them,
///         state.json                 and where training stood
public final class RunDirectory {
    /// The folder.
    public let url: URL
    /// `log.jsonl`.
    public let log: JSONLines
    private let tokenizer: TranslationTokenizer?
    private static let checkpointsName = "checkpoints"
    private static let logName = "log.jsonl"
    private static let curvesName = "training.svg"

    /// What to do with a folder that holds a run already.
    public enum Existing: Sendable {
        /// Throw.
        case refuse
        /// Go on from its newest checkpoint.
        case resume
        /// Delete the run.
        case overwrite
    }

    /// Opens or makes the folder.
    ///
    /// - Throws: `CalqueError` when the folder holds another run and `existing` does not say what
    ///   to do, or cannot be written.
    public init(_ url: URL, tokenizer: TranslationTokenizer?, existing: Existing) throws {
        self.url = url
        self.tokenizer = tokenizer
        if Self.holdsRun(url) {
            switch existing {
            case .refuse:
                throw CalqueError(
                    """
                    \(url.path) already holds a training run. Give --resume to go on with it, --overwrite to delete \
                    it, or another --output.
                    """)
            case .resume: break
            case .overwrite: try Self.delete(url)
            }
        }
        let checkpoints = Self.checkpointsFolder(of: url)
        try FileManager.default.createFolder(checkpoints)
        // A kill in the middle of a checkpoint leaves its beginning behind.
        for name in try FileManager.default.contentsOfDirectory(atPath: checkpoints.path)
        where name.hasPrefix("update-") && name.contains(".partial-") {
            try FileManager.default.removeItem(at: checkpoints.appendingPathComponent(name))
        }
        log = try JSONLines(url: url.appendingPathComponent(Self.logName))
    }

    /// Deletes what runs write, and nothing else that the folder may hold.
    private static func delete(_ url: URL) throws {
        for name in ModelDirectory.fileNames + [checkpointsName, logName, curvesName] {
            let item = url.appendingPathComponent(name)
            if FileManager.default.fileExists(atPath: item.path) {
                try FileManager.default.removeItem(at: item)
            }
        }
    }

    /// Whether a folder holds a run.
    public static func holdsRun(_ url: URL) -> Bool {
        [checkpointsName, logName, SafetensorsCollection.fileName].contains {
            FileManager.default.fileExists(atPath: url.appendingPathComponent($0).path)
        }
    }

    private static func checkpointsFolder(of url: URL) -> URL {
        url.appendingPathComponent(checkpointsName, isDirectory: true)
    }

    private func folder(_ update: Int) -> URL {
        let digits = String(update)
        let name = "update-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        return Self.checkpointsFolder(of: url).appendingPathComponent(name, isDirectory: true)
    }

    /// The updates that have a checkpoint, in order.
    private func checkpointUpdates() throws -> [Int] {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Self.checkpointsFolder(of: url).path)
        return names.compactMap { name in
            name.hasPrefix("update-") ? Int(name.dropFirst("update-".count)) : nil
        }.sorted()
    }
}

/// Writing and reading checkpoints.
extension RunDirectory {
    private static let trainingName = "training.safetensors"
    private static let stateName = "state.json"

    /// Writes a checkpoint with everything needed to go on. `model` holds the weights to be used
    /// for translating (the average, where there is one).
    func writeCheckpoint(
        _ model: any SequenceToSequenceModel, _ optimizer: Adam, _ state: TrainingState,
        weights: ParameterVector?
    ) throws -> URL {
        let folder = folder(state.update)
        try AtomicDirectory.write(to: folder) { temporary in
            try ModelDirectory(temporary).save(model, tokenizer: tokenizer)
            let store = model.parameters
            var tensors = store.safetensors(prefix: "weight/", values: weights)
            tensors += store.safetensors(prefix: "moment1/", values: optimizer.moment1)
            tensors += store.safetensors(prefix: "moment2/", values: optimizer.moment2)
            if let average = optimizer.average {
                tensors += store.safetensors(prefix: "average/", values: average)
            }
            try SafetensorsWriter.write(
                tensors, to: temporary.appendingPathComponent(Self.trainingName))
            try AtomicFile.write(
                JSONEncoder.forAnyNumber().encode(state),
                to: temporary.appendingPathComponent(Self.stateName))
        }
        return folder
    }

    /// Loads the newest checkpoint that training can go on from.
    ///
    /// - Returns: Where training stood; `nil` when there is no such checkpoint.
    func restore(_ model: any SequenceToSequenceModel, _ optimizer: Adam) throws -> TrainingState? {
        let folders = try checkpointUpdates().reversed().map(folder)
        guard let folder = folders.first(where: { Self.isResumable($0) }) else {
            let model = url.appendingPathComponent(SafetensorsCollection.fileName)
            guard folders.isEmpty, !FileManager.default.fileExists(atPath: model.path) else {
                throw CalqueError(
                    "\(url.path) holds a model, but no checkpoint with \(Self.trainingName) and "
                        + "\(Self.stateName) to go on from. Restore it, or begin a new run.")
            }
            return nil
        }
        let stateFile = folder.appendingPathComponent(Self.stateName)
        let state: TrainingState
        do {
            state = try JSONDecoder.forAnyNumber().decode(
                TrainingState.self, from: Data(contentsOf: stateFile))
        } catch {
            throw CalqueError(
                """
                \(stateFile.path) cannot be read (\(error.localizedDescription)). Restore it from a copy, or begin \
                a new run.
                """)
        }
        let file = folder.appendingPathComponent(Self.trainingName)
        let tensors = try SafetensorsCollection(file: file)
        func load(_ prefix: String, into values: ParameterVector?) throws {
            try model.parameters.load(from: tensors, path: file.path, prefix: prefix, into: values)
        }
        try load("weight/", into: nil)
        try load("moment1/", into: optimizer.moment1)
        try load("moment2/", into: optimizer.moment2)
        if let average = optimizer.average { try load("average/", into: average) }
        // An update is a step: one that is not finite ends the run.
        optimizer.stepCount = state.update
        return state
    }

    private static func isResumable(_ folder: URL) -> Bool {
        [trainingName, stateName].allSatisfy {
            FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
        }
    }

    /// Deletes checkpoints but the newest `count` and the best, and what only resuming needs from
    /// all but the newest.
    func prune(keeping count: Int, best: Int?) throws {
        let updates = try checkpointUpdates()
        for update in updates.dropLast(max(count, 1)) where update != best {
            try FileManager.default.removeItem(at: folder(update))
        }
        for update in updates.dropLast() {
            for name in [Self.stateName, Self.trainingName] {
                let file = folder(update).appendingPathComponent(name)
                if FileManager.default.fileExists(atPath: file.path) {
                    try FileManager.default.removeItem(at: file)
                }
            }
        }
    }
}

/// The model that the run makes.
extension RunDirectory {
    /// Copies the model of a checkpoint into the run's own folder.
    func publish(update: Int) throws {
        let checkpoint = folder(update)
        let training = [Self.trainingName, Self.stateName]
        let names = try FileManager.default.contentsOfDirectory(atPath: checkpoint.path)
        for name in names.sorted() where !training.contains(name) {
            let source = try MappedFile(url: checkpoint.appendingPathComponent(name))
            try AtomicFile.write(to: url.appendingPathComponent(name)) {
                try $0.write(source.bytes)
            }
        }
    }

    /// Publishes the mean of the weights of the newest checkpoints.
    func publishAverage(of count: Int) throws {
        let folders = try checkpointUpdates().suffix(count).map { ModelDirectory(folder($0)) }
        let mean = try ModelAverage.load(folders, precision: .float32)
        try ModelDirectory(url).save(mean, tokenizer: tokenizer)
    }

    /// What the log says of the run so far.
    ///
    /// - Throws: What reading the file throws.
    public func history() throws -> TrainingHistory {
        try TrainingHistory(log: url.appendingPathComponent(Self.logName))
    }

    /// Draws `training.svg` from the log.
    func drawCurves() throws {
        let figure = TrainingCurves(try history())
        try AtomicFile.write(
            Data(figure.svg().utf8), to: url.appendingPathComponent(Self.curvesName))
    }
}
