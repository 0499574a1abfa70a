import Figures

/// The results as one page that stands by itself: tables, and figures with what they show.
public struct ComparisonPage: Sendable {
    private let report: ComparisonReport

    /// The page of a comparison.
    public init(_ report: ComparisonReport) {
        self.report = report
    }

    /// The page, as HTML 5 without scripts; it loads nothing.
    public var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Architectures side by side</title>
        <style>
        \(PageStyle.sheet)
        </style>
        </head>
        <body>
        <main>
        <h1>Architectures side by side</h1>
        <p class="lead">\(escaped(report.setting.summary))</p>
        \(sections.joined(separator: "\n"))
        <footer>
        <p>Papers</p>
        <ul>
        \(Self.papers.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n"))
        </ul>
        </footer>
        </main>
        </body>
        </html>

        """
    }

    private var sections: [String] {
        let all = [
            section(
                "Results", report.resultTable,
                note: """
                    BLEU of the test set as sacreBLEU computes it by default. Tokens/s: target \
                    tokens of training, the median of the logged updates. Memory: weights, \
                    gradients, Adam's moments and activations of all workers in training.
                    """),
            section("Learning", figures: report.learningFigures),
            section(
                "Longer sentences", report.lengthTable, figures: report.lengthFigures,
                note: "The test sentences in groups of like length."),
            section(
                "Distant tokens", report.influenceTable, figures: report.influenceFigures,
                note: """
                    Norms of gradients, relative to those of a token with respect to itself. In \
                    brackets: the steps between tokens n apart.
                    """),
            section("The time of a step", figures: report.stepFigures),
            section(
                "Positions beyond training", report.positionsTable,
                figures: report.positionFigures),
        ]
        return all.compactMap(\.self)
    }

    /// A section, unless there is nothing in it.
    private func section(
        _ title: String, _ table: ReportTable? = nil, figures: [ComparisonFigure] = [],
        note: String = ""
    ) -> String? {
        guard table != nil || !figures.isEmpty else { return nil }
        var parts = ["<section>", "<h2>\(escaped(title))</h2>"]
        if !note.isEmpty { parts.append("<p class=\"note\">\(escaped(note))</p>") }
        if !figures.isEmpty {
            parts += ["<div class=\"figures\">"] + figures.map(Self.html) + ["</div>"]
        }
        if let table { parts.append(table.html) }
        return (parts + ["</section>"]).joined(separator: "\n")
    }

    private static func html(_ figure: ComparisonFigure) -> String {
        """
        <figure>
        \(figure.chart.svg())<figcaption>\(escaped(figure.caption))</figcaption>
        </figure>
        """
    }

    private static let papers = [
        "Hochreiter 1991, Untersuchungen zu dynamischen neuronalen Netzen",
        """
        Bengio, Simard & Frasconi 1994, Learning long-term dependencies with gradient descent is \
        difficult
        """,
        "Hochreiter & Schmidhuber 1997, Long short-term memory",
        """
        Cho, van Merriënboer, Bahdanau & Bengio 2014, On the properties of neural machine \
        translation: encoder-decoder approaches
        """,
        "Sutskever, Vinyals & Le 2014, Sequence to sequence learning with neural networks",
        """
        Bahdanau, Cho & Bengio 2015, Neural machine translation by jointly learning to align and \
        translate
        """,
        "Vaswani et al. 2017, Attention is all you need",
    ]
}

extension ComparisonReport.Setting {
    /// What was the same for all, in a few sentences.
    var summary: String {
        let budget =
            updates.map { "\($0) updates of \(updateTokens) tokens" }
            ?? "\(NumberText.short((seconds ?? 0) / 60)) minutes in updates of \(updateTokens) tokens"
        return """
            Every model has about \(NumberText.short(Double(parameterCount))) parameters, within ten \
            per cent, and was trained for \(budget) on the same \(trainingPairs) pairs with the same \
            vocabulary of \(vocabularySize) pieces, in \(precision) on \(workers) \
            \(workers == 1 ? "core" : "cores"). The test set has \(testPairs) pairs.
            """
    }
}

extension ReportTable {
    /// The table as HTML; the best of a column is marked.
    var html: String {
        let head = header.map { "<th>\(escaped($0))</th>" }.joined()
        let body = zip(rows, isBest).map { row, best in
            let cells = zip(row, best).map { text, isBest in
                "<td\(isBest ? " class=\"best\"" : "")>\(escaped(text))</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        return """
            <div class="scroll"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }
}

private func escaped(_ text: String) -> String { SVGElement.escaped(text) }
