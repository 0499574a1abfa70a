public import Text
public import Training

/// What a run tells while it goes on.
public enum TrainingRunEvent: Sendable {
    /// The source lines begin with the languages that they are to be translated into.
    case languageTokens([String])
    /// The training text is read.
    case trainingText(CorpusReport)
    /// General text beside it is read.
    case generalText(CorpusReport)
    /// The validation text is read.
    case validationText(CorpusReport)
    /// It is decided what a new run is like.
    case plan(TrainingPlan)
    /// The run begins by this recipe, in which nothing is open any more.
    case recipe(TrainingRecipe)
    /// Training tells something.
    case training(TrainingEvent)
}
