import Layers
import Models
import Tensors
import Text
import Training

extension RecipeKey {
    private typealias Rules = TrainingPlan.Rules

    static let learningRate = [
        RecipeKey(
            "schedule", optional: \.optimization.shape, .word, unit: "shape",
            standard: "cosine with a limit of updates, epochs or minutes, else inverse-sqrt",
            in: .learningRate,
            """
            Learning rate after the linear warm-up: falling with the inverse square root of the \
            update; the paper's equation 3; falling as half a cosine to the end of the run; \
            constant.
            """),
        RecipeKey(
            "learning-rate", optional: \.optimization.learningRate, .positive, unit: "rate",
            standard: "the architecture's for its width; 1 for the paper's schedule",
            in: .learningRate,
            "Highest learning rate; for the paper's schedule, the factor of equation 3."),
        RecipeKey(
            "warm-up", optional: \.optimization.warmup, .span(from: 0), unit: "updates",
            standard: """
                \(RunSpan.share(Rules.warmupShare)) with a limit of updates, epochs or minutes, but \
                \(LearningRateSchedule.longestWarmup) for the paper's schedule; else \
                \(Rules.tinyWarmup) for size tiny, \(LearningRateSchedule.longestWarmup) for others
                """,
            in: .learningRate,
            """
            Updates until the highest learning rate, or a share of the run such as 10%, which is \
            never more than \(LearningRateSchedule.longestWarmup) updates.
            """),
        RecipeKey(
            "final-learning-rate", \.optimization.finalLearningRate, .nonNegative, unit: "rate",
            in: .learningRate, "Learning rate at which the cosine ends."),
    ]

    static let optimizer = [
        RecipeKey(
            "adam-beta1", \.optimization.adam.beta1, .floatShare, unit: "β", in: .optimizer,
            "Decay of Adam's mean gradient."),
        RecipeKey(
            "adam-beta2", \.optimization.adam.beta2, .floatShare, unit: "β", in: .optimizer,
            "Decay of Adam's mean squared gradient."),
        RecipeKey(
            "adam-epsilon", \.optimization.adam.epsilon, .positiveFloat, unit: "ε", in: .optimizer,
            "Added to the root of the latter."),
        RecipeKey(
            "weight-decay", \.optimization.adam.weightDecay, .nonNegative, unit: "share",
            in: .optimizer,
            "Share of every matrix that an update takes away, times the learning rate (AdamW)."),
        RecipeKey(
            "clip-norm", \.optimization.adam.clipNorm, .nonNegative, unit: "norm", in: .optimizer,
            "Gradients of a larger norm are scaled down to this one; 0 leaves them as they are."),
        RecipeKey(
            "average-decay", \.optimization.adam.averageDecay, .floatShare, unit: "decay",
            fixed: true,
            in: .optimizer,
            """
            Decay of a moving average of the weights, which is validated and kept instead of them, \
            such as 0.999; 0 for none.
            """),
    ]

    static let update = [
        RecipeKey(
            "update-tokens", optional: \.optimization.updateTokens, .whole(from: 1),
            unit: "tokens",
            standard: """
                \(Rules.updateTokens.lowerBound) to \(Rules.updateTokens.upperBound), about a \
                hundredth of the text, and less where time is short
                """,
            fixed: true, in: .update,
            "Tokens of an update: the longer side of every pair, summed over all workers."),
        RecipeKey(
            "accumulation", \.optimization.accumulation, .whole(from: 1), unit: "parts",
            fixed: true, in: .update,
            """
            Parts that a worker cuts its share of an update into: less memory, and the same update \
            but for rounding and for what dropout drops.
            """),
        RecipeKey(
            "label-smoothing", \.optimization.labelSmoothing, .share, unit: "ε", in: .update,
            "ε of the label smoothing."),
        RecipeKey(
            "guided-alignment-weight", \.optimization.guidedAlignmentWeight, .nonNegative,
            unit: "weight", in: .update,
            """
            With alignments, what the loss of the guided head is multiplied by before it is added \
            to that of the tokens.
            """),
        RecipeKey(
            "precision", optional: \.precision, .one(of: Precision.trainable), unit: "type",
            standard: "the faster on this processor", in: .update,
            "Number type of products and activations."),
        RecipeKey(
            "eight-bit-rounding", \.optimization.roundsToEightBits, .truth, in: .update,
            """
            Whether weights, and the inputs of products, are rounded to eight bits in the forward \
            pass, so that the model loses nothing when it is stored in eight bits.
            """),
        RecipeKey(
            "workers", optional: \.workers, .whole(from: 1, to: 1024), unit: "n",
            standard: "one per core", fixed: true, in: .update,
            "Threads, each with its share of every update; those of all machines together."),
        RecipeKey(
            "wire", \.ranks.wire, .word, unit: "type", in: .update,
            """
            On several machines, the number type of what they send each other: float32 for the model \
            of one machine to the last bit, bfloat16 for half of the bytes.
            """),
        RecipeKey(
            "overlap", \.ranks.overlaps, .truth, in: .update,
            """
            On several machines, whether those of at most eight workers send gradients while they still \
            compute others.
            """),
        RecipeKey(
            "deadline", \.ranks.deadline, .whole(from: 1), unit: "seconds", in: .update,
            """
            On several machines, how long one waits for another before the run ends; longer than any \
            update or checkpoint takes.
            """),
        RecipeKey(
            "seed", \.seed, .seed, unit: "n", fixed: true, in: .update,
            "Decides initial weights, order of the data and dropout."),
    ]

