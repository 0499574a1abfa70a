public import Foundation
public import Basics
public import Text
import Layers
import Models
import Tensors

/// The folder of a training run. The folder itself is the model directory that the run makes;
/// beside the model's files it holds
///
///     log.jsonl                      every logged update and validation
///     training.svg                   their curves
///     training.html                  the same, reading itself anew while training goes on
///     training.yaml                  what `calque train` was told
///     held-out.tsv                   the pairs of the text that it is validated with, where it has no others
///     cleaning.kept                  a bit for every line of the text, where it was cleaned
///     cleaning.html, cleaning.json   what went out then
///     corpus/                        the pairs as tokens, until the run has ended
///     base-translations.tsv          the own text in the base model's words, where that is mixed in
///     checkpoints/update-00001000/   a model directory for every kept checkpoint; the two newest also
///         training.safetensors       hold weights, moments and average as training left them,
///         state.json                 and where training stood
///     run.lock                       while a process trains in it
public final class RunDirectory {
    /// The file for what a command was told.
    public static let recipeName = "training.yaml"
    /// The file for what the model that a run starts from made of the run's own text.
    package static let baseTranslationsName = "base-translations.tsv"
    /// The file for pairs of the run's own text that it is validated with.
    package static let heldOutName = "held-out.tsv"
    /// Which lines of the text cleaning has kept.
    package static let keptLinesName = "cleaning.kept"
    /// What cleaning left out, as a page.
    package static let cleaningPageName = "cleaning.html"
    /// The same as JSON.
    package static let cleaningReportName = "cleaning.json"
    private static let logName = "log.jsonl"
    private static let curvesName = "training.svg"
    private static let curvesPageName = "training.html"
    private static let stateName = "state.json"

    /// The folder.
    public let url: URL
    /// `log.jsonl`.
    public let log: JSONLines
    private let tokenizer: TranslationTokenizer?
    private let checkpoints: CheckpointFolder
    private let lock: FolderLock
    private let existing: Existing

    /// What to do with a folder that holds a run already.
    public enum Existing: Sendable, Equatable {
        /// Throw.
        case refuse
        /// Go on from its newest checkpoint: exactly as if it had not stopped, or, if it has to be, with
        /// another number of workers, which cuts the data another way from there on.
        case resume(exactly: Bool)
        /// Delete the run.
        case overwrite

        /// Go on from its newest checkpoint as if it had not stopped.
        public static let resume = Existing.resume(exactly: true)

        /// Whether a run that is there goes on.
        public var resumes: Bool { if case .resume(exactly: _) = self { true } else { false } }
    }

    /// Opens or makes the folder, which no other process can open until this is released.
    ///
    /// - Throws: `CalqueError` when the folder holds another run and `existing` does not say what
    ///   to do, when a run would write over what it holds, when another process is training in it, or
    ///   when it cannot be written.
    public init(_ url: URL, tokenizer: TranslationTokenizer?, existing: Existing) throws {
        self.url = url
        self.tokenizer = tokenizer
        self.existing = existing
        try Self.check(url, existing)
        try FileManager.default.createFolder(url)
        lock = try FolderLock(url)
        // Another process may have had it until now.
        try Self.checkContents(url, existing)
        checkpoints = Self.checkpoints(of: url)
        try checkpoints.open()
        try Leftovers.clear(in: url) { Self.fileNames.contains($0) }
        if existing == .overwrite { try Self.deleteModel(url, checkpoints) }
        log = try JSONLines(url: url.appendingPathComponent(Self.logName))
        // What makes the folder that of a run goes last.
        if existing == .overwrite { try log.truncate(to: 0) }
    }

    private static func checkpoints(of url: URL) -> CheckpointFolder {
        CheckpointFolder(of: url, resumingNames: [stateName, Adam.fileName])
    }
}

/// What a folder holds.
extension RunDirectory {
    /// What a run writes beside its checkpoints.
    private static let fileNames =
        ModelDirectory.fileNames
        + [
            recipeName, heldOutName, keptLinesName, cleaningPageName, cleaningReportName,
            baseTranslationsName, logName, curvesName, curvesPageName,
        ]

    /// Finds out, before any work is done, whether a run can be written to a folder.
    ///
    /// - Throws: `CalqueError` where ``init(_:tokenizer:existing:)`` would not take it.
    public static func check(_ url: URL, _ existing: Existing) throws {
        try FileManager.default.requirePlace(forFolder: url)
        try FolderLock.check(url)
        try checkContents(url, existing)
    }

