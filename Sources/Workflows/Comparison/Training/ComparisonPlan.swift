import Basics
import Foundation
import Models
import Text

/// Which models are trained, of which sizes and on what.
struct ComparisonPlan {
    /// The same Transformer with two kinds of positions, trained on short sentences alone.
    struct Positions {
        /// The most tokens of a side, end token not counted.
        let limit: Int
        let trainings: [ContenderTraining]
    }

    /// A contender, and how it is trained.
    struct ContenderTraining {
        let contender: Contender
        let model: ModelTraining
    }

    /// The parameters that all are to have.
    let parameterCount: Int
    /// One for every contender, in order.
    let trainings: [ContenderTraining]
    /// Those of the comparison of positions, where both kinds take part.
    let positions: Positions?

    /// - Throws: `CalqueError` when no width gives a contender the parameters wanted, or no pair is
    ///   short enough for the comparison of positions.
    init(_ data: ComparisonData, _ options: ComparisonOptions, _ folder: ComparisonFolder) throws {
        let embeddings = EmbeddingConfiguration(data.tokenizer)
        parameterCount =
            try options.parameterCount
            ?? options.configuration(of: .architecture(.transformer), embeddings).trainableCount
        let search = WidthSearch(parameterCount: parameterCount)
        let configurations = try options.contenders.map {
            try search.fitted(options.configuration(of: $0, embeddings), name: $0.rawValue)
        }
        func training(
            _ index: Int, on corpus: EncodedCorpus, in folder: (Contender) -> URL,
            remark: String = ""
        ) -> ContenderTraining {
            let contender = options.contenders[index]
            return ContenderTraining(
                contender: contender,
                model: ModelTraining(
                    name: contender.rawValue + remark,
                    recipe: options.recipe(of: contender, configurations[index]),
                    configuration: configurations[index], training: corpus, data: data,
                    folder: folder(contender)))
        }
        let contenders = options.contenders.indices
        trainings = contenders.map { training($0, on: data.training, in: folder.run) }
        guard options.comparesPositions else {
            positions = nil
            return
        }
        let limit = options.lengthLimit ?? data.training.longerLength(ofShare: 0.5)
        let short = try data.training.pairs(upTo: limit)
        positions = Positions(
            limit: limit,
            trainings: contenders.filter { options.contenders[$0].isTransformer }.map {
                training(
                    $0, on: short, in: folder.positionsRun, remark: ", up to \(limit) tokens")
            })
    }
}

extension EncodedCorpus {
    /// The tokens of the longer side of every pair, end token not counted.
    private var longerLengths: [Int] { zip(source.lengths, target.lengths).map { max($0, $1) - 1 } }

    /// The length that a share of the pairs does not exceed.
    fileprivate func longerLength(ofShare share: Double) -> Int {
        let sorted = longerLengths.sorted()
        return sorted.isEmpty ? 0 : sorted[Int(share * Double(sorted.count - 1))]
    }

    /// The pairs with no more tokens on either side.
    ///
    /// - Throws: `CalqueError` when there is none.
    fileprivate func pairs(upTo limit: Int) throws -> EncodedCorpus {
        var short = EncodedCorpus()
        for (pair, length) in longerLengths.enumerated() where length <= limit {
            short.append(source: source[pair], target: target[pair])
        }
        guard short.count > 0 else {
            throw CalqueError(
                "No training pair has up to \(limit) tokens on both sides. Compare positions with a "
                    + "larger length limit.", kind: .configuration)
        }
        return short
    }
}
