import Basics
import Layers
import Text
public import Translation

extension Translator {
    /// What the heads of the model do, over a text.
    ///
    /// - Parameters:
    ///   - pairs: The text: the more pairs, the better the means.
    ///   - importance: How it is measured what depends on each head; nil leaves that out. It takes pairs
    ///     that all have a target.
    ///   - progress: Takes how far it is, on any thread.
    /// - Throws: `CalqueError` when there is no pair, a side is empty or too long, the model has no
    ///   attention, an alignment is given for a translation that is not, or importance is asked for and
    ///   cannot be measured; `CancellationError` when the task is cancelled.
    public func inspectHeads(
        over pairs: [InspectedHeads.Pair], importance: HeadImportance? = nil,
        progress: (@Sendable (HeadProgress) -> Void)? = nil
    ) async throws -> InspectedHeads {
        try importance?.validate()
        if importance?.byGradient == true { _ = try differentiableModel() }
        try Self.check(pairs, needTargets: importance != nil)
        let encoded = try await self.pairs(of: pairs.map { ($0.source, $0.target) })
        let layers = try await headSums(over: encoded) { done in
            progress?(HeadProgress(stage: .reading, done: done, count: pairs.count))
        }
        let errors = try await alignmentErrors(of: pairs, encoded)
        var measured = MeasuredImportance()
        if let importance {
            measured = try await self.importance(
                importance, encoded, references: pairs.compactMap(\.target),
                layers.map(\.attention), progress)
        }
        return try InspectedHeads(layers, errors, measured, pairs: pairs.count)
    }

    private static func check(_ pairs: [InspectedHeads.Pair], needTargets: Bool) throws {
        guard !pairs.isEmpty else {
            throw CalqueError(
                "There are no pairs to see heads at work in. Give one or more.", kind: .input)
        }
        for (index, pair) in pairs.enumerated() where pair.target == nil {
            guard !needTargets else {
                throw CalqueError(
                    "Pair \(index + 1) has no translation, without which nothing tells what a head is "
                        + "worth. Give one for every source, or leave importance out.", kind: .input
                )
            }
            guard pair.alignment == nil else {
                throw CalqueError(
                    "Pair \(index + 1) has an alignment and no translation that it is of. Give the "
                        + "translation, or leave the alignment out.", kind: .input)
            }
        }
    }
}

extension InspectedHeads {
    fileprivate init(
        _ sums: [HeadSums], _ errors: AlignmentErrors, _ measured: MeasuredImportance, pairs: Int
    ) throws {
        self.pairs = pairs
        whole = measured.whole
        var counts: [AttentionSite: Int] = [:]
        layers = try sums.enumerated().map { place, sums in
            let layer = counts[sums.site, default: 0]
            counts[sums.site] = layer + 1
            let heads = try sums.patterns.enumerated().map { head, pattern in
                Head(
                    pattern: try Self.finite(pattern.pattern),
                    alignmentError: errors.value(layer, head, at: sums.site),
                    gradient: measured.gradients?[place][head],
                    switchedOff: measured.switchedOff?[place][head])
            }
            return Layer(
                site: sums.site, layer: layer, heads: heads,
                divergence: sums.similarity.matrix(.weights) ?? [],
                cosine: sums.similarity.matrix(.outputs),
                alignmentError: errors.value(layer, nil, at: sums.site))
        }
    }

    private static func finite(_ pattern: AttentionPattern?) throws -> AttentionPattern {
        guard let pattern, pattern.distance.isFinite, pattern.same.isFinite,
            pattern.entropy.isFinite
        else { throw CalqueError.notFinite("looks at a text") }
        return pattern
    }
}