    private static func checkContents(_ url: URL, _ existing: Existing) throws {
        if holdsRun(url) {
            guard existing != .refuse else {
                throw CalqueError(
                    "\(url.path) already holds a training run.", remedy: .resumeOrOverwriteRun,
                    kind: .system)
            }
            return
        }
        let checkpoints = checkpoints(of: url)
        var foreign = fileNames.filter { exists($0, in: url) }
        if exists(CheckpointFolder.name, in: url), !checkpoints.isOurs {
            foreign.append(CheckpointFolder.name)
        }
        guard foreign.isEmpty else {
            throw CalqueError(
                """
                \(url.path) holds \(foreign.joined(separator: ", ")), but no training run: they would \
                be written over.
                """, remedy: .otherFolderOrMove, kind: .system)
        }
    }

    /// Whether a folder holds a run: checkpoints, or a log that a run wrote.
    public static func holdsRun(_ url: URL) -> Bool {
        let checkpoints = checkpoints(of: url)
        guard checkpoints.isOurs || !exists(CheckpointFolder.name, in: url) else { return false }
        return !checkpoints.isEmpty || holdsLog(url) || hasJustBegun(url)
    }

    /// Whether a file or folder is the folder of a run, or lies where a run in it writes and deletes,
    /// whichever links lead there.
    package static func writes(_ item: URL, in url: URL) -> Bool {
        let folder = url.resolvingSymlinksInPath().pathComponents
        let place = item.resolvingSymlinksInPath().pathComponents
        guard place.starts(with: folder) else { return false }
        let name = place.dropFirst(folder.count).first
        let folders = [CheckpointFolder.name, CorpusFolder.name]
        return name.map { folders.contains($0) || fileNames.contains($0) } ?? true
    }

    /// Whether a run has made its folder and come no further: it has no checkpoint, an empty log, and
    /// nothing of a model but its tokenizer.
    private static func hasJustBegun(_ url: URL) -> Bool {
        let tokenizer = TranslationTokenizer.fileNames
        return checkpoints(of: url).isOurs && isEmptyFile(logName, in: url)
            && !ModelDirectory.fileNames.contains { !tokenizer.contains($0) && exists($0, in: url) }
    }

    /// Whether a folder holds a run that has a checkpoint to go on from.
    public static func holdsResumableRun(_ url: URL) -> Bool { newestCheckpoint(of: url) != nil }

    /// The model directory of the newest checkpoint, if there is one.
    public static func newestCheckpoint(of url: URL) -> URL? { checkpointFolders(of: url).last }

    /// The model directories of all checkpoints, in the order of their updates.
    public static func checkpointFolders(of url: URL) -> [URL] {
        let checkpoints = checkpoints(of: url)
        return checkpoints.updates().map(checkpoints.folder)
    }

    private static func holdsLog(_ url: URL) -> Bool {
        let lines = try? LogLine.read(url.appendingPathComponent(logName))
        return lines?.isEmpty == false
    }

    private static func isEmptyFile(_ name: String, in url: URL) -> Bool {
        let path = url.appendingPathComponent(name).path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int == 0
    }

    private static func exists(_ name: String, in url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)
    }

    /// Deletes what a run wrote, and nothing else that the folder may hold.
    private static func deleteModel(_ url: URL, _ checkpoints: CheckpointFolder) throws {
        for name in fileNames where name != logName && exists(name, in: url) {
            try FileManager.default.removeItem(at: url.appendingPathComponent(name))
        }
        try checkpoints.clear()
    }
}

/// Writing and reading checkpoints.
extension RunDirectory {
    /// Writes a checkpoint with everything needed to go on. `model` holds the weights to be used
    /// for translating (the average, where there is one).
    func writeCheckpoint(
        _ model: any SequenceToSequenceModel, _ optimizer: Adam, _ state: TrainingState,
        weights: ParameterVector?
    ) throws -> URL {
        let folder = checkpoints.folder(state.update)
        try AtomicDirectory.write(to: folder) { temporary in
            try ModelDirectory(temporary).save(model, tokenizer: tokenizer)
            try optimizer.save(weights: weights, to: temporary)
            try AtomicFile.write(
                JSONEncoder.forAnyNumber().encode(state),
                to: temporary.appendingPathComponent(Self.stateName))
        }
        return folder
    }

