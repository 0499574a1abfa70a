import Layers
import Text
import Translation

/// The alignment error rates of the heads of encoder-decoder attention.
struct AlignmentErrors {
    private var rates: [AttentionSelection: AlignmentErrorRate] = [:]

    mutating func add(
        _ found: [(selection: AttentionSelection, alignment: Alignment)], reference: Alignment
    ) {
        for (selection, alignment) in found {
            rates[selection, default: AlignmentErrorRate()].add(alignment, reference: reference)
        }
    }

    /// Of a head, or of the mean of all for nil.
    func value(_ layer: Int, _ head: Int?, at site: AttentionSite) -> Double? {
        guard site == .encoderDecoder else { return nil }
        return rates[AttentionSelection(layer: layer, head: head)]?.value
    }
}

extension Translator {
    func alignmentErrors(
        of pairs: [InspectedHeads.Pair], _ encoded: [EncodedPair]
    ) async throws -> AlignmentErrors {
        var errors = AlignmentErrors()
        let known = zip(pairs, encoded).compactMap { pair, encoded in
            pair.alignment.map { (encoded, $0) }
        }
        guard !known.isEmpty else { return errors }
        let found = try await reader.alignmentsByEveryHead(of: known.map(\.0))
        for (found, (_, reference)) in zip(found, known) {
            errors.add(found, reference: reference)
        }
        return errors
    }
}
