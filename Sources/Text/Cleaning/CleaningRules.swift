public import Basics

/// Which rules clean a parallel text, and with which thresholds.
public struct CleaningRules: Codable, Equatable, Sendable {
    /// The thresholds of the rules that are used.
    public private(set) var thresholds: [CleaningRule: Double]

    /// All rules with the thresholds of practice.
    public init() {
        thresholds = Dictionary(
            uniqueKeysWithValues: CleaningRule.allCases.filter(\.isOptional).map {
                ($0, $0.standard)
            })
    }

    /// No rules, but that lines have to be readable.
    public static var none: CleaningRules {
        var rules = CleaningRules()
        rules.thresholds = [:]
        return rules
    }

    /// A rule's threshold; nil where it is not used.
    ///
    /// A threshold that is set has to be one that the rule allows.
    public subscript(rule: CleaningRule) -> Double? {
        get { thresholds[rule] }
        set {
            precondition(rule.isOptional, "CleaningRules: \(rule.rawValue) has no threshold")
            precondition(
                newValue.map(rule.allows) ?? true,
                "CleaningRules: \(rule.rawValue) cannot be \(newValue ?? 0)")
            thresholds[rule] = newValue
        }
    }

    /// Gives a rule its threshold, as people write it.
    ///
    /// - Parameters:
    ///   - name: The rule's name.
    ///   - text: A number that is allowed; `off` or `false` for not using the rule, `on` or `true`
    ///     for the threshold of practice.
    /// - Throws: `CalqueError` saying which rule may have been meant, or what is allowed.
    public mutating func set(_ name: String, to text: String) throws(CalqueError) {
        let rule = try CleaningRule.named(name)
        switch text.lowercased() {
        case "off", "false": thresholds[rule] = nil
        case "on", "true": thresholds[rule] = rule.standard
        default:
            guard let threshold = Double(text), rule.allows(threshold) else {
                throw CalqueError(
                    "\(name) cannot be \"\(text)\". Allowed is \(rule.allowed).",
                    kind: .configuration)
            }
            thresholds[rule] = threshold
        }
    }

    /// Reads thresholds by the names of the rules; those that are not named are not used.
    ///
    /// - Throws: What the decoder throws, and `DecodingError` where a threshold is not allowed.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        thresholds = try container.decode([CleaningRule: Double].self)
        for (rule, threshold) in thresholds where !(rule.isOptional && rule.allows(threshold)) {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(rule.rawValue) cannot be \(threshold)")
        }
    }

    /// Writes thresholds by the names of the rules.
    ///
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(thresholds)
    }
}

extension CleaningRule {
    /// The rule of a name, of those that have a threshold.
    ///
    /// - Throws: `CalqueError` saying which one may have been meant.
    public static func named(_ name: String) throws(CalqueError) -> CleaningRule {
        if let rule = CleaningRule(rawValue: name), rule.isOptional { return rule }
        let names = allCases.filter(\.isOptional).map(\.rawValue)
        let near = NearestName.of(name, among: names)
        throw CalqueError(
            "\"\(name)\" is no rule of cleaning."
                + (near.map { " Its name may be \"\($0)\"." } ?? ""), kind: .configuration)
    }

    /// Whether a threshold may be this.
    func allows(_ threshold: Double) -> Bool {
        traits.allowed.contains(threshold)
            && (!traits.isWhole || threshold == threshold.rounded())
    }
}

/// Some rules.
package struct CleaningRuleSet: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// One rule.
    package init(_ rule: CleaningRule) { rawValue = 1 << Self.places[rule, default: 0] }

    /// A set of the rule at a place of all rules.
    init(at place: Int) { rawValue = 1 << UInt32(place) }

    /// The first of the rules in the order of all; nil where there are none.
    package var first: CleaningRule? {
        isEmpty ? nil : CleaningRule.allCases[rawValue.trailingZeroBitCount]
    }

    /// The rules, in the order of all.
    package var rules: [CleaningRule] {
        CleaningRule.allCases.enumerated().filter { rawValue >> UInt32($0.offset) & 1 == 1 }
            .map(\.element)
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: CleaningRule.allCases.enumerated().map {
            ($0.element, UInt32($0.offset))
        })
}
