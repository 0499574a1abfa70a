import Basics
import Layers
import Models

// What a training run tells, in the words of a log.

extension TrainingEvent {
    /// Lines for a log.
    public var lines: [String] {
        switch self {
        case .started(let start): [start.description]
        case .update(let report): [report.description]
        case .validation(let report): [report.description] + report.samples.map(\.description)
        case .checkpoint(let folder): ["checkpoint \(folder.path)"]
        case .warning(let text): ["warning: \(text)"]
        case .finished(let result): result.lines
        }
    }
}

extension TrainingPlan {
    /// What the run is like and how far it should come, as far as something tells, and what has to be said
    /// before it starts.
    public var lines: [String] {
        [expectation, decision, time, shares].compactMap { part in part.map { "plan: \($0)" } }
            + warnings.map { "warning: \($0)" }
    }

    private var expectation: String? {
        guard let expectedUpdates, let expectedEpochs else { return nil }
        let updates = Int(expectedUpdates.rounded())
        // Of a run of centuries, too, it is a number.
        let seen = text.flatMap(\.pairs).map { pairs in
            min((expectedEpochs * Double(pairs)).rounded(), Self.mostUpdates)
        }
        return "about \(updates.grouped) updates of \(updateTokens.grouped) tokens, "
            + "\(Self.readable(expectedEpochs, digits: 2)) passes over the text"
            + (seen.map { ", \(Int($0).grouped) pairs seen" } ?? "")
    }

    private var decision: String {
        // A model that exists has its size and vocabulary.
        let model = text.flatMap(\.vocabularySize).map {
            "size \(size.rawValue), \($0.grouped) pieces, "
        }
        let start = budget.isLimited ? "" : "updates of \(updateTokens.grouped) tokens, "
        let spans = [("warm-up", warmup), ("between validations", validationInterval)].map {
            name, span in
            switch span {
            case .updates(let updates): "\(name) \(updates.grouped) updates"
            case .share(let share): "\(name) \((100 * share).significant(3)) % of the run"
            }
        }
        return (model ?? "") + start + "dropout \(dropout), " + spans.joined(separator: ", ")
    }

    private var time: String? {
        budget.seconds.map {
            "\(Self.readable($0 / 60, digits: 3)) minutes of training, validations among them, "
                + "from now on: what came before is not counted"
        }
    }
}

extension TrainingPlan {
    /// A number with some digits, or a whole one without a power of ten.
    private static func readable(_ number: Double, digits: Int) -> String {
        number < 100 ? number.significant(digits) : Int(min(number.rounded(), mostUpdates)).grouped
    }
}

extension TrainingStart: CustomStringConvertible {
    /// Sizes, and how far the run is.
    public var description: String {
        "\(parameterCount.grouped) parameters, \(pairs.grouped) pairs, "
            + "\(updatesPerEpoch.grouped) updates an epoch"
            + (updatesDone > 0 ? ", resuming after update \(updatesDone)" : "")
    }
}

extension UpdateReport: CustomStringConvertible {
    /// What was measured.
    public var description: String {
        figures(tokensPerSecond: tokensPerSecond).joined(separator: "  ")
    }

    /// The same, figure by figure.
    ///
    /// - Parameter tokensPerSecond: What to say of the speed, which varies with the lengths of an
    ///   update's sentences.
    package func figures(tokensPerSecond: Double) -> [String] {
        [
            "update \(update)", "epoch \(epoch)", "loss \(loss.fixed(3))",
            "perplexity \(perplexity.significant(4))", "\(tokensPerSecond.abbreviated) tokens/s",
            "rate \(learningRate.significant(3))", "gradient \(gradientNorm.significant(3))",
        ] + (alignmentLoss.map { ["alignment loss \($0.fixed(3))"] } ?? [])
    }
}

extension ValidationReport: CustomStringConvertible {
    /// What was measured.
    public var description: String {
        var text =
            "validation at update \(update): loss \(loss.fixed(3)), perplexity "
            + "\(perplexity.significant(4)), accuracy \((accuracy * 100).fixed(1)) %\(bleuText)"
        if let general {
            text += "; general text: loss \(general.loss.fixed(3))"
            text += general.bleu.map { ", BLEU \($0.fixed(2))" } ?? ""
        }
        return text + (isBest ? ", the best so far" : "")
    }

    fileprivate var bleuText: String {
        guard let bleu else { return "" }
        return ", BLEU \(bleu.fixed(2))" + (bleuTokenizer.map { " (\($0))" } ?? "")
    }
}

extension ValidationReport.Sample: CustomStringConvertible {
    /// The sentence, its reference and its translation, a line each.
    public var description: String {
        "  source       \(source)\n  reference    \(reference)\n  translation  \(translation)\n"
    }
}

extension TrainingResult {
    /// Why the run ended, and what came of it.
    public var lines: [String] {
        var end = "\(reason.rawValue): \(updates.grouped) updates in \(seconds.clock)"
        if let best {
            end += "; best validation at update \(best.update): loss \(best.loss.fixed(3))"
            end += best.bleuText
        }
        var lines = [end] + change
        if let best, best.update == 0, updates > 0, final?.update == 0 {
            lines.append(Self.remarkOnNoGain)
        }
        return lines + (highestBLEU == 0 ? [Self.remarkOnNoBLEU] : [])
    }

    private static let remarkOnNoGain = """
        No update was better than the model that the run started from, and the folder holds that model \
        unchanged. Give more text or more time, or a lower learning rate.
        """

    /// What a model that existed could before, and what the one that is left can.
    private var change: [String] {
        guard let first, let final else { return [] }
        func row(_ name: String, _ before: Double?, _ after: Double?) -> String? {
            guard let before, let after else { return nil }
            let cells = [before.fixed(2), after.fixed(2)].map {
                String(repeating: " ", count: max(0, 9 - $0.count)) + $0
            }
            let padding = String(repeating: " ", count: 14 - name.count)
            return "  \(name)\(padding)\(cells.joined())"
        }
        let rows = [
            row("new text", first.bleu, final.bleu),
            row("general text", first.general?.bleu, final.general?.bleu),
        ]
        return ["  BLEU             before    after"] + rows.compactMap(\.self)
    }

    private static let remarkOnNoBLEU = """
        BLEU stayed at 0: no word of a validation translation was right, or no line had four words, \
        whose sequences BLEU counts. The loss alone decided which checkpoint is the best.
        """
}
