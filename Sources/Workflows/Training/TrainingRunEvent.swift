public import Text
public import Training
import Tensors

/// What a run tells while it goes on.
public enum TrainingRunEvent: Sendable {
    /// A part of the preparation that may take a while begins, or goes on.
    ///
    /// A part begins with `fraction: nil`, which is a line of a log. Where it is known how much of it is
    /// done, the same part comes again with the share, from 0 to 1, some times a second; no log has those.
    /// It ends where another event comes.
    case preparing(Preparation, fraction: Double? = nil)
    /// The text is cleaned.
    case cleaned(CleaningReport)
    /// The source lines begin with the languages that they are to be translated into.
    case languageTokens([String])
    /// The validation text is read.
    case validationText(CorpusReport)
    /// General text to validate with is read.
    case generalValidationText(CorpusReport)
    /// The training text is read.
    case trainingText(CorpusReport)
    /// The base model has translated so many lines of the own text, which make general text.
    case translatedByBase(lines: Int)
    /// General text beside it is read.
    case generalText(CorpusReport)
    /// It is decided what a new run is like.
    case plan(TrainingPlan)
    /// The run begins by this recipe, in which nothing is open any more.
    case recipe(TrainingRecipe)
    /// Training tells something.
    case training(TrainingEvent)
}

extension TrainingRunEvent {
    /// What is done before a run begins.
    public enum Preparation: String, Sendable {
        /// Pairs are left out that are hardly translations.
        case cleaning = "cleaning the text"
        /// Pairs of the text are chosen to validate with.
        case heldOut = "choosing pairs to validate with"
        /// Pairs and characters are counted, and language tokens found.
        case survey = "counting pairs and characters"
        /// The sentences are read that the tokenizer is trained on.
        case sample = "reading sentences for the tokenizer"
        /// The subwords are learned from them; how long that takes nobody knows.
        case tokenizer = "training the tokenizer"
        /// Pairs to validate with are read and cut into tokens.
        case validationText = "reading text to validate with"
        /// Pairs are read and cut into tokens.
        case text = "reading the text"
        /// A few updates are made, to plan by.
        case speed = "measuring how fast models train here"
    }

    /// Lines for a log; none of what only moves on. Of a recipe they have what is not the same for every run: the run's folder has
    /// all of it.
    public var lines: [String] {
        switch self {
        case .preparing(let part, nil): ["\(part.rawValue) …"]
        case .preparing: []
        case .languageTokens(let tokens): ["language tokens: \(tokens.joined(separator: " "))"]
        case .trainingText(let report): ["training text: \(report)"]
        case .generalText(let report): ["general text: \(report)"]
        case .validationText(let report): ["validation text: \(report)"]
        case .generalValidationText(let report): ["general validation text: \(report)"]
        case .cleaned(let report): ["cleaned text: \(report.summary)"]
        case .translatedByBase: []
        case .plan(let plan): plan.lines
        case .recipe(let recipe):
            recipe.differences(from: TrainingRecipe()).compactMap { key in
                key.read(recipe).map { "\(key.name): \($0)" }
            } + ["processor: \(Processor.current.description)"]
        case .training(let event): event.lines
        }
    }
}
