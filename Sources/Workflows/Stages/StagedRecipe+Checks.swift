import Basics
import Conversion
import Foundation
import Models

// What can be said of a training in stages before any work is done.

extension ResolvedStage {
    /// Throws `CalqueError`, naming the stage, where it cannot come to anything.
    ///
    /// - Parameter first: The first stage, whose model all go on with.
    func requirePossible(_ first: ResolvedStage) throws {
        do {
            try requireFilesOnly(recipe)
            try backTranslation?.requirePossible()
            if backTranslation == nil || backTranslation?.reverse == nil {
                _ = try recipe.text.training()
            }
            let base = try first.base
            try checkable(first).requirePossible(isBegun: false, base: base)
            if let reverse = try checkableReverse() {
                try prefixed("The reverse model: ") {
                    try reverse.requirePossible(isBegun: false, base: nil)
                }
            }
        } catch let error as CalqueError {
            throw error.prefixed(by: "Stage \(name): ")
        }
    }

    /// The model that the first stage begins with, if there is one.
    private var base: TrainingBase? {
        get throws {
            guard case .model(let path) = beginning else { return nil }
            return TrainingBase(model: path)
        }
    }

    /// The recipe with what is yet to be made: text that is there stands for it.
    private func checkable(_ first: ResolvedStage) throws -> TrainingRecipe {
        var recipe = self.recipe
        let own = recipe.paths.first { $0.section == .text }?.path
        let standIn = own ?? backTranslation?.text.first
        if let made = backTranslation { recipe.useSynthetic(made.text[0], made.text[0]) }
        switch (beginning, first.beginning) {
        case (.random, _): break
        case (.model(let path), _), (.stage, .model(let path)): recipe.model.base = path
        case (.stage, _):
            let own = recipe.model
            recipe.model = first.recipe.model
            recipe.model.dropout = own.dropout ?? recipe.model.dropout
            recipe.model.base = standIn
        }
        return recipe
    }

    private func checkableReverse() throws -> TrainingRecipe? {
        guard var reverse else { return nil }
        swap(&reverse.text.sourceLanguage, &reverse.text.targetLanguage)
        return reverse
    }

    private func prefixed(_ beginning: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as CalqueError {
            throw error.prefixed(by: beginning)
        }
    }

    /// Throws where text would have to be read more than once, and cannot be.
    private func requireFilesOnly(_ recipe: TrainingRecipe) throws {
        let paths = recipe.paths.map(\.path) + (backTranslation?.text ?? [])
        for path in paths where path.isStandardInput {
            throw CalqueError(
                "Text of a training in stages is read more than once: name a file for \(path).",
                kind: .configuration)
        }
    }
}

extension BackTranslationSettings {
    /// Throws `CalqueError` where no pairs can come of it.
    func requirePossible() throws {
        guard !text.isEmpty else {
            throw Self.invalid(
                "back-translate has no text. Give it a file of lines in the target language.")
        }
        for path in text {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue, FileManager.default.isReadableFile(atPath: path)
            else {
                throw CalqueError(
                    "back-translate is \(path), which is no file that can be read. Check the path.",
                    kind: .system)
            }
        }
        if let beam {
            guard GenerationSettings.beamSizes.contains(beam) else {
                throw Self.invalid("The beam is \(beam). Give one from 1 to 1000.")
            }
            guard search != .greedy, search != .sampling else {
                throw Self.invalid("beam changes nothing beside another search. Leave it out.")
            }
        }
        if let tag, tag.contains(where: \.isWhitespace) {
            throw Self.invalid("The tag is \"\(tag)\". Give a word, such as <BT>.")
        }
        try requireReverse()
    }

    private func requireReverse() throws {
        guard let reverse else { return try requireKeysOfReverse() }
        if let setting = settings.first {
            throw Self.invalid(
                """
                \(setting.name) of back-translate is one of a reverse model that is trained, and one is \
                given. Leave it out.
                """)
        }
        _ = try ModelFolders.folder(at: reverse.fileURL).hasQuantizedWeights
    }

    private func requireKeysOfReverse() throws {
        for setting in settings {
            let key = try RecipeKey.named(setting.name)
            let isDecided =
                key.kind == .path && key.section != .tokenizer || key.name == "from"
                || [.text, .general].contains(key.section)
            guard !isDecided else {
                throw Self.invalid(
                    """
                    \(key.name) of the reverse model follows from the stage, whose text it has. Leave it \
                    out.
                    """)
            }
        }
    }

    private static func invalid(_ problem: String) -> CalqueError {
        CalqueError(problem, kind: .configuration)
    }
}

extension TrainingRecipe {
    /// Takes made pairs as general text, or, where there is no other, as the text.
    mutating func useSynthetic(_ source: String, _ target: String) {
        if text.hasTraining {
            text.general.source = source
            text.general.target = target
        } else {
            text.source = source
            text.target = target
        }
    }
}
