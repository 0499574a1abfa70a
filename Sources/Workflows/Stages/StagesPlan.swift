import Basics
import Text

/// What a training in stages is going to do, in words.
struct StagesPlan {
    /// A line or more for every stage.
    let lines: [String]

    /// - Parameters:
    ///   - stages: The stages.
    ///   - place: Where they go on; nil where they begin.
    init(_ stages: [ResolvedStage], goingOnIn place: StagesFolder?) throws {
        let done = try place?.readNotes().done ?? []
        var lines: [String] = []
        for stage in stages {
            let title = "\(stage.index + 1)/\(stages.count) \(stage.name)"
            if done.contains(StagesFolder.name(stage.index, stage.name)) {
                lines.append("\(title): is done")
                continue
            }
            lines.append(
                "\(title): \(Self.beginning(of: stage, stages)); \(Self.limits(of: stage.recipe))")
            if let text = Self.text(of: stage) { lines.append("  text: \(text)") }
            if let made = stage.backTranslation {
                let pairs = place?.backTranslation(stage.index, stage.name).pairs
                let areMade = pairs.map(StagesFolder.isThere) ?? false
                let words = areMade ? "is done" : try Self.words(made, stage)
                lines.append("  back-translation: \(words)")
            }
            let other = Self.otherKeys(of: stage)
            if !other.isEmpty { lines.append("  " + other.joined(separator: ", ")) }
        }
        self.lines = lines
    }

    private static func beginning(of stage: ResolvedStage, _ stages: [ResolvedStage]) -> String {
        switch stage.beginning {
        case .random: "from random weights"
        case .model(let path): "from \(path)"
        case .stage(let index): "from stage \(stages[index].name)"
        }
    }

    private static let limitNames = ["updates", "epochs", "minutes", "patience"]

    private static func limits(of recipe: TrainingRecipe) -> String {
        let limits = limitNames.compactMap { name in
            (try? recipe.value(of: name)).flatMap { $0 }.map { "\(name): \($0)" }
        }
        return limits.isEmpty
            ? "until validations get no better" : limits.joined(separator: ", ")
    }

    private static func text(of stage: ResolvedStage) -> String? {
        guard stage.recipe.text.hasTraining else { return nil }
        return (try? stage.recipe.text.training())?.name
    }

    private static func words(
        _ made: BackTranslationSettings, _ stage: ResolvedStage
    ) throws -> String {
        let count = try made.text.reduce(0) { try $0 + SentenceLines.count(of: $1) }
        guard count > 0 else {
            throw CalqueError(
                "There are no lines in \(made.text.joined(separator: " and ")). Name files with text "
                    + "in them.", kind: .input)
        }
        let by =
            made.reverse
            ?? "a reverse model that is trained first (\(stage.reverse.map(limits(of:)) ?? ""))"
        let mix =
            stage.recipe.text.hasTraining
            ? "mixed with the own text \(stage.recipe.text.general.mix)" : "without other text"
        return "\(count.grouped) lines of \(made.text.joined(separator: ", ")) by \(by), "
            + "\(made.searchWords), \(mix)"
    }

    /// What else the stage has that is not as in every training, but for what the model is.
    private static func otherKeys(of stage: ResolvedStage) -> [String] {
        let sections: Set<RecipeKey.Section> = [.learningRate, .optimizer, .robustness]
        return stage.recipe.differences(from: TrainingRecipe()).compactMap { key in
            guard sections.contains(key.section) else { return nil }
            return key.read(stage.recipe).map { "\(key.name): \($0)" }
        }
    }
}

extension BackTranslationSettings {
    /// How many hypotheses a beam has.
    var beamSize: Int { beam ?? Self.standardBeam }

    fileprivate var searchWords: String {
        switch search ?? .beam {
        case .beam: "beam \(beamSize)"
        case .greedy: "greedily"
        case .sampling: "sampled"
        }
    }
}

extension StagedRecipe {
    /// The training with the searches that suit its text, which is counted.
    func withSearches(_ stages: [ResolvedStage]) throws -> StagedRecipe {
        var recipe = self
        let enough = BackTranslationSettings.Search.pairsForSampling
        for stage in stages {
            guard var made = stage.backTranslation, made.search == nil else { continue }
            // Who gives a beam wants one.
            made.search =
                try made.beam == nil
                ? .suiting(pairs: stage.recipe.text.pairCount(upTo: enough)) : .beam
            recipe.stages[stage.index].backTranslation = made
        }
        return recipe
    }
}

extension TrainingRecipe.TextSettings {
    /// How many pairs there are to train on, of which no more are counted than matter; 0 where there is
    /// no text.
    fileprivate func pairCount(upTo enough: Int) throws -> Int {
        guard hasTraining else { return 0 }
        let reader = try training().makeReader()
        var count = 0
        while count < enough, try reader.next() != nil { count += 1 }
        return count
    }
}
