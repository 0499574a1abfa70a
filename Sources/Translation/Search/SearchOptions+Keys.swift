import Basics

extension SearchOptions {
    /// Options as words, such as a program's configuration or a request holds them.
    ///
    ///     let options = try SearchOptions(["beam": "2", "length-penalty": "0.8"])
    ///
    /// - Parameters:
    ///   - values: The keys of ``keys`` with their values.
    ///   - defaults: What holds where no key says otherwise, such as ``init(for:)``.
    /// - Throws: `CalqueError` that names the key, and what is allowed or was meant.
    public init(_ values: [String: String], defaults: SearchOptions = .init()) throws {
        self = defaults
        if values["sample"] == "true" { beamSize = 1 }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let key = Self.keys.first(where: { $0.name == name }) else {
                throw Self.unknown(name)
            }
            guard key.set(&self, value) else {
                throw CalqueError(
                    "\(name) is \"\(value)\": allowed is \(key.allowed).", kind: .configuration)
            }
        }
    }

    private static func unknown(_ name: String) -> CalqueError {
        let near = NearestName.of(name, among: keys.map(\.name)).map { " Was \($0) meant?" } ?? ""
        return CalqueError(
            "A search has no option \"\(name)\".\(near) There are "
                + "\(keys.map(\.name).joined(separator: ", ")).", kind: .configuration)
    }

    /// An option that has a name.
    public struct Key: Sendable {
        /// The name, as in `calque translate --help`.
        public let name: String
        /// What its value may be.
        public let allowed: String
        /// What it does, in a sentence.
        public let meaning: String
        /// Gives the option its value; false if it is not allowed.
        fileprivate let set: @Sendable (inout SearchOptions, String) -> Bool
    }

    /// The options that have a name. Whether they go with each other and with a model is found out
    /// where they are used.
    public static let keys: [Key] = [
        key("beam", "How many hypotheses are kept of every sentence; 1 is greedy search.", from: 1)
        {
            $0.beamSize = $1
        },
        key("n-best", "How many translations of every sentence are returned.", from: 1) {
            $0.nBest = $1
        },
        key("length-penalty", "The exponent α of the length penalty.") { options, exponent in
            switch options.lengthPenalty {
            case .googleNMT: options.lengthPenalty = .googleNMT(exponent: exponent)
            case .average: options.lengthPenalty = .average(exponent: exponent)
            }
        },
        choice(
            "length-penalty-form",
            "What log-probabilities are divided by: ((5 + length) / 6)^α or length^α.",
            ["gnmt", "average"]
        ) { options, form in
            let exponent = options.lengthPenalty.exponent
            options.lengthPenalty =
                form == "gnmt" ? .googleNMT(exponent: exponent) : .average(exponent: exponent)
        },
        key("maximum-length", "The most tokens of a translation.", from: 0) {
            $0.maximumLength = $1
        },
        key("maximum-length-ratio", "The most tokens of a translation by those of its source.") {
            $0.maximumLengthRatio = $1
        },
        key("maximum-length-offset", "Tokens added to that.", from: 0) {
            $0.maximumLengthOffset = $1
        },
        key("minimum-length", "The fewest tokens of a translation.", from: 0) {
            $0.minimumLength = $1
        },
        choice(
            "stopping", "When the search of a sentence ends.", StoppingRule.allCases.map(\.rawValue)
        ) {
            $0.stoppingRule = StoppingRule(rawValue: $1) ?? $0.stoppingRule
        },
        key("repetition-penalty", "θ, by which repeated tokens become less likely; 1 is off.") {
            $0.repetitionPenalty = $1
        },
        key("no-repeat-ngram", "How many tokens never occur twice in succession.", from: 1) {
            $0.noRepeatNGramSize = $1
        },
        key("coverage-penalty", "β, by which overlooked source tokens count; 0 is off.") {
            $0.coveragePenalty = $1
        },
        choice("allow-unknown", "Whether the search may choose <unk>.", ["true", "false"]) {
            $0.allowsUnknown = $1 == "true"
        },
        choice(
            "shortlist", "Whether the model's shortlist says which tokens there are.",
            ["true", "false"]
        ) {
            $0.usesShortlist = $1 == "true"
        },
        choice(
            "sample", "Whether tokens are drawn at random, with a beam of 1.", ["true", "false"]
        ) {
            $0.sampling = $1 == "true" ? Sampling(seed: 1) : nil
        },
        sampling("temperature", "What log-probabilities are divided by to draw.") {
            $0.temperature = $1
        },
        sampling("top-k", "How many of the most probable tokens are drawn from.", from: 1) {
            $0.topK = $1
        },
        sampling("top-p", "How probable those together are that tokens are drawn from.") {
            $0.topP = $1
        },
        sampling("seed", "Decides what is drawn.", from: 0) { $0.seed = UInt64($1) },
    ]

    private static func key(
        _ name: String, _ meaning: String, from minimum: Int,
        _ set: @escaping @Sendable (inout SearchOptions, Int) -> Void
    ) -> Key {
        Key(name: name, allowed: "a whole number from \(minimum) on", meaning: meaning) {
            guard let value = Int($1), value >= minimum else { return false }
            set(&$0, value)
            return true
        }
    }

    private static func key(
        _ name: String, _ meaning: String,
        _ set: @escaping @Sendable (inout SearchOptions, Double) -> Void
    ) -> Key {
        Key(name: name, allowed: "a number", meaning: meaning) {
            guard let value = Double($1), value.isFinite else { return false }
            set(&$0, value)
            return true
        }
    }

    private static func choice(
        _ name: String, _ meaning: String, _ values: [String],
        _ set: @escaping @Sendable (inout SearchOptions, String) -> Void
    ) -> Key {
        Key(name: name, allowed: values.joined(separator: ", "), meaning: meaning) {
            guard values.contains($1) else { return false }
            set(&$0, $1)
            return true
        }
    }

    /// A key of what is set of sampling, where there is any.
    private static func sampling(_ key: Key) -> Key {
        Key(name: key.name, allowed: "\(key.allowed), with sample", meaning: key.meaning) {
            $0.sampling == nil ? false : key.set(&$0, $1)
        }
    }

    private static func sampling(
        _ name: String, _ meaning: String, from minimum: Int,
        _ set: @escaping @Sendable (inout Sampling, Int) -> Void
    ) -> Key {
        sampling(key(name, meaning, from: minimum) { $0.changeSampling(set, $1) })
    }

    private static func sampling(
        _ name: String, _ meaning: String,
        _ set: @escaping @Sendable (inout Sampling, Double) -> Void
    ) -> Key {
        sampling(key(name, meaning) { $0.changeSampling(set, $1) })
    }

    private mutating func changeSampling<Value>(
        _ set: (inout Sampling, Value) -> Void, _ value: Value
    ) {
        guard var changed = sampling else { return }
        set(&changed, value)
        sampling = changed
    }
}
