import Basics
import Text

extension TrainingRecipe {
    /// Which shares of the pairs are changed in every epoch, so that the model also translates capitals,
    /// typing errors and tags. A share that is nil is that of ``preset``.
    public struct RobustnessSettings: Sendable, Equatable {
        /// What shares are where none is given.
        public var preset = RobustnessPreset.none
        /// Pairs in capitals.
        public var upperCase: Double?
        /// Pairs whose words begin with capitals.
        public var titleCase: Double?
        /// Pairs without the full stop at their end.
        public var noFinalStop: Double?
        /// Pairs with typing errors in the source.
        public var typos: Double?
        /// Pairs with one or two others in the same line.
        public var joined: Double?
        /// Pairs with tags or a placeholder.
        public var tags: Double?

        /// No changes.
        public init() {}
    }

    /// Shares of all kinds under one name.
    public enum RobustnessPreset: String, Sendable, CaseIterable {
        /// No changes.
        case none
        /// Those of ``Text/TextAugmentation/standard(seed:)``.
        case standard
    }

    /// How the text is changed; nil for not at all.
    var augmentation: TextAugmentation? {
        var augmentation =
            robustness.preset == .standard
            ? TextAugmentation.standard(seed: seed) : TextAugmentation(seed: seed)
        for (share, given) in RobustnessSettings.shares {
            guard let value = robustness[keyPath: given] else { continue }
            augmentation[keyPath: share] = value
        }
        return augmentation.isNone ? nil : augmentation
    }
}

extension TrainingRecipe.RobustnessSettings {
    /// Every share, and where it is given.
    fileprivate static let shares:
        [(
            any WritableKeyPath<TextAugmentation, Double> & Sendable,
            any KeyPath<Self, Double?> & Sendable
        )] = [
            (\.upperCase, \.upperCase), (\.titleCase, \.titleCase), (\.noFinalStop, \.noFinalStop),
            (\.typos, \.typos), (\.joined, \.joined), (\.tags, \.tags),
        ]

    /// Whether a share is that of the preset.
    var isPartOfStandardUsed: Bool { Self.shares.contains { self[keyPath: $0.1] == nil } }

    func requirePossible() throws {
        let standard = TextAugmentation.standard(seed: 0)
        func share(_ given: Double?, _ standard: Double) -> Double {
            given ?? (preset == .standard ? standard : 0)
        }
        let capitals =
            share(upperCase, standard.upperCase) + share(titleCase, standard.titleCase)
        guard capitals <= 1 else {
            throw CalqueError(
                "upper-case and title-case are \(capitals) of all pairs together. Choose shares of "
                    + "at most 1.", kind: .configuration)
        }
    }
}
