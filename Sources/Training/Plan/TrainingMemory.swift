import Basics
public import Models
package import Tensors

/// The memory that training takes, by what lies in it, in bytes.
public struct TrainingMemory: Sendable, Codable, Equatable {
    /// The weights, and their copy in the type of the products.
    public let weights: Int
    /// The gradients of every worker.
    public let gradients: Int
    /// The optimiser's two moments, and the moving average where there is one.
    public let optimizer: Int
    /// Activations and their gradients, of all workers: the most that they had at one time.
    public let activations: Int

    /// All of it.
    public var total: Int { permanent + activations }

    /// What is there from the first update on, whatever it has to compute.
    public var permanent: Int { weights + gradients + optimizer }

    /// What training with these options takes.
    ///
    /// - Parameters:
    ///   - parameterCount: The length of the weights in numbers, gaps for alignment included.
    ///   - options: Precision, average, and the workers of the process.
    ///   - ranks: The processes that share moments and average.
    ///   - activations: Activations of all workers.
    init(parameterCount: Int, _ options: TrainingOptions, ranks: Int = 1, activations: Int) {
        let block = parameterCount * MemoryLayout<Float>.stride
        let copy =
            switch options.precision {
            case .bfloat16: block / 2
            default: options.roundsToEightBits ? block : 0
            }
        weights = block + copy
        gradients = options.workers * block
        optimizer = (options.adam.averageDecay > 0 ? 3 : 2) * block / ranks
        self.activations = activations
    }
}

/// What training will take, by a formula. With P numbers of weights, W workers in this process and N in all R, an
/// update of T tokens in A parts, and activations of b bytes, it is in bytes:
///
///     weights      4 P, and 2 P for their copy in bfloat16
///     gradients    4 P W
///     optimiser    4 P · 2 / R, or 3 with a moving average
///     activations  W (2 b T / (N A) (o + 2 d) + 256 V (4 + b))
///
/// Of every token the outputs of all products, o numbers in all, and rows of the width d are kept until the
/// backward pass, and about as much is made of them. Logits of V pieces are made for 256 tokens at a time.
/// What memories of Neural Turing Machines take comes on top.
extension TrainingMemory {
    /// What is kept of a token for each number that a product makes for it, as measured for Transformers and
    /// recurrent networks: 1.5 to 2.2.
    private static let keptPerOutput = 2

    /// Estimates what training takes.
    ///
    /// - Parameters:
    ///   - configuration: What is trained.
    ///   - options: How, with the workers of this process.
    ///   - allWorkers: Those of all processes, which share an update; nil for those of this one.
    ///   - ranks: The processes that share moments and average.
    public init(
        estimating configuration: any ModelConfiguration, _ options: TrainingOptions,
        allWorkers: Int? = nil, ranks: Int = 1
    ) {
        let parameters = configuration.makeModel().parameters
        let parts = (allWorkers ?? options.workers) * options.accumulation
        let each = Self.activations(
            configuration, Self.outputs(parameters, configuration), options.precision,
            tokens: (options.updateTokens + parts - 1) / parts)
        self.init(
            parameterCount: parameters.count, options, ranks: ranks,
            activations: options.workers * each)
    }

    /// The numbers that all products make for a token, those of the vocabulary aside.
    private static func outputs(
        _ parameters: ParameterStore, _ configuration: any ModelConfiguration
    ) -> Int {
        let tables = [
            configuration.embeddings.sourceVocabularySize,
            configuration.embeddings.targetVocabularySize,
        ]
        return parameters.entries.filter(\.isQuantizable).map(\.parameter.rows)
            .filter { !tables.contains($0) }.reduce(0, +)
    }

    /// The activations of one worker.
    private static func activations(
        _ configuration: any ModelConfiguration, _ outputs: Int, _ precision: Precision,
        tokens: Int
    ) -> Int {
        let width = precision.elementType.byteCount
        let kept = keptPerOutput * width * tokens * (outputs + 2 * configuration.width)
        let logits =
            min(tokens, Context.lossBlockRows) * configuration.embeddings.targetVocabularySize
            * (MemoryLayout<Float>.stride + width)
        return kept + logits
    }
}

/// Whether there is room for it.
extension TrainingMemory {
    /// Compares what training takes with what there is.
    ///
    /// - Parameters:
    ///   - available: The memory that there is.
    ///   - processes: As many on this machine take as much each.
    /// - Returns: What has to be said where it may be too much.
    /// - Throws: `CalqueError` when it certainly is: weights, gradients and optimiser alone are more than can
    ///   be had.
    package func check(
        against available: AvailableMemory, processes: Int = 1
    ) throws -> String? {
        let certain = Double(permanent * processes)
        guard certain <= available.most else {
            throw CalqueError(
                """
                Training takes at least \(Self.text(certain)) of memory, for weights, moments and the gradients of \
                each worker, and there are \(Self.text(available.most)) in all. Let workers be fewer, or size be \
                smaller.
                """, kind: .configuration)
        }
        let expected = Double(total * processes)
        guard expected > available.free else { return nil }
        return """
            Training takes about \(Self.text(expected)) of memory, and \(Self.text(available.free)) are free: \
            should it end for want of memory, let workers, update-tokens or size be smaller, or accumulation \
            larger.
            """
    }

    private static func text(_ bytes: Double) -> String { bytes.abbreviated + "B" }
}
