/// What languages the sides of a pair have to be in, and how that is seen.
struct CleaningLanguages: Sendable {
    /// The languages of source and target; nil for any.
    let codes: (source: String?, target: String?)
    /// Whether a script, by ICU's number, is one of the language's; empty for any.
    let ownScripts: (source: [Bool], target: [Bool])
    private let identifier: LanguageIdentifier?

    /// The fewest letters of a line whose language can be told.
    static let leastLetters = 20

    /// - Parameters:
    ///   - source: The source's code; nil if it may be in any language.
    ///   - target: The target's code; nil if it may be in any language.
    ///   - identifies: Whether languages of texts are to be told.
    init(source: String?, target: String?, identifies: Bool) {
        codes = (source.map(LanguageCode.canonical), target.map(LanguageCode.canonical))
        ownScripts = (Self.scripts(of: codes.source), Self.scripts(of: codes.target))
        let wanted = [codes.source, codes.target].compactMap(\.self)
        guard identifies, !wanted.isEmpty else {
            identifier = nil
            return
        }
        let all = Self.all
        identifier =
            wanted.allSatisfy(all.languages.contains)
            ? all : LanguageIdentifier(languages: all.languages + wanted)
    }

    /// Made once, for it takes a second or two.
    private static let all = LanguageIdentifier()

    private static func scripts(of code: String?) -> [Bool] {
        guard let code, let known = LanguageProfiles(of: [code]).scripts.first, !known.isEmpty
        else { return [] }
        return (0..<256).map { known.contains(Int32($0)) }
    }

    /// The lower of the probabilities that both sides are in their languages; nil where that cannot
    /// be told.
    func probability(
        _ source: String, _ target: String, _ measures: PairMeasures, unlessBelow threshold: Double
    ) -> Double? {
        let first = probability(of: source, measures.source, codes.source)
        if let first, first < threshold { return first }
        let second = probability(of: target, measures.target, codes.target)
        return [first, second].compactMap(\.self).min()
    }

    private func probability(
        of text: String, _ features: SideFeatures, _ code: String?
    ) -> Double? {
        guard let identifier, let code, features.letters >= Self.leastLetters else { return nil }
        return identifier.probability(of: code, in: text)
    }
}
