import Basics

/// Changes the text of some pairs in every epoch, so that a model also translates what people write in
/// capitals, without a full stop, with typing errors or with tags. The kinds are those of OpusTrainer
/// (Bogoychev et al. 2023, "OpusCleaner and OpusTrainer").
///
/// Which pairs are changed, and how, follows from the seed, the epoch and the pair's place in the corpus
/// alone. A pair may be changed in several ways at once, in the order of ``Kind``.
public struct TextAugmentation: Codable, Equatable, Sendable {
    /// Share of the pairs that are all in capitals, on both sides.
    public var upperCase = 0.0
    /// Share of the pairs whose words all begin with a capital, on both sides.
    public var titleCase = 0.0
    /// Share of the pairs that lose the full stop at their end, where both sides have one.
    public var noFinalStop = 0.0
    /// Share of the pairs whose source has typing errors.
    public var typos = 0.0
    /// Share of the pairs that are followed in the same line by the one or two after them in the text.
    public var joined = 0.0
    /// Share of the pairs with a pair of tags or a placeholder, at the same place of both sides.
    public var tags = 0.0
    /// Chooses pairs and changes.
    public var seed: UInt64

    /// What is changed about a pair, in the order in which it is done.
    package enum Kind: Int, CaseIterable, Sendable {
        /// The pairs after it follow in the same line.
        case joined
        /// Capitals: all letters, or the first of every word.
        case letterCase
        /// The full stop at the end is missing.
        case noFinalStop
        /// The source has typing errors.
        case typos
        /// There are tags, or a placeholder.
        case tags
    }

    /// No changes.
    ///
    /// - Parameter seed: Chooses pairs and changes.
    public init(seed: UInt64) { self.seed = seed }

    /// The shares that Mozilla trains its students with; those of joined sentences and tags are this
    /// library's.
    ///
    /// - Parameter seed: Chooses pairs and changes.
    public static func standard(seed: UInt64) -> TextAugmentation {
        var augmentation = TextAugmentation(seed: seed)
        augmentation.upperCase = 0.07
        augmentation.titleCase = 0.05
        augmentation.noFinalStop = 0.2
        augmentation.typos = 0.05
        augmentation.joined = 0.05
        augmentation.tags = 0.02
        return augmentation
    }

    /// Whether it changes nothing.
    public var isNone: Bool { Kind.allCases.allSatisfy { share($0) <= 0 } }

    /// Characters of Latin capitals and tags that it may bring into text that has none of them: a
    /// tokenizer without pieces for them leaves nothing of such changes.
    public var characters: String {
        var characters = String.UnicodeScalarView()
        if share(.letterCase) > 0 {
            characters.append(contentsOf: "ABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)
        }
        if tags > 0 {
            characters.append(contentsOf: AugmentedPair.tagCharacters.sorted())
        }
        return String(characters)
    }

    private func share(_ kind: Kind) -> Double {
        switch kind {
        case .joined: joined
        case .letterCase: upperCase + titleCase
        case .noFinalStop: noFinalStop
        case .typos: typos
        case .tags: tags
        }
    }
}

extension TextAugmentation {
    /// What no other use of the seed begins its path with.
    private static let path = -2

    /// A pair as its text is in an epoch; nil where it is as it always is.
    ///
    /// - Parameters:
    ///   - pair: The pair's place in the corpus.
    ///   - epoch: The epoch, from 0.
    ///   - text: The text of a pair by how many pairs it comes after this one; nil where there is none.
    func changed(
        _ pair: Int, epoch: Int, _ text: (_ distance: Int) -> AugmentedPair?
    ) -> AugmentedPair? {
        let drawn = Kind.allCases.compactMap { kind in
            draw(kind, epoch: epoch, pair: pair).map { (kind: kind, draw: $0) }
        }
        guard !drawn.isEmpty, let original = text(0) else { return nil }
        var changed = original
        for (kind, draw) in drawn { apply(kind, draw, to: &changed, text) }
        return changed == original ? nil : changed
    }

    /// Randomness for a change, where the pair has one of that kind.
    private struct Draw {
        /// In 0 ..< the share of the kind.
        let place: Double
        var random: RandomSource
    }

    private func draw(_ kind: Kind, epoch: Int, pair: Int) -> Draw? {
        let share = share(kind)
        guard share > 0 else { return nil }
        var random = RandomSource(seed: seed, path: Self.path, epoch, pair, kind.rawValue)
        let place = random.nextDouble()
        return place < share ? Draw(place: place, random: random) : nil
    }

    private func apply(
        _ kind: Kind, _ draw: Draw, to pair: inout AugmentedPair,
        _ text: (_ distance: Int) -> AugmentedPair?
    ) {
        var random = draw.random
        switch kind {
        case .joined:
            for distance in 1...1 + random.next(below: 2) {
                guard let next = text(distance) else { return }
                pair.join(next)
            }
        case .letterCase:
            pair.changeCase(draw.place < upperCase ? .upper : .title)
        case .noFinalStop: pair.dropFinalStop()
        case .typos: pair.source.addTypos(using: &random)
        case .tags: pair.addTags(using: &random)
        }
    }
}
