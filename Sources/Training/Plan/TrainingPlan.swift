public import Layers
public import Models

/// What a run is like in all that follows from how much text there is and how long it may take.
///
/// What has been chosen is kept; the plan decides the rest, from measurements on Multi30k, the embedded
/// corpus and made-up text.
public struct TrainingPlan: Sendable, Equatable {
    /// What has been chosen; nil for what the plan is to decide.
    public struct Choices: Sendable, Equatable {
        /// Named size of the model.
        public var size: ModelSize?
        /// Dropout of embeddings and of what goes from layer to layer.
        public var dropout: Double?
        /// Tokens of an update: the longer side of every pair.
        public var updateTokens: Int?
        /// How the learning rate goes on after its warm-up.
        public var shape: LearningRateSchedule.Shape?
        /// What the learning rate rises over.
        public var warmup: RunSpan?
        /// What lies between validations.
        public var validationInterval: RunSpan?

        /// Nothing.
        public init() {}
    }

    /// Named size of the model.
    public let size: ModelSize
    /// Dropout of embeddings and of what goes from layer to layer.
    public let dropout: Double
    /// Tokens of an update: the longer side of every pair.
    public let updateTokens: Int
    /// How the learning rate goes on after its warm-up.
    public let shape: LearningRateSchedule.Shape
    /// What the learning rate rises over.
    public let warmup: RunSpan
    /// What lies between validations.
    public let validationInterval: RunSpan
    /// Updates that the run is expected to have, 10¹⁵ at most; nil where nothing tells.
    public let expectedUpdates: Double?
    /// Passes over the text that it is expected to make; nil where nothing tells.
    public let expectedEpochs: Double?
    /// How long the run may take.
    public let budget: TrainingBudget
    /// What the model is to be trained on and with; nil where nobody said.
    public let text: PlannedText?

    /// What of a run is known before it is planned, and belongs to what it should come to.
    public struct PlannedText: Sendable, Equatable {
        /// Pairs of one pass over the text; nil where that is not said, as of a mixture.
        public var pairs: Int?
        /// Pieces of the vocabulary; nil for a model that exists.
        public var vocabularySize: Int?

        /// A text.
        ///
        /// - Parameters:
        ///   - pairs: Pairs of one pass over it; nil where that is not said.
        ///   - vocabularySize: Pieces of the vocabulary; nil for a model that exists, which has its size, too.
        public init(pairs: Int?, vocabularySize: Int?) {
            self.pairs = pairs
            self.vocabularySize = vocabularySize
        }
    }

    /// Those who share an update.
    public let workers: Int
    /// The parts that each cuts its share into.
    public let accumulation: Int

    /// More than anybody waits for, and still a number that an `Int` can be.
    static let mostUpdates = 1e15

    /// Decides what has not been chosen.
    ///
    /// - Parameters:
    ///   - choices: What has been chosen.
    ///   - budget: How long the run may take.
    ///   - architecture: What kind of model it trains.
    ///   - textTokens: Tokens of one pass over the text: of its longer side, end tokens included.
    ///   - tokensPerSecond: The speed of each size, in such tokens, where a limit of time asks for it:
    ///     see ``TrainingSpeeds``.
    ///   - text: What is said of the text and the vocabulary; it decides nothing.
    ///   - workers: Those who share an update. They decide nothing, for a run is to be the same on other
    ///     machines; what does not suit them is said.
    ///   - accumulation: The parts that each cuts its share into.
    public init(
        _ choices: Choices = Choices(), budget: TrainingBudget, architecture: Architecture,
        textTokens: Int, tokensPerSecond: [ModelSize: Double] = [:], text: PlannedText? = nil,
        workers: Int = 1, accumulation: Int = 1
    ) {
        /// Before it is known how long the run is: an epoch has a hundred updates or so.
        let epochUpdateTokens = choices.updateTokens ?? Rules.updateTokens(ofText: textTokens)
        func tokens(_ size: ModelSize) -> Double? {
            budget.tokens(
                updateTokens: epochUpdateTokens, textTokens: textTokens,
                tokensPerSecond: tokensPerSecond[size])
        }
        let size =
            choices.size
            ?? Rules.size(architecture, textTokens) { tokens($0) ?? Rules.tokensWithoutLimit }
        let expectedTokens = tokens(size)
        let updateTokens =
            choices.updateTokens
            ?? min(epochUpdateTokens, Rules.updateTokens(ofRun: budget, expectedTokens))
        let epochs = { (tokens: Double) in tokens / Double(max(textTokens, 1)) }
        self.size = size
        self.budget = budget
        self.text = text
        self.workers = workers
        self.accumulation = accumulation
        self.updateTokens = updateTokens
        dropout =
            choices.dropout
            ?? Rules.dropout(epochs: epochs(expectedTokens ?? Rules.tokensWithoutLimit))
        shape = choices.shape ?? (budget.isLimited ? .cosine : .inverseSquareRoot)
        expectedEpochs = expectedTokens.map(epochs)
        expectedUpdates = expectedTokens.map {
            min($0 / Double(max(min(updateTokens, textTokens), 1)), Self.mostUpdates)
        }
        warmup = choices.warmup ?? Rules.warmup(shape, budget, size)
        validationInterval =
            choices.validationInterval
            ?? Rules.validationInterval(
                budget, expectedUpdates, updatesPerEpoch: textTokens / max(updateTokens, 1))
    }
}

extension TrainingPlan {
    /// Fewer updates than these leave weights near where they began.
    private static let fewestUpdates = 300.0

    /// What has to be said before a run starts, because nothing can come of it: a sentence each.
    public var warnings: [String] {
        guard let expectedUpdates else { return [] }
        var warnings: [String] = []
        let updates = Int(expectedUpdates.rounded())
        if case .updates(let warmup) = warmup, Double(warmup) >= expectedUpdates {
            warnings.append(
                """
                The warm-up takes \(warmup) updates, and the run has \(updates): it ends before its learning rate \
                is reached. Shorten the warm-up, or train for longer.
                """)
        }
        if expectedUpdates < Self.fewestUpdates {
            warnings.append(
                """
                The run has only \(updates) updates, after which a model can hardly say anything. Train for longer, \
                or with a smaller size or fewer tokens in an update.
                """)
        }
        return warnings
    }
}
