import Figures
import Foundation

/// The results as tables.
extension ComparisonReport {
    /// All tables as plain text.
    public var text: String {
        let tables = [resultTable, lengthTable, influenceTable, positionsTable]
        return tables.compactMap(\.self).map { $0.text + "\n" }.joined()
    }

    /// Quality, speed and size of every contender.
    public var resultTable: ReportTable {
        func cells(
            _ value: (ContenderReport) -> Double?,
            _ format: (Double) -> String = NumberText.short
        ) -> [ReportTable.Cell] { results.map { ReportTable.Cell(value($0), format) } }
        return ReportTable(
            "architecture", names: names,
            columns: [
                ("BLEU", .higher, cells({ $0.quality.overall.bleu }, Self.tenths)),
                ("exact match", .higher, cells({ $0.quality.overall.exactMatch }, Self.percent)),
                ("tokens/s", .higher, cells { $0.training.tokensPerSecond }),
                ("updates", nil, cells({ Double($0.training.updates) }, { "\(Int($0))" })),
                ("memory", .lower, cells({ Double($0.memory.total) }, Self.bytes)),
                ("parameters", nil, cells { Double($0.parameterCount) }),
                ("width", nil, cells({ Double($0.width) }, { "\(Int($0))" })),
                ("file", nil, cells({ Double($0.modelBytes) }, Self.bytes)),
            ])
    }

    /// BLEU by the length of the source.
    public var lengthTable: ReportTable {
        Self.lengthTable(results.map { ($0.contender, $0.quality) })
    }

    /// The same of the two kinds of positions, where they were compared.
    public var positionsTable: ReportTable? {
        positions.map { Self.lengthTable($0.results.map { ($0.contender, $0.quality) }) }
    }

    /// The steps between tokens n apart, as they are counted and as gradients feel them.
    public var influenceTable: ReportTable {
        let distances = [8, 16, 32, 64].filter { distance in
            results.contains { $0.influence.encoder.contains { $0.distance == distance } }
        }
        let steps = results.map { $0.contender.isTransformer ? "1" : "n" }
        let columns = distances.map { distance in
            let cells = results.map { result in
                ReportTable.Cell(
                    result.influence.encoder.first { $0.distance == distance }?.relativeNorm)
            }
            return ("\(distance) apart", ReportTable.Order.higher as ReportTable.Order?, cells)
        }
        return ReportTable(
            "architecture", names: zip(names, steps).map { "\($0) (\($1))" }, columns: columns)
    }

    private var names: [String] { results.map(\.contender.rawValue) }

    private static func lengthTable(
        _ qualities: [(contender: Contender, quality: TranslationQuality)]
    ) -> ReportTable {
        let buckets = qualities.first?.quality.byLength ?? []
        return ReportTable(
            "BLEU by source tokens", names: qualities.map(\.contender.rawValue) + ["sentences"],
            columns: buckets.indices.map { bucket in
                let cells = qualities.map {
                    ReportTable.Cell($0.quality.byLength[bucket].score.bleu, tenths)
                }
                let count = ReportTable.Cell(note: "\(buckets[bucket].score.count)")
                return (buckets[bucket].title, .higher, cells + [count])
            })
    }

    private static func tenths(_ value: Double) -> String { String(format: "%.1f", value) }

    private static func percent(_ share: Double) -> String { tenths(100 * share) + " %" }

    private static func bytes(_ count: Double) -> String {
        NumberText.short(count / 1_048_576) + " MiB"
    }
}

extension TranslationQuality.LengthScore {
    /// The lengths.
    var title: String { shortest == longest ? "\(shortest)" : "\(shortest)–\(longest)" }
}
