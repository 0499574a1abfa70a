/// Systems side by side as one page that stands by itself.
public struct EvaluationPage: Sendable {
    private let evaluation: SystemsEvaluation

    /// The page of an evaluation.
    public init(_ evaluation: SystemsEvaluation) {
        self.evaluation = evaluation
    }

    /// The page, as HTML 5 without scripts; it loads nothing.
    public var html: String {
        ReportPage(
            title: evaluation.systems.count > 1
                ? "Systems side by side" : "A system's translations",
            lead: lead, sections: sections.compactMap(\.self) + worst, papers: Self.papers
        ).html
    }

    private var lead: String {
        let count = evaluation.systems.first?.flaws.lineCount ?? 0
        return "\(count) \(count == 1 ? "line" : "lines"). "
            + evaluation.notes.joined(separator: " ")
    }

    private var sections: [ReportPage.Section?] {
        [
            ReportPage.Section(
                "Scores",
                note: evaluation.metrics.map { "\($0.name) \($0.signature)" }
                    .joined(separator: " · "),
                table: evaluation.scoreTable)
        ]
            + evaluation.metrics.indices.map { metric in
                ReportPage.Section(
                    "\(evaluation.metrics[metric].name) by length",
                    note: "Words of the first reference, and how many lines have so many.",
                    table: evaluation.lengthTable(metric))
            }
            + evaluation.metrics.indices.map { metric in
                ReportPage.Section(
                    "\(evaluation.metrics[metric].name) by text",
                    note: "How many lines each has.",
                    table: evaluation.texts.isEmpty ? nil : evaluation.textTable(metric))
            } + [
                ReportPage.Section(
                    "Lines with flaws",
                    note: """
                        Repeating: a phrase three times in succession. Untranslated: four of five \
                        words are the source's. Lacking: what the source and the reference have. No \
                        line counts whose reference is the same. \(flawLines)
                        """,
                    table: evaluation.flawTable)
            ]
    }

    /// Where to look: the first lines of every kind.
    private var flawLines: String {
        evaluation.systems.compactMap { system in
            let flaws = system.flaws
            let kinds: [(name: String, lines: [Int])] = [
                ("empty", flaws.empty), ("repeating", flaws.repeating),
                ("untranslated", flaws.untranslated ?? []),
                ("lacking numbers", flaws.missingNumbers),
                ("lacking placeholders", flaws.missingPlaceholders),
            ]
            let named = kinds.filter { !$0.lines.isEmpty }.map { kind in
                let more = kind.lines.count > Self.shownLines ? ", …" : ""
                return kind.name + " "
                    + kind.lines.prefix(Self.shownLines).map(String.init).joined(separator: ", ")
                    + more
            }
            return named.isEmpty ? nil : "\(system.name): " + named.joined(separator: "; ") + "."
        }.joined(separator: " ")
    }

    private static let shownLines = 20

    private var worst: [ReportPage.Section] {
        evaluation.systems.indices.compactMap { number in
            let system = evaluation.systems[number]
            let lines = Dictionary(
                uniqueKeysWithValues: evaluation.worst.map { ($0.number, $0) })
            let found = system.worstLines.compactMap { lines[$0] }
            guard !found.isEmpty else { return nil }
            return ReportPage.Section(
                "The worst lines of \(system.name)", note: "By chrF2 of the line.",
                texts: found.map { texts(of: $0) })
        }
    }

    /// The texts of a line, and what stands before each.
    private func texts(
        of line: SystemsEvaluation.Line
    ) -> (title: String, rows: [(label: String, text: String)]) {
        var rows = line.source.map { [(label: "source", text: $0)] } ?? []
        rows += line.references.map { (label: "reference", text: $0) }
        for (number, system) in evaluation.systems.enumerated() {
            let score = SystemsEvaluation.score(line.scores[number])
            rows.append((label: "\(system.name) \(score)", text: line.translations[number]))
        }
        return ("Line \(line.number)", rows)
    }

    private static let papers = [
        """
        Papineni, Roukos, Ward & Zhu 2002, BLEU: a method for automatic evaluation of machine \
        translation
        """,
        "Popović 2017, chrF++: words helping character n-grams",
        "Snover et al. 2006, A study of translation edit rate with targeted human annotation",
        "Koehn 2004, Statistical significance tests for machine translation evaluation",
        """
        Riezler & Maxwell 2005, On some pitfalls in automatic evaluation and significance testing \
        for MT
        """,
        "Post 2018, A call for clarity in reporting BLEU scores",
    ]
}
