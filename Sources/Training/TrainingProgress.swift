public import Foundation
import Tensors

/// What a training run tells while it goes on.
public enum TrainingEvent: Sendable {
    /// Before the first update.
    case started(TrainingStart)
    /// After every update.
    case update(UpdateReport)
    /// After every validation.
    case validation(ValidationReport)
    /// A checkpoint is in place.
    case checkpoint(URL)
    /// Something is not as it should be, and training goes on.
    case warning(String)
    /// After the last update.
    case finished(TrainingResult)
}

/// What a run begins with.
public struct TrainingStart: Sendable {
    /// Weights that training changes.
    public let parameterCount: Int
    /// Pairs trained on.
    public let pairs: Int
    /// Updates of one pass over the data.
    public let updatesPerEpoch: Int
    /// Updates that are already done when a run resumes.
    public let updatesDone: Int
}

/// One update, as measured.
public struct UpdateReport: Sendable, Codable {
    /// Which update, from 1.
    public let update: Int
    /// Which pass over the data, from 1.
    public let epoch: Int
    /// Mean −log p of a target token in nats, with dropout: what a validation's loss compares with.
    public let loss: Double
    /// What training minimises: the mean label-smoothed cross-entropy of a target token in nats, and
    /// where alignments guide a head, its loss times its weight.
    public let objective: Double
    /// Mean −Σ A log p of the target tokens that have links, in nats, of the head that alignments
    /// guide; nil where none do.
    public let alignmentLoss: Double?
    /// exp of the loss.
    public let perplexity: Double
    /// Share of target tokens predicted right.
    public let accuracy: Double
    /// Target tokens, `</s>` included.
    public let tokens: Int
    /// Wall-clock seconds of the update.
    public let seconds: Double
    /// The learning rate of the update.
    public let learningRate: Double
    /// Norm of the gradient of the mean loss, before clipping.
    public let gradientNorm: Double
    /// Share of the run that is done, by whichever limit is nearest; `nil` without a limit.
    public let progress: Double?
    /// Bytes that this process sent to others during the update; `nil` where it is alone.
    public let sentBytes: Int?

    init(
        update: Int, epoch: Int, _ sums: LossSums, seconds: Double, learningRate: Double,
        gradientNorm: Double, progress: Double?, sentBytes: Int? = nil
    ) {
        self.update = update
        self.epoch = epoch
        loss = sums.meanNegativeLogLikelihood
        objective = sums.meanLoss
        alignmentLoss = sums.meanAlignmentLoss
        perplexity = sums.perplexity
        accuracy = sums.accuracy
        tokens = sums.tokens
        self.seconds = seconds
        self.learningRate = learningRate
        self.gradientNorm = gradientNorm
        self.progress = progress
        self.sentBytes = sentBytes
    }

    /// Target tokens a second.
    public var tokensPerSecond: Double { Double(tokens) / seconds }
}

extension UpdateReport {
    /// Reads a line of a log. Logs once had the objective as their loss.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        update = try container.decode(Int.self, forKey: .update)
        epoch = try container.decode(Int.self, forKey: .epoch)
        perplexity = try container.decode(Double.self, forKey: .perplexity)
        accuracy = try container.decode(Double.self, forKey: .accuracy)
        tokens = try container.decode(Int.self, forKey: .tokens)
        seconds = try container.decode(Double.self, forKey: .seconds)
        learningRate = try container.decode(Double.self, forKey: .learningRate)
        gradientNorm = try container.decode(Double.self, forKey: .gradientNorm)
        progress = try container.decodeIfPresent(Double.self, forKey: .progress)
        sentBytes = try container.decodeIfPresent(Int.self, forKey: .sentBytes)
        alignmentLoss = try container.decodeIfPresent(Double.self, forKey: .alignmentLoss)
        let logged = try container.decode(Double.self, forKey: .loss)
        if let objective = try container.decodeIfPresent(Double.self, forKey: .objective) {
            self.objective = objective
            loss = logged
        } else {
            objective = logged
            loss = log(perplexity)
        }
    }
}

/// One validation, as measured.
public struct ValidationReport: Sendable, Codable {
    /// The updates done before.
    public let update: Int
    /// Mean −log p of a target token in nats.
    public let loss: Double
    /// exp of the loss.
    public let perplexity: Double
    /// Share of target tokens predicted right.
    public let accuracy: Double
    /// BLEU of the translations, when there are some.
    public let bleu: Double?
    /// How BLEU cut lines into words, by sacreBLEU's name (``Text/BLEU/Tokenizer``).
    public let bleuTokenizer: String?
    /// A few of the translations.
    public let samples: [Sample]
    /// The same of general text that the model is not to forget, where there is some.
    public internal(set) var general: GeneralScore?
    /// Whether it is the best so far.
    public internal(set) var isBest: Bool
    /// Wall-clock seconds of the validation.
    public let seconds: Double

    /// What a model makes of general text.
    public struct GeneralScore: Sendable, Codable {
        /// Mean −log p of a target token in nats.
        public let loss: Double
        /// BLEU of the translations, when there are some.
        public let bleu: Double?
    }

    /// A validation sentence, its reference and what the model made of it.
    public struct Sample: Sendable, Codable {
        /// The line to translate.
        public let source: String
        /// Its human translation.
        public let reference: String
        /// What the model made of it.
        public let translation: String
    }
}

/// By what validations are compared: where there is general text, by the mean over both.
extension ValidationReport {
    var comparedLoss: Double { general.map { (loss + $0.loss) / 2 } ?? loss }

    var comparedBLEU: Double? {
        guard let general else { return bleu }
        return bleu.flatMap { own in general.bleu.map { (own + $0) / 2 } }
    }
}

/// How a run ended.
public struct TrainingResult: Sendable {
    /// Why a run ended.
    public enum Reason: String, Sendable {
        /// The limit of updates was reached.
        case updates = "all updates done"
        /// The limit of passes over the text was reached.
        case epochs = "all epochs done"
        /// The limit of training time was reached.
        case time = "time is up"
        /// As many validations in a row as ``TrainingOptions/patience`` says brought neither a
        /// higher BLEU nor a lower loss.
        case patience = "no improvement any more"
        /// The caller cancelled it.
        case interrupted = "interrupted"
    }

    /// Why it ended.
    public let reason: Reason
    /// Updates done in all.
    public let updates: Int
    /// Seconds of training in all, validation included.
    public let seconds: Double
    /// The best validation and its update.
    public let best: ValidationReport?
    /// The validation before the first update, when there was one.
    public let first: ValidationReport?
    /// What there is of the model that the run leaves: the best validation or, where that model is the
    /// last or a mean, the last.
    public let final: ValidationReport?
    /// The highest BLEU of all validations, when there is one.
    public let highestBLEU: Double?
}
