import Basics
import Foundation
import Text

/// What the cut of the data into updates follows from: a run can go on only with the same.
struct DataOrder: Codable, Equatable {
    let seed: UInt64
    let workers: Int
    let updateTokens: Int
    let accumulation: Int
    let pairs: Int
    let tokens: Int
    /// See `EncodedCorpus.fingerprint`. Runs that began before it was kept have none.
    let fingerprint: UInt64?

    /// - Parameters:
    ///   - options: How the model is trained.
    ///   - data: What it is trained on.
    ///   - workers: The workers of all ranks.
    init(_ options: TrainingOptions, _ data: TrainingData, workers: Int) {
        seed = options.seed
        self.workers = workers
        updateTokens = options.updateTokens
        accumulation = options.accumulation
        pairs = data.count
        tokens = data.tokenCount
        fingerprint = data.fingerprint
    }

    /// Throws when a run that was cut like this cannot go on with `other`, saying what differs.
    ///
    /// - Parameter isExact: Whether the number of workers counts.
    func check(_ other: DataOrder, exactly isExact: Bool) throws {
        let names = [
            "seed", "workers", "update tokens", "accumulation", "training pairs", "training tokens",
        ]
        var differences = zip(names, zip(values, other.values)).compactMap { name, values in
            values.0 == values.1 || (name == "workers" && !isExact)
                ? nil : "\(name) \(values.0), not \(values.1)"
        }
        if differences.isEmpty, let fingerprint, fingerprint != other.fingerprint {
            differences.append("another training text")
        }
        guard !differences.isEmpty else { return }
        throw CalqueError(
            """
            The run was started with \(differences.joined(separator: ", ")). It goes on exactly only with the \
            same: give those, or begin a new run.
            """, kind: .configuration)
    }

    fileprivate var isSound: Bool {
        [workers, updateTokens, accumulation, pairs, tokens].allSatisfy { $0 >= 0 }
    }

    private var values: [UInt64] {
        [seed] + [workers, updateTokens, accumulation, pairs, tokens].map { UInt64($0) }
    }
}

/// Text that validations measure a model on, and how: scores on other text do not compare with theirs.
struct ValidationText: Codable, Equatable {
    /// See `EncodedCorpus.fingerprint`.
    let fingerprint: UInt64
    /// How BLEU cuts lines into words.
    let bleuTokenizer: String
}

/// Where a run stands, beside its weights and moments: everything that the next update depends on.
struct TrainingState: Codable {
    /// How the data is cut.
    var order: DataOrder
    /// Updates done.
    var update = 0
    /// The place in the data.
    var position = BatchPosition()
    /// Update of the latest checkpoint, if there is one.
    var lastCheckpoint: Int?
    /// What validations measure, the own text first. Runs that began before it was kept have none.
    private(set) var validationTexts: [ValidationText]?
    /// Validations in a row that brought neither a higher BLEU nor a lower loss than any before.
    private(set) var validationsSinceBest = 0
    private(set) var best: ValidationReport?
    /// The validation before the first update, where there was one.
    private(set) var first: ValidationReport?
    /// The latest validation.
    private(set) var last: ValidationReport?
    /// The highest BLEU and the lowest loss of all validations. Runs that began before they were kept
    /// have those of the best.
    private(set) var highestBLEU: Double?
    private(set) var lowestLoss: Double?
    /// Update of the latest validation.
    private(set) var lastValidation: Int?
    /// Seconds of training so far, over all stops.
    var seconds = 0.0
    /// Those of them before the first update. Runs that began before they were kept have none.
    var secondsBeforeUpdates: Double?
    /// Length of `log.jsonl` at this point; what was written later is not part of the run.
    var logByteCount = 0
}

/// Which validation is the best, and which one brings the run on.
extension TrainingState {
    /// Whether a validation is better than all before.
    ///
    /// The higher BLEU is better, and of equal ones the lower loss: BLEU stays at 0 where no word is
    /// right yet, or no line has four.
    func isBest(_ report: ValidationReport, by rule: BestBy) -> Bool {
        guard let best else { return true }
        if rule == .bleu, let bleu = report.comparedBLEU, let other = best.comparedBLEU,
            bleu != other
        {
            return bleu > other
        }
        return report.comparedLoss < best.comparedLoss
    }

    /// Begins the comparison anew where validations have measured something else before.
    mutating func compareValidations(of texts: [ValidationText]) {
        defer { validationTexts = texts }
        guard let validationTexts, validationTexts != texts else { return }
        validationsSinceBest = 0
        (best, first, last) = (nil, nil, nil)
        (highestBLEU, lowestLoss, lastValidation) = (nil, nil, nil)
    }

    /// Takes a validation into account.
    mutating func add(_ report: ValidationReport) {
        let highest = highestBLEU ?? best?.comparedBLEU
        let lowest = lowestLoss ?? best?.comparedLoss
        let isHigher = report.comparedBLEU.map { $0 > highest ?? -1 } ?? false
        let isLower = report.comparedLoss < lowest ?? .infinity
        highestBLEU = isHigher ? report.comparedBLEU : highest
        lowestLoss = isLower ? report.comparedLoss : lowest
        validationsSinceBest = isHigher || isLower ? 0 : validationsSinceBest + 1
        if report.isBest { best = report }
        if report.update == 0 { first = report }
        last = report
        lastValidation = report.update
    }
}

extension TrainingState {
    /// Reads the file of a checkpoint.
    ///
    /// - Parameter update: The updates that were done.
    /// - Throws: `CalqueError` when it cannot be read, or says what cannot be.
    init(file: URL, update: Int) throws {
        func damage(_ reason: String) -> CalqueError {
            CalqueError(
                """
                \(file.path) cannot be read (\(reason)). Restore it from a copy, or begin a new run.
                """, kind: .model)
        }
        do {
            self = try JSONDecoder.forAnyNumber().decode(
                TrainingState.self, from: Data(contentsOf: file))
        } catch {
            throw damage(error.localizedDescription)
        }
        let counts = [position.epoch, position.update, lastCheckpoint ?? 0, logByteCount]
        guard self.update == update, order.isSound, counts.allSatisfy({ $0 >= 0 }) else {
            throw damage("it is not of this checkpoint")
        }
    }
}
