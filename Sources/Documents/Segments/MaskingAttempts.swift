import Translation

/// A content on its way to the model: with one kind of masks after the other, until one comes back
/// whole.
struct MaskingAttempts {
    private struct Attempt {
        let restorer: MaskRestorer
        let translation: AlignedTranslation
        let lostCount: Int

        /// The mean log-probability of the sentences.
        var score: Double {
            let scores = translation.sentences.map(\.meanLogProbability)
            return scores.reduce(0, +) / Double(max(1, scores.count))
        }
    }

    private let masked: MaskedContent
    /// The masks that the model has not seen yet, of which the first are those of ``restorer``.
    private var styles: ArraySlice<MaskStyle>
    private let glossary: Glossary?
    private let prefix: String
    private let wantsAlignment: Bool
    private var restorer: MaskRestorer
    /// What the model has to see.
    private(set) var request = TranslationRequest("")
    private var best: Attempt?

    /// - Parameters:
    ///   - glossary: Has the terms whose translations are asked for.
    ///   - prefix: What the translation begins with.
    ///   - wantsAlignment: Whether somebody wants to know which parts go together; what is put back
    ///     into the translation needs it in any case.
    init(
        _ masked: MaskedContent, glossary: Glossary? = nil, prefix: String = "",
        wantsAlignment: Bool = true
    ) {
        self.wantsAlignment = wantsAlignment
        self.masked = masked
        self.glossary = glossary
        self.prefix = prefix
        styles = MaskStyle.styles(for: masked.line, count: masked.items.count)[...]
        restorer = MaskRestorer(masked, styles[0])
        makeRequest()
    }

    private mutating func makeRequest() {
        request = TranslationRequest(
            restorer.line, targetPrefix: prefix.isEmpty ? "" : restorer.masked(prefix: prefix),
            terms: glossary.map(restorer.terms) ?? [])
        request.needsAlignment =
            wantsAlignment || restorer.isCapital || !masked.items.isEmpty
            || !masked.content.codes.isEmpty
            || !request.terms.isEmpty
    }

    /// Whether the model has to see it, with masks that it has not seen yet.
    var isOpen: Bool {
        guard masked.hasWords, !styles.isEmpty else { return false }
        return best.map { $0.lostCount > 0 } ?? true
    }

    /// Takes what the model made of ``request``.
    mutating func add(_ translation: AlignedTranslation) {
        let attempt = Attempt(
            restorer: restorer, translation: translation,
            lostCount: restorer.lostCount(in: translation.text))
        if let best {
            let isBetter = (attempt.lostCount, -attempt.score) < (best.lostCount, -best.score)
            if isBetter { self.best = attempt }
        } else {
            best = attempt
        }
        styles.removeFirst()
        if let style = styles.first, isOpen {
            restorer = MaskRestorer(masked, style)
            makeRequest()
        }
    }

    /// What to say of content that the model does not see, for it knows none of its words.
    var unknownWarnings: [String] {
        let unknown = masked.items.filter { item in
            item.kind == .unknown && Wording.hasLetters(item.text)
        }
        guard !masked.hasWords, let first = unknown.first else { return [] }
        return ["The vocabulary has nothing for “\(first.text.prefix(24))”: it was left as it is."]
    }

    /// The segment's translation by the best attempt; nil of what is to stay as it is.
    func segment(_ thresholds: QualityThresholds) -> SegmentTranslation? {
        guard let best else { return masked.replaced }
        return best.restorer.segment(best.translation, thresholds)
    }
}
