import Basics
public import Foundation
public import Training

/// Trains in stages: pre-training, mixed, own text alone.
///
///     let recipe = try StagedRecipe(contentsOf: URL(fileURLWithPath: "stages.yaml"))
///     try StagedTraining(recipe, in: folder).train { event in print(event) }
///
/// Every stage is a run of its own in the folder's `stages`, with a recipe that follows from that of all,
/// and begins with the model of another one. The model of the last is the folder's. A stage may have
/// pairs that are made first: a model of the other direction translates text of the target language.
///
/// What is done leaves its files, and what was stopped, or killed, goes on:
/// `StagedTraining(in: folder, .resume)`.
public struct StagedTraining {
    /// What the training is.
    public let recipe: StagedRecipe
    /// Where it is.
    public let folder: URL
    private let existing: RunDirectory.Existing
    private let stages: [ResolvedStage]
    /// Whether there is a training that goes on.
    private let goesOn: Bool

    /// A training by a recipe.
    ///
    /// - Parameters:
    ///   - recipe: What the training is.
    ///   - folder: Where it is.
    ///   - existing: What to do with a training that the folder holds. One that goes on has to have
    ///     the same stages, as far as they are done; what of them is not may be another.
    /// - Throws: `CalqueError` when the recipe cannot come to anything, when the folder holds what would be
    ///   lost, or a training that cannot go on by this recipe. Nothing has been written then.
    public init(
        _ recipe: StagedRecipe, in folder: URL, _ existing: RunDirectory.Existing = .refuse
    ) throws {
        try self.init(in: folder, existing) { $0 = recipe }
    }

    /// A training by the recipe that the folder's was made by, if that is to go on.
    ///
    /// - Parameters:
    ///   - folder: Where it is.
    ///   - existing: What to do with a training that the folder holds.
    ///   - change: Changes what that recipe says.
    /// - Throws: What `change` throws, and as ``init(_:in:_:)``.
    public init(
        in folder: URL, _ existing: RunDirectory.Existing = .refuse,
        _ change: (inout StagedRecipe) throws -> Void = { _ in }
    ) throws {
        let place = StagesFolder(url: folder)
        try place.check(existing)
        goesOn = existing.resumes && place.isBegun
        let before = goesOn ? try StagedRecipe(contentsOf: place.recipe) : nil
        var recipe = before ?? StagedRecipe(stages: [])
        try change(&recipe)
        if let before { recipe = recipe.completed(by: before) }
        self.recipe = recipe.withAbsolutePaths
        self.folder = folder
        self.existing = existing
        stages = try self.recipe.resolved()
        let notes = goesOn ? try place.readNotes() : StagesFolder.Notes()
        if let before { try place.requireContinuation(of: before.resolved(), by: stages, notes) }
        if goesOn { try place.requireRuns(of: stages, existing, notes) }
        try self.recipe.requirePossible(stages) { notes.done.contains(StagesFolder.name($0, $1)) }
        if existing == .overwrite { try requireOtherPlaces() }
        if !goesOn { try requireRoom() }
    }

    /// Whether a folder holds a training in stages.
    ///
    /// - Parameter folder: The folder.
    public static func isBegun(in folder: URL) -> Bool { StagesFolder(url: folder).isBegun }

    /// Throws where a folder holds a training in stages, for whoever trains without.
    ///
    /// - Parameter folder: The folder.
    /// - Throws: `CalqueError` where it does.
    public static func requireNone(in folder: URL) throws {
        guard isBegun(in: folder) else { return }
        throw CalqueError(
            """
            \(folder.path) holds a training in stages. Go on with it, or train in another folder.
            """, kind: .system)
    }

    /// Trains, one stage after the other.
    ///
    /// - Parameters:
    ///   - report: Called on the caller's thread for everything that happens.
    ///   - isCancelled: Asked between chunks of lines, and before every update. What is done by then
    ///     is kept.
    /// - Returns: Whether all stages are done: false where `isCancelled` said so.
    /// - Throws: `CalqueError` when a file cannot be read or written, models do not fit each other, or
    ///   a run diverges.
    @discardableResult
    public func train(
        report: @escaping (StagedTrainingEvent) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> Bool {
        let place = StagesFolder(url: folder)
        return try FolderLock.hold(place.work) {
            try place.clearLeftovers()
            let planned = try recipe.withSearches(stages)
            let stages = try planned.resolved()
            let work = StagesWork(
                stages: stages, place: place, existing: existing, report: report,
                isCancelled: isCancelled)
            report(.plan(try StagesPlan(stages, goingOnIn: goesOn ? place : nil).lines))
            if !goesOn { try work.requireModelsThatFit() }
            if existing == .overwrite { try place.clear() }
            try place.write(planned)
            do {
                try work.run()
                return true
            } catch is CancellationError {
                return false
            }
        }
    }

    /// Throws where what the training is made of lies in the folder that is to be overwritten.
    private func requireOtherPlaces() throws {
        let own = folder.resolvingSymlinksInPath().standardizedFileURL.pathComponents
        for path in stages.flatMap(\.paths) {
            let place = path.fileURL.resolvingSymlinksInPath().standardizedFileURL.pathComponents
            guard place.starts(with: own) else { continue }
            throw CalqueError(
                "\(path) lies in \(folder.path), which would be overwritten. Train in another folder.",
                kind: .configuration)
        }
    }

    /// Throws where the disk has no room for what is made of the text.
    private func requireRoom() throws {
        let files = Set(stages.flatMap { $0.backTranslation?.text ?? [] })
        // Translations, and pairs of them, for a while side by side.
        try DiskRoom.require(
            4 * DiskRoom.bytes(of: Array(files)), for: "the pairs of all back-translated lines",
            in: folder, or: "choose another folder or less text")
    }
}

extension ResolvedStage {
    /// Files and folders that it reads.
    fileprivate var paths: [String] {
        var paths = recipe.paths.map(\.path)
        if case .model(let path) = beginning { paths.append(path) }
        return paths + (backTranslation?.text ?? [])
            + [backTranslation?.reverse].compactMap { $0 }
    }
}

extension StagedRecipe {
    /// Throws `CalqueError` where no training can come of the recipe.
    ///
    /// - Parameter isDone: Whether a stage is done, whose text may be gone.
    fileprivate func requirePossible(
        _ stages: [ResolvedStage], isDone: (Int, String) -> Bool
    ) throws {
        for stage in stages where !isDone(stage.index, stage.name) {
            try stage.requirePossible(stages[0])
        }
        let plain = TrainingRecipe()
        for setting in common where setting.name != "from" && !setting.value.isEmpty {
            let key = try RecipeKey.named(setting.name)
            var alone = plain
            try alone.set(setting.name, to: setting.value)
            let means = stages.contains { stage in
                key.read(stage.recipe) == key.read(alone)
                    || self.stages[stage.index].settings.contains { $0.name == key.name }
            }
            guard !means else { continue }
            throw CalqueError(
                "\(setting.name) changes nothing in any stage. Leave it out.", kind: .configuration)
        }
    }
}
