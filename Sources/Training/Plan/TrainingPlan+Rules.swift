import Foundation
import Layers
import Models

extension TrainingPlan {
    /// How a plan decides.
    package enum Rules {
        /// What a run without a limit is taken to come to, until it gets no better.
        static let tokensWithoutLimit = 1e8

        /// The largest size that the text can fill and the time suffices for: a larger model learns more
        /// from a token and takes longer over it, and knows a small text by heart.
        static func size(
            _ architecture: Architecture, _ textTokens: Int, tokens: (ModelSize) -> Double
        ) -> ModelSize {
            // States of the other architectures have to hold a whole sentence.
            guard architecture == .transformer else { return .small }
            if textTokens >= 10_000_000, tokens(.base) >= 2e8 { return .base }
            if textTokens >= 2_000_000, tokens(.small) >= 2e7 { return .small }
            return .tiny
        }

        /// What the tokens of an update are chosen from.
        package static let updateTokens = 1024...8192

        /// The tokens of an update of which an epoch has some hundred.
        static func updateTokens(ofText tokens: Int) -> Int {
            powerOfTwo(upTo: Double(tokens) / 100)
        }

        /// The tokens of an update of which a run has enough for its weights to get anywhere.
        static func updateTokens(ofRun budget: TrainingBudget, _ tokens: Double?) -> Int {
            guard budget.updates == nil, let tokens else { return updateTokens.upperBound }
            return powerOfTwo(upTo: tokens / 1500)
        }

        private static func powerOfTwo(upTo limit: Double) -> Int {
            var tokens = updateTokens.lowerBound
            while 2 * tokens <= updateTokens.upperBound, 2 * Double(tokens) <= limit { tokens *= 2 }
            return tokens
        }

        /// The more often a text is seen, the more has to keep a model from learning it by heart.
        static func dropout(epochs: Double) -> Double {
            epochs < 15 ? 0.1 : epochs < 40 ? 0.2 : 0.3
        }

        /// The share of a run with a limit over which the learning rate rises.
        package static let warmupShare = 0.15
        /// The updates that it rises over in a run of the smallest size without a limit.
        package static let tinyWarmup = LearningRateSchedule.longestWarmup / 4

        static func warmup(
            _ shape: LearningRateSchedule.Shape, _ budget: TrainingBudget, _ size: ModelSize
        ) -> RunSpan {
            let longest = LearningRateSchedule.longestWarmup
            // The height of the paper's schedule follows from its warm-up.
            guard shape != .paper else { return .updates(longest) }
            guard budget.isLimited else { return .updates(size == .tiny ? tinyWarmup : longest) }
            guard let updates = budget.updates, budget.epochs == nil, budget.seconds == nil else {
                return .share(warmupShare)
            }
            return .updates(min(max(1, Int(warmupShare * Double(updates))), longest))
        }

        /// A tenth of the run, or four epochs without a limit, but not too many updates. Where time is
        /// limited, not more often than once a minute, so that validating takes little of it.
        static func validationInterval(
            _ budget: TrainingBudget, _ expectedUpdates: Double?, updatesPerEpoch: Int
        ) -> RunSpan {
            let longest = 500
            if let seconds = budget.seconds {
                let share = min(max(0.1, 60 / seconds), 1800 / seconds)
                // Of a run of centuries, too, it is a number that a recipe can hold.
                return .share(min(1, max(share, 1e-6)))
            }
            guard let expectedUpdates else {
                return .updates(min(max(longest / 5, 4 * updatesPerEpoch), longest))
            }
            return .updates(min(max(1, Int(expectedUpdates / 10)), longest))
        }
    }
}