    static let end = [
        RecipeKey(
            "updates", optional: \.limits.updates, .whole(from: 1), unit: "n", in: .end,
            "The run ends after this many updates."),
        RecipeKey(
            "epochs", optional: \.limits.epochs, .whole(from: 1), unit: "n", in: .end,
            "The run ends after this many passes over the text."),
        RecipeKey(
            "minutes", optional: \.limits.minutes, .positive, unit: "minutes", in: .end,
            "The run ends after this many minutes of training."),
        RecipeKey(
            "patience", optional: \.limits.patience, .whole(from: 1), unit: "n",
            standard: "\(TrainingRecipe.standardPatience) where nothing else ends the run",
            in: .end,
            """
            The run ends after this many validations in a row with neither a higher BLEU nor a \
            lower loss than any before.
            """),
    ]

    static let validation = [
        RecipeKey(
            "validation-interval", optional: \.validation.interval, .span(from: 1),
            unit: "updates",
            standard: """
                10%, but at most 500 updates and with a limit of minutes at least a minute; \
                without a limit four epochs, but 100 to 500 updates
                """,
            in: .validation,
            """
            Updates between validations, or a share of the run such as 10%; after the last update \
            there is always one.
            """),
        RecipeKey(
            "validation-beam", \.validation.beam,
            .whole(from: 1, to: GenerationSettings.beamSizes.upperBound),
            unit: "n", in: .validation,
            "Beam of the validation translations; 1 is greedy."),
        RecipeKey(
            "validation-tokenize", optional: \.validation.tokenizer, .word, unit: "rule",
            standard: "13a; char for text with hardly any spaces", in: .validation,
            "How the BLEU of a validation cuts lines into words."),
        RecipeKey(
            "best-by", \.validation.bestBy, .word, unit: "figure", in: .validation,
            """
            What decides which checkpoint is the best: BLEU, and the loss where BLEU is equal; or \
            the loss alone.
            """),
    ]

    static let checkpoints = [
        RecipeKey(
            "checkpoint-interval", \.checkpoints.interval, .whole(from: 1), unit: "updates",
            in: .checkpoints, "Updates between checkpoints."),
        RecipeKey(
            "kept-checkpoints", \.checkpoints.kept, .whole(from: 1), unit: "n", in: .checkpoints,
            "Checkpoints kept in addition to the best."),
        RecipeKey(
            "log-interval", \.checkpoints.logInterval, .whole(from: 1), unit: "updates",
            in: .checkpoints,
            "Updates between lines of log.jsonl, and of progress where there is no terminal."),
        RecipeKey(
            "final", \.checkpoints.final, .word, unit: "which", in: .checkpoints,
            """
            The model in the end: the best checkpoint (the last where there is no validation), the \
            last, or the mean of the last ones.
            """),
        RecipeKey(
            "averaged-checkpoints", \.checkpoints.averaged, .whole(from: 1), unit: "n",
            in: .checkpoints, "Checkpoints that this mean is made of."),
    ]
}