    /// Loads the newest checkpoint that training can go on from, and cuts the log back to it.
    ///
    /// - Parameter order: How the data is cut now, which has to be as it was.
    /// - Returns: Where training stood, and what the user has to know; `nil` when there is no
    ///   checkpoint.
    func restore(
        _ optimizer: Adam, requiring order: DataOrder
    ) throws -> (state: TrainingState, warnings: [String])? {
        let found = try checkpoints.restore { update, folder in
            let state = try TrainingState(
                file: folder.appendingPathComponent(Self.stateName), update: update)
            try state.order.check(order, exactly: existing != .resume(exactly: false))
            // An update is a step: one that is not finite ends the run.
            try optimizer.load(from: folder, steps: update)
            return state
        }
        guard let found else {
            guard !Self.exists(SafetensorsCollection.fileName, in: url) else {
                throw CalqueError(
                    "\(url.path) holds a model, but no checkpoint with \(Adam.fileName) and "
                        + "\(Self.stateName) to go on from. Restore it, or begin a new run.",
                    kind: .system)
            }
            try log.truncate(to: 0)
            return nil
        }
        var warnings: [String] = []
        if let damage = found.passedOver.first {
            warnings.append(
                "The newest checkpoint is damaged: the run goes on from that of update "
                    + "\(found.state.update). \(damage)")
        }
        if let damage = try restoreLog(to: found.state.logByteCount) { warnings.append(damage) }
        return (found.state, warnings)
    }

    /// - Returns: What to say of a log that is not what it was.
    private func restoreLog(to byteCount: Int) throws -> String? {
        guard log.byteCount < byteCount else {
            try log.truncate(to: byteCount)
            return nil
        }
        return """
            \(url.appendingPathComponent(Self.logName).path) has lost what it said, or a part of it. \
            The run goes on without.
            """
    }

    /// Whether an update has a checkpoint.
    func holdsCheckpoint(_ update: Int) -> Bool { checkpoints.updates().contains(update) }

    /// Deletes checkpoints but the newest `count` and the best, and what only resuming needs from
    /// all but the newest two.
    ///
    /// - Parameter last: Where training stands.
    func prune(keeping count: Int, best: Int?, upTo last: Int) throws {
        try checkpoints.prune(keeping: count, also: best, upTo: last)
    }
}

/// The model that the run makes.
extension RunDirectory {
    /// Copies the model of a checkpoint into the run's own folder, the weights last: a folder that has
    /// them is whole.
    func publish(update: Int) throws {
        let checkpoint = checkpoints.folder(update)
        let training = [Adam.fileName, Self.stateName]
        let weights = SafetensorsCollection.fileName
        let names = try FileManager.default.contentsOfDirectory(atPath: checkpoint.path)
        let others = names.filter { $0 != weights && !training.contains($0) }
        for name in others.sorted() + [weights] {
            let source = try MappedFile(url: checkpoint.appendingPathComponent(name))
            try AtomicFile.write(to: url.appendingPathComponent(name)) {
                try $0.write(source.bytes)
            }
        }
    }

    /// Publishes the mean of the weights of the newest checkpoints. That of a model before its first
    /// update is none of the training's, and counts only where there is no other.
    ///
    /// - Parameter last: Where training stands.
    func publishAverage(of count: Int, upTo last: Int) throws {
        let updates = checkpoints.updates().filter { $0 <= last && ($0 > 0 || last == 0) }
        let folders = updates.suffix(count).map { ModelDirectory(checkpoints.folder($0)) }
        let mean = try ModelAverage.load(folders, precision: .float32)
        try ModelDirectory(url).save(mean, tokenizer: tokenizer)
    }

    /// What the log in a folder says of the run so far, whoever is training there.
    ///
    /// - Throws: What reading the file throws.
    public static func history(of url: URL) throws -> TrainingHistory {
        try TrainingHistory(log: url.appendingPathComponent(logName))
    }

    /// Draws `training.svg` and `training.html` from the log.
    func drawCurves(isRunning: Bool) throws {
        let curves = TrainingCurves(try Self.history(of: url))
        for (text, name) in [
            (curves.svg(), Self.curvesName),
            (curves.page(isRunning: isRunning), Self.curvesPageName),
        ] {
            try AtomicFile.write(Data(text.utf8), to: url.appendingPathComponent(name))
        }
    }
}
