import Basics
import Layers
import Models
import Tensors
import Text
public import Training

/// What follows from the rest.
extension TrainingRecipe {
    /// Validations without improvement after which a run without a limit ends.
    static let standardPatience = 10

    /// The recipe with what it leaves open as a run by it has found it out. Only the recipe itself says
    /// when the run ends.
    func completed(by found: TrainingRecipe) -> TrainingRecipe {
        var recipe = self
        for key in RecipeKey.all where key.standard != nil && key.section != .end {
            guard key.read(self) == nil, let value = key.read(found) else { continue }
            _ = key.write(&recipe, value)
        }
        return recipe
    }

    /// The recipe with what a run does about text like that to validate with: one that began before there
    /// was a rule goes on with all of its text.
    func withRuleOfHeldOutText(isBegun: Bool) throws -> TrainingRecipe {
        var recipe = self
        if text.dropsNearValidation == nil, try text.validates {
            recipe.text.dropsNearValidation = !isBegun
        }
        return recipe
    }

    /// The recipe with what a model that training starts from decides.
    func based(on base: any ModelConfiguration) -> TrainingRecipe {
        var recipe = self
        recipe.model.architecture = Architecture(of: base)
        recipe.model.maximumLength = base.maximumLength
        return recipe
    }

    /// The recipe with the languages of the model that training starts from, where files or rules ask for
    /// languages that nobody gave. What is wrong with that model is said later.
    var withLanguagesOfBase: TrainingRecipe {
        let isAsked = text.hasLanguages || text.cleaning != nil
        let isGiven = text.sourceLanguage != nil && text.targetLanguage != nil
        guard isAsked, !isGiven, let base = model.base,
            let tokenizer = try? ModelDirectory(base.fileURL).loadTokenizer()
        else { return self }
        var recipe = self
        recipe.text.sourceLanguage = text.sourceLanguage ?? tokenizer.settings.sourceLanguage
        recipe.text.targetLanguage = text.targetLanguage ?? tokenizer.settings.targetLanguage
        return recipe
    }

    /// What a plan has to keep.
    var choices: TrainingPlan.Choices {
        var choices = TrainingPlan.Choices()
        choices.size = model.size
        choices.dropout = model.dropout.map(Double.init)
        choices.updateTokens = optimization.updateTokens
        choices.shape = optimization.shape
        choices.warmup = optimization.warmup
        choices.validationInterval = validation.interval
        return choices
    }

    /// The recipe with what a plan decided, and what follows from the processor and the limits.
    func planned(by plan: TrainingPlan) throws -> TrainingRecipe {
        var recipe = self
        if model.base == nil { recipe.model.size = plan.size }
        recipe.model.dropout = model.dropout ?? Float(plan.dropout)
        recipe.optimization.updateTokens = plan.updateTokens
        recipe.optimization.shape = plan.shape
        recipe.optimization.warmup = plan.warmup
        recipe.validation.interval = plan.validationInterval
        recipe.precision = precision ?? .fastest
        recipe.workers = workers ?? WorkerPool.coreCount
        if try text.validates, !limits.budget.isLimited {
            recipe.limits.patience = limits.patience ?? Self.standardPatience
        }
        return recipe
    }

    /// The same with the learning rate that suits a model of some width.
    func withLearningRate(width: Int) -> TrainingRecipe {
        var recipe = self
        if optimization.learningRate == nil {
            recipe.optimization.learningRate =
                optimization.shape == .paper ? 1 : model.architecture.learningRate(width: width)
        }
        return recipe
    }

    /// What a trainer is told. What the recipe leaves open is as in `TrainingOptions`, except that the
    /// learning rate is the architecture's, without a warm-up.
    ///
    /// - Parameter width: d of the model.
    public func trainingOptions(width: Int) -> TrainingOptions {
        var options = TrainingOptions()
        options.seed = seed
        options.workers = workers ?? options.workers
        options.precision = precision ?? options.precision
        options.updateTokens = optimization.updateTokens ?? options.updateTokens
        options.accumulation = optimization.accumulation
        options.roundsToEightBits = optimization.roundsToEightBits
        options.labelSmoothing = optimization.labelSmoothing
        options.guidedAlignmentWeight = optimization.guidedAlignmentWeight
        options.schedule = schedule(width: width)
        options.adam = optimization.adam
        options.budget = limits.budget
        options.patience = limits.patience
        options.validationInterval = validation.interval ?? options.validationInterval
        options.validationTokenizer = validation.tokenizer
        options.validatesFirst = model.base != nil
        options.generalLimit = text.general.limit
        options.bestBy = validation.bestBy
        options.checkpointInterval = checkpoints.interval
        options.keptCheckpoints = checkpoints.kept
        options.logInterval = checkpoints.logInterval
        options.final =
            switch checkpoints.final {
            case .best: .best
            case .last: .last
            case .average: .average(checkpoints.averaged)
            }
        return options
    }

    private func schedule(width: Int) -> LearningRateSchedule {
        let settings = withLearningRate(width: width).optimization
        let (rate, warmup) = (settings.learningRate ?? 0, settings.warmup ?? 0)
        switch settings.shape ?? .inverseSquareRoot {
        case .inverseSquareRoot: return .inverseSquareRoot(peak: rate, warmup: warmup)
        case .paper: return .paper(width: width, warmup: warmup, factor: rate)
        case .constant: return .constant(peak: rate, warmup: warmup)
        case .cosine:
            return .cosine(peak: rate, warmup: warmup, floor: settings.finalLearningRate)
        }
    }

    /// Which pairs to leave out: those that the model has no positions for, too.
    var filters: CorpusFilters {
        var filters = text.filters
        filters.maximumTokens = min(filters.maximumTokens, model.maximumLength - 1)
        return filters
    }
}
