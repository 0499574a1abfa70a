import Basics
import Foundation
import Models

/// What can be said of settings before any work is done.
extension DistillationSettings {
    /// Throws `CalqueError` where no student can come of them.
    func requirePossible() throws {
        try requireText()
        try requireNumbers()
        for setting in recipeSettings ?? [] { try Self.requireFree(RecipeKey.named(setting.name)) }
        try requireStudent()
    }

    /// Throws where a key of a recipe follows from the settings: files, all text, and some others.
    private static func requireFree(_ key: RecipeKey) throws {
        if ["size", "minutes", "updates", "workers", "seed"].contains(key.name) {
            throw CalqueError(
                "\(key.name) is a setting of the distillation, and none of the student's recipe.",
                remedy: .giveDistillationSetting(key.name), kind: .configuration)
        }
        let isDecided =
            key.kind == .path || key.section == .general
            || ["separate-vocabularies", "epochs", "eight-bit-rounding"].contains(key.name)
        guard isDecided else { return }
        throw invalid(
            "\(key.name) of the student follows from the distillation's own settings. Leave it out."
        )
    }

    private func requireText() throws {
        guard hasTeacher || translations != nil else {
            throw Self.invalid("Nobody translates: give a teacher, or translations.")
        }
        guard let source else { throw Self.invalid("There is no text: give the source.") }
        guard (validationSource == nil) == (validationTarget == nil) else {
            throw Self.invalid("Give both validation-source and validation-target, or neither.")
        }
        let files = [
            ("source", source), ("target", target), ("monolingual", monolingual),
            ("translations", translations), ("validation-source", validationSource),
            ("validation-target", validationTarget),
        ]
        for case let (name, path?) in files {
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            guard isThere, !isFolder.boolValue, FileManager.default.isReadableFile(atPath: path)
            else {
                throw CalqueError(
                    "\(name) is \(path), which is no file that can be read. Check the path; text that "
                        + "is read more than once does not come through a pipe.", kind: .system)
            }
        }
    }

    private static func invalid(_ problem: String) -> CalqueError {
        CalqueError(problem, kind: .configuration)
    }

    private func requireNumbers() throws {
        guard GenerationSettings.beamSizes.contains(beamSize) else {
            throw Self.invalid("The beam is \(beamSize). Give one from 1 to 1000.")
        }
        guard (0..<1).contains(dropShare) else {
            throw Self.invalid(
                "The share of pairs to leave out is \(dropShare). Give at least 0, and less than 1."
            )
        }
        guard reverse == nil || dropShare > 0 else {
            throw Self.invalid(
                "The reverse model says which pairs are left out, and none are: leave it out.")
        }
        guard updates ?? 2 >= 2 else {
            throw Self.invalid(
                "Training has two parts, and takes two updates at least: give more of them.")
        }
    }

    /// Throws where what a student is made of lies in the folder that is to be overwritten.
    func requireOtherPlaces(than folder: URL) throws {
        let own = folder.resolvingSymlinksInPath().standardizedFileURL.pathComponents
        let texts = [source, target, monolingual, translations, validationSource, validationTarget]
        for path in (teachers ?? []) + ([reverse] + texts).compactMap({ $0 }) {
            let place = path.fileURL.resolvingSymlinksInPath().standardizedFileURL.pathComponents
            guard place.starts(with: own) else { continue }
            throw CalqueError(
                "\(path) lies in \(folder.path), which would be overwritten. Make the student in "
                    + "another folder.", kind: .configuration)
        }
    }

    /// Throws where the student's recipe says what cannot be. Files that are yet to be made are taken for
    /// the text, which is there.
    private func requireStudent() throws {
        var recipe = TrainingRecipe()
        recipe.text.source = source
        recipe.text.target = source
        recipe.text.validationSource = source
        recipe.text.validationTarget = source
        if hasTeacher, let source {
            recipe.tokenizer.both = source
            try recipe.set("alignments", to: source)
        }
        try apply(to: &recipe)
        recipe.limits.minutes = minutes
        recipe.limits.updates = updates
        try recipe.requirePossible(isBegun: false, base: nil)
        // The words of the pairs are aligned by it, be it guided or not.
        guard try recipe.configuration(.ofAnyVocabulary).makeModel().hasAttention else {
            throw CalqueError(
                "The student has no attention to the source, by which words are aligned. Choose another "
                    + "architecture.", kind: .configuration)
        }
    }

    /// Sets what of the student's recipe the settings say.
    func apply(to recipe: inout TrainingRecipe) throws {
        try recipe.set("size", to: size ?? Self.standardSize)
        recipe.workers = workers
        if let seed { recipe.seed = seed }
        try recipe.apply(recipeSettings ?? [])
    }

    /// The limits of a part of the student's training. Patience is that of the keys.
    func limits(isRounding: Bool) throws -> TrainingRecipe.RunLimits {
        var recipe = TrainingRecipe()
        try recipe.apply(recipeSettings ?? [])
        var limits = recipe.limits
        let share = isRounding ? Self.roundingShare : 1 - Self.roundingShare
        limits.minutes = minutes.map { $0 * share }
        limits.updates = updates.map { updates in
            let last = max(1, Int(Self.roundingShare * Double(updates)))
            return isRounding ? last : updates - last
        }
        return limits
    }

    /// Throws where the disk has no room for what is made of the text.
    func requireRoom(in folder: URL) throws {
        // All candidates, what is chosen of them, what of that is kept, and alignments.
        try DiskRoom.require(
            DiskRoom.bytes(of: sources) * (beamSize + 6), for: "the candidates of all sentences",
            in: folder, or: "choose another folder or a smaller beam")
    }
}
