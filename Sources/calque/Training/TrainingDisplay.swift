import CalqueKit

/// Shows the events of a training run on standard error: one line that is rewritten in a terminal,
/// plain lines elsewhere.
final class TrainingDisplay {
    private let logInterval: Int
    private let showsSamples: Bool
    private let isTerminal = StandardError.isTerminal
    private var line = ProgressLine()
    private var speed = 0.0

    /// - Parameters:
    ///   - logInterval: Updates between lines where there is no terminal.
    ///   - showsSamples: Whether translations of a validation are shown.
    init(logInterval: Int, showsSamples: Bool = true) {
        self.logInterval = logInterval
        self.showsSamples = showsSamples
    }

    func show(_ event: TrainingRunEvent) {
        switch event {
        case .languageTokens(let tokens):
            StandardError.writeLine("language tokens: \(tokens.joined(separator: " "))")
        case .trainingText(let report): StandardError.writeLine("training text: \(report)")
        case .generalText(let report): StandardError.writeLine("general text: \(report)")
        case .validationText(let report): StandardError.writeLine("validation text: \(report)")
        case .plan(let plan): show(plan)
        case .recipe(let recipe): show(recipe)
        case .training(let event): show(event)
        }
    }

    private func show(_ plan: TrainingPlan) {
        if let updates = plan.expectedUpdates, let epochs = plan.expectedEpochs {
            StandardError.writeLine(
                "plan: about \(Int(updates.rounded()).grouped) updates of "
                    + "\(plan.updateTokens.grouped) tokens, \(epochs.significant(2)) passes over the text"
            )
        }
        for warning in plan.warnings { StandardError.writeLine("warning: \(warning)") }
    }

    /// Shows what is not the same for every run; the folder has all of it.
    private func show(_ recipe: TrainingRecipe) {
        for key in recipe.differences(from: TrainingRecipe()) {
            guard let value = key.read(recipe) else { continue }
            StandardError.writeLine("\(key.name): \(value)")
        }
        StandardError.writeLine("processor: \(Processor.current.description)")
    }

    func show(_ event: TrainingEvent) {
        switch event {
        case .started(let start): show(start)
        case .update(let report): show(report)
        case .validation(let report): show(report)
        case .checkpoint(let folder):
            if !isTerminal { StandardError.writeLine("checkpoint \(folder.path)") }
        case .warning(let text):
            line.clear()
            StandardError.writeLine("warning: \(text)")
        case .finished(let result): show(result)
        }
    }

    private func show(_ start: TrainingStart) {
        var text =
            "\(start.parameterCount.grouped) parameters, \(start.pairs.grouped) pairs, "
            + "\(start.updatesPerEpoch.grouped) updates an epoch"
        if start.updatesDone > 0 { text += ", resuming after update \(start.updatesDone)" }
        StandardError.writeLine(text)
    }

    private func show(_ report: UpdateReport) {
        // Single updates vary with the lengths of their sentences.
        speed = speed == 0 ? report.tokensPerSecond : 0.95 * speed + 0.05 * report.tokensPerSecond
        if isTerminal {
            line.draw(fraction: report.progress, figures(report))
        } else if report.update % logInterval == 0 || report.update == 1 {
            StandardError.writeLine(figures(report).joined(separator: "  "))
        }
    }

    private func figures(_ report: UpdateReport) -> [String] {
        [
            "update \(report.update)", "epoch \(report.epoch)", "loss \(report.loss.fixed(3))",
            "perplexity \(report.perplexity.significant(4))", "\(speed.abbreviated) tokens/s",
            "rate \(report.learningRate.significant(3))",
            "gradient \(report.gradientNorm.significant(3))",
        ]
    }

    private func show(_ report: ValidationReport) {
        line.clear()
        var text =
            "validation at update \(report.update): loss \(report.loss.fixed(3)), perplexity "
            + "\(report.perplexity.significant(4)), accuracy \((report.accuracy * 100).fixed(1)) %"
        text += bleu(of: report)
        if let general = report.general {
            text += "; general text: loss \(general.loss.fixed(3))"
            text += general.bleu.map { ", BLEU \($0.fixed(2))" } ?? ""
        }
        StandardError.writeLine(text + (report.isBest ? ", the best so far" : ""))
        for sample in showsSamples ? report.samples : [] {
            StandardError.writeLine(
                "  source       \(sample.source)\n  reference    \(sample.reference)\n"
                    + "  translation  \(sample.translation)\n")
        }
    }

    private func show(_ result: TrainingResult) {
        line.clear()
        var text =
            "\(result.reason.rawValue): \(result.updates.grouped) updates in "
            + ProgressLine.clock(result.seconds)
        if let best = result.best {
            text += "; best validation at update \(best.update): loss \(best.loss.fixed(3))"
            text += bleu(of: best)
        }
        StandardError.writeLine(text)
        if let first = result.first, let best = result.best { show(first, best) }
        if result.highestBLEU == 0 { StandardError.writeLine(Self.remarkOnNoBLEU) }
    }

    /// What a model that existed could before, and what the best checkpoint can.
    private func show(_ first: ValidationReport, _ best: ValidationReport) {
        func row(_ name: String, _ before: Double?, _ after: Double?) {
            guard let before, let after else { return }
            let cells = [before.fixed(2), after.fixed(2)].map {
                String(repeating: " ", count: max(0, 9 - $0.count)) + $0
            }
            let padding = String(repeating: " ", count: 14 - name.count)
            StandardError.writeLine("  \(name)\(padding)\(cells.joined())")
        }
        StandardError.writeLine("  BLEU             before    after")
        row("new text", first.bleu, best.bleu)
        row("general text", first.general?.bleu, best.general?.bleu)
    }

    private static let remarkOnNoBLEU = """
        BLEU stayed at 0: no word of a validation translation was right, or no line had four words, \
        whose sequences BLEU counts. The loss alone decided which checkpoint is the best.
        """

    private func bleu(of report: ValidationReport) -> String {
        guard let bleu = report.bleu else { return "" }
        return ", BLEU \(bleu.fixed(2))" + (report.bleuTokenizer.map { " (\($0))" } ?? "")
    }
}
