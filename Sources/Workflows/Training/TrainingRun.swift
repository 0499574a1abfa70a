import Basics
public import Foundation
public import Ranks
public import Training
import Models
import Text

/// A training run: a recipe in, events out, and a folder that is a model, with the run's log, curves
/// and checkpoints beside it.
///
///     let run = try TrainingRun(recipe, in: folder)
///     let result = try run.train { event in print(event) }
///
/// A run that was stopped, or killed, goes on where it was: `TrainingRun(in: folder, .resume)`.
public struct TrainingRun {
    /// What the run is. What is open is found out when it begins.
    public let recipe: TrainingRecipe
    /// Where it is.
    public let folder: URL
    /// What to do with a run that the folder holds.
    let existing: RunDirectory.Existing

    /// A run by a recipe.
    ///
    /// - Parameters:
    ///   - recipe: What the run is.
    ///   - folder: Where it is.
    ///   - existing: What to do with a run that the folder holds. One that goes on has to have the
    ///     same text, tokenizer, model and order of the data; what the recipe leaves open stays as the
    ///     run found it out.
    /// - Throws: `CalqueError` when the recipe cannot come to anything, when the folder holds what would
    ///   be lost, or a run that cannot go on by this recipe. Nothing has been written then.
    public init(
        _ recipe: TrainingRecipe, in folder: URL, _ existing: RunDirectory.Existing = .refuse
    ) throws {
        try self.init(in: folder, existing) { $0 = recipe.completed(by: $0) }
    }

    /// A run by a recipe that begins as what the folder's run was made by, if that is to go on, and as
    /// the default otherwise.
    ///
    /// - Parameters:
    ///   - folder: Where the run is.
    ///   - existing: What to do with a run that the folder holds.
    ///   - change: Changes what that recipe says.
    /// - Throws: What `change` throws, and as ``init(_:in:_:)``.
    public init(
        in folder: URL, _ existing: RunDirectory.Existing = .refuse,
        _ change: (inout TrainingRecipe) throws -> Void = { _ in }
    ) throws {
        self.folder = folder
        self.existing = existing
        let file = folder.appendingPathComponent(RunDirectory.recipeName)
        let goesOn = existing.resumes && FileManager.default.fileExists(atPath: file.path)
        let before = goesOn ? try TrainingRecipe(contentsOf: file).withAbsolutePaths : nil
        var recipe = before ?? TrainingRecipe()
        try change(&recipe)
        self.recipe = recipe.withAbsolutePaths.withLanguagesOfBase
        try RunDirectory.check(folder, existing)
        if let before {
            try requireContinuation(of: before)
        } else if existing.resumes, !RunDirectory.holdsResumableRun(folder) {
            try requireText()
        }
        try self.recipe.requirePossible(isBegun: isBegun, base: TrainingBase(of: self))
        if !isBegun { try requireOtherPlaceForSources() }
    }

    /// Trains until the run ends or `isCancelled` says so.
    ///
    /// - Parameters:
    ///   - communicator: The processes that train together, of which this is rank 0; nil for this one
    ///     alone. The others call ``takePart(across:begin:isCancelled:)``.
    ///   - report: Called on the caller's thread for everything that happens.
    ///   - isCancelled: Asked before every update, and now and then while the run is prepared.
    /// - Throws: `CalqueError` when a file cannot be read or written, the run diverges, or another rank does
    ///   not answer; the other ranks have been told then.
    ///   `CancellationError` when `isCancelled` said so before training began, and nothing was written.
    @discardableResult
    public func train(
        across communicator: Communicator? = nil,
        report: @escaping (TrainingRunEvent) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> TrainingResult {
        guard let communicator else {
            return try train(onRanks: nil, report: report, isCancelled: isCancelled)
        }
        precondition(communicator.isFirst, "rank \(communicator.rank) has no run of its own")
        return try communicator.announcingErrors {
            let ranks = try RunRanks(communicator)
            return try train(onRanks: ranks, report: report, isCancelled: isCancelled)
        }
    }

    private func train(
        onRanks ranks: RunRanks?, report: @escaping (TrainingRunEvent) -> Void,
        isCancelled: @escaping () -> Bool
    ) throws -> TrainingResult {
        let parts = try preparedParts(ranks, report: report, isCancelled: isCancelled)
        let result = try parts.train(
            in: folder, existing, across: ranks, report: report, isCancelled: isCancelled)
        // Others may read the pairs from here.
        try ranks?.communicator.meet()
        // A run that has ended is a model; who lets it go on reads the text again.
        if result.reason != .interrupted { CorpusFolder(of: folder).clear() }
        return result
    }
}

extension TrainingRun {
    /// What the run is made of. Where it cannot be made, a new run leaves nothing behind.
    private func preparedParts(
        _ ranks: RunRanks?, report: @escaping (TrainingRunEvent) -> Void,
        isCancelled: @escaping () -> Bool
    ) throws -> TrainingRunParts {
        try FolderLock.hold(folder) {
            let corpus = CorpusFolder(of: folder)
            let earlier = corpus.names
            do {
                let parts = try TrainingRunPreparation(
                    self, across: ranks, report: report, isCancelled: isCancelled
                ).parts()
                try ranks?.requireShares(of: parts.data.count)
                return parts
            } catch {
                if !isBegun { corpus.clear(except: earlier) }
                throw error
            }
        }
    }
}

/// A run that goes on.
extension TrainingRun {
    /// Whether the run has what it is made of: a killed one may have come no further than its folder.
    var isBegun: Bool {
        guard existing.resumes else { return false }
        let recipe = folder.appendingPathComponent(RunDirectory.recipeName)
        return FileManager.default.fileExists(atPath: recipe.path)
            || RunDirectory.holdsResumableRun(folder)
    }

    /// Throws where a run that was made by another recipe cannot go on by this one.
    private func requireContinuation(of other: TrainingRecipe) throws {
        var free: Set<String> = existing == .resume(exactly: false) ? ["workers"] : []
        // These are the base's, whatever a recipe leaves them to.
        if recipe.model.base != nil { free.formUnion(["architecture", "maximum-length"]) }
        // Files may have moved, as those of other keys.
        if recipe.text.weights == other.text.weights { free.insert("sources") }
        let changed = recipe.differences(from: other).filter {
            $0.isFixed && !free.contains($0.name)
        }
        guard !changed.isEmpty else { return }
        let names = changed.map { key in
            "\(key.name) \(key.read(other) ?? "unset"), not \(key.read(recipe) ?? "unset")"
        }
        let problem = "The run in \(folder.path) was started with \(names.joined(separator: ", "))."
        if changed.map(\.name) == ["workers"] {
            throw CalqueError(
                problem + " Another number cuts the data another way.", remedy: .resumeInexactly,
                kind: .configuration)
        }
        throw CalqueError(
            """
            \(problem) It goes on only with the same: leave that out, or begin a new run in another \
            folder.
            """, kind: .configuration)
    }

    /// Throws where the run would write over what it is made from, or delete it.
    private func requireOtherPlaceForSources() throws {
        for item in recipe.paths where item.path != "-" {
            guard !RunDirectory.writes(item.path.fileURL, in: folder) else {
                throw CalqueError(
                    """
                    \(item.name) is \(item.path), which a run in \(folder.path) deletes or writes over. \
                    Train in another folder.
                    """, kind: .configuration)
            }
        }
    }

    private func requireText() throws {
        guard (try? recipe.text.training()) == nil else { return }
        throw CalqueError(
            """
            \(folder.path) holds no run to resume: it has no \(RunDirectory.recipeName). Begin one, \
            over what is there if one was stopped before it began.
            """, kind: .system)
    }
}
