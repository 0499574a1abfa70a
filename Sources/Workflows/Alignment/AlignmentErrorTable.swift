import Basics
package import Text
package import Translation

/// How far the alignments by every layer and head are from the right ones.
package struct AlignmentErrorTable {
    private var rates: [(selection: AttentionSelection, rate: AlignmentErrorRate)] = []
    private var count = 0

    /// No pairs.
    package init() {}

    /// Counts a pair.
    package mutating func add(
        _ found: [(selection: AttentionSelection, alignment: Alignment)], _ right: Alignment
    ) {
        count += 1
        if rates.isEmpty { rates = found.map { ($0.selection, AlignmentErrorRate()) } }
        for (index, (_, alignment)) in found.enumerated() {
            rates[index].rate.add(alignment, reference: right)
        }
    }

    /// A row for every layer, a column for every head, and the best of all.
    package var text: String {
        var text = "alignment error rate in % (n = \(count))\n\n"
        let layers = Set(rates.compactMap(\.selection.layer)).sorted()
        for layer in layers {
            let row = rates.filter { $0.selection.layer == layer }
            if layer == 0 { text += line("layer", row.map { head($0.selection.head) }) }
            text += line("\(layer)", row.map { (100 * $0.rate.value).fixed(1) })
        }
        guard let best = rates.min(by: { $0.rate.value < $1.rate.value }) else { return text }
        let shares = [best.rate.value, best.rate.precision, best.rate.recall]
            .map { (100 * $0).fixed(1) }
        return text
            + """

            lowest: layer \(best.selection.layer ?? 0), \(head(best.selection.head)): \
            AER \(shares[0]) %, precision \(shares[1]) %, recall \(shares[2]) %

            """
    }

    private func head(_ head: Int?) -> String { head.map { "head \($0)" } ?? "mean" }

    private func line(_ first: String, _ cells: [String]) -> String {
        ([first] + cells).map { cell in
            String(repeating: " ", count: max(0, 8 - cell.count)) + cell
        }.joined() + "\n"
    }
}
