extension SystemsEvaluation {
    /// The scores, and what else was found, as text.
    public var text: String {
        var parts = [scoreTable.text + notes.map { $0 + "\n" }.joined()]
        parts.append(metrics.map { "\($0.name)  \($0.signature)\n" }.joined())
        parts.append(
            "By words of the reference (lines)\n"
                + metrics.indices.map { lengthTable($0).text }.joined())
        if !texts.isEmpty {
            parts.append(
                "By text (lines)\n" + metrics.indices.map { textTable($0).text }.joined())
        }
        parts.append("Lines with flaws\n" + flawTable.text)
        parts += systems.filter { !$0.worstLines.isEmpty }.map(worstText)
        return parts.joined(separator: "\n")
    }

    /// How to read the table of scores.
    var notes: [String] {
        let scores = "±: half of what 95 of 100 samples of the lines span."
        guard let first = systems.first, systems.count > 1 else { return [scores] }
        return [
            scores,
            """
            p: how probable such a difference from \(first.name) is by chance; * where it is below \
            0.05.
            """,
        ]
    }

    private func worstText(_ system: System) -> String {
        let number = systems.firstIndex(of: system) ?? 0
        let lines = Dictionary(uniqueKeysWithValues: worst.map { ($0.number, $0) })
        return "The worst lines of \(system.name), by chrF2\n"
            + system.worstLines.compactMap { lines[$0] }.map { line in
                let source = line.source.map { "  source       \($0)\n" } ?? ""
                let references = line.references.map { "  reference    \($0)\n" }.joined()
                return """
                    \(line.number)  \(Self.score(line.scores[number]))
                    \(source)\(references)  translation  \(line.translations[number])

                    """
            }.joined()
    }
}
