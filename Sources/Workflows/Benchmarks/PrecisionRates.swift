import Basics
package import Tensors
/// How fast this machine multiplies each type, and whether the one that is used by default is the
/// fastest.
package struct PrecisionRates: Encodable {
    /// By how much another type has to be faster before the default is said to be wrong: less is
    /// noise.
    private static let margin = 1.1

    /// Operations a second in products of every precision, all workers together.
    package let rates: [Precision: Double]
    package let processor: Processor

    private enum CodingKeys: String, CodingKey {
        case processor, chosen, faster
        case rates = "product_operations_per_second"
    }

    /// Measures.
    package static func measure(workers: Int) throws -> PrecisionRates {
        let rates = try Precision.allCases.filter(\.isSupported).map { precision in
            let pool = WorkerPool(count: workers, precision: precision)
            return (precision, try ProductRate.measure(on: pool, precision))
        }
        return PrecisionRates(
            rates: Dictionary(uniqueKeysWithValues: rates), processor: .current)
    }

    /// The trainable precision that is faster than the default, where there is one.
    package var faster: Precision? {
        let chosen = rates[processor.fastestPrecision] ?? 0
        let best = Precision.trainable.max { rates[$0] ?? 0 < rates[$1] ?? 0 }
        return best.flatMap { (rates[$0] ?? 0) > Self.margin * chosen ? $0 : nil }
    }

    /// What was measured, and a sentence more where the default is wrong.
    package var text: String {
        let chosen = processor.fastestPrecision
        var text = rates.sorted { $0.key.rawValue.count > $1.key.rawValue.count }.map {
            "\($0.key.rawValue) \($0.value.abbreviated)OP/s"
        }.joined(separator: ", ")
        text = "products: \(text)\ndefault: \(chosen.rawValue) (\(processor.description))\n"
        guard let faster else { return text }
        let ratio = (rates[faster] ?? 0) / (rates[chosen] ?? .infinity)
        return text
            + "The default is wrong for this machine: products of \(faster.rawValue) run at "
            + "\(ratio.fixed(2)) times the rate.\n"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let named = rates.map { ($0.key.rawValue, $0.value) }
        try container.encode(Dictionary(uniqueKeysWithValues: named), forKey: .rates)
        try container.encode(processor.description, forKey: .processor)
        try container.encode(processor.fastestPrecision, forKey: .chosen)
        try container.encodeIfPresent(faster, forKey: .faster)
    }
}
