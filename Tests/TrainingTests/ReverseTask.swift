import Basics
import Models
import Tensors
import Text
import Training

/// Sequences of random digits and the same reversed: what takes attention, and nothing else.
///
/// Token 0 ends a sentence, 1 starts and pads, digits are 2 to 11.
struct ReverseTask {
    static let special = SpecialTokens(start: 1, end: 0, padding: 1)
    static let vocabularySize = 12

    let training: EncodedCorpus
    /// Sequences that training does not see.
    let heldOut: [[Int32]]

    /// - Parameter lengths: How many digits a sequence has.
    init(pairs: Int, heldOut: Int = 0, lengths: ClosedRange<Int> = 3...6, seed: UInt64 = 1) {
        var random = RandomSource(seed: seed)
        var known: Set<[Int32]> = []
        func unseen() -> [Int32] {
            while true {
                let length = Int.random(in: lengths, using: &random)
                let digits = (0..<length).map { _ in Int32.random(in: 2...11, using: &random) }
                if known.insert(digits).inserted { return digits }
            }
        }
        self.heldOut = (0..<heldOut).map { _ in unseen() }
        training = EncodedCorpus((0..<pairs).map { _ in unseen() })
    }

    /// Sequences that training does not see, each as its own reference.
    var validation: HeldOutPairs {
        let lines = heldOut.map { "\($0)" }
        return HeldOutPairs(corpus: EncodedCorpus(heldOut), sources: lines, references: lines)
    }

    /// Sequences that training does not see, with what they are reversed.
    ///
    /// - Parameter line: What digits are as text.
    func validation(_ line: ([Int32]) -> String) -> HeldOutPairs {
        HeldOutPairs(
            corpus: EncodedCorpus(heldOut), sources: heldOut.map(line),
            references: heldOut.map { line($0.reversed()) })
    }

    /// A model small enough to learn it within seconds.
    static func model(
        seed: UInt64 = 1, _ change: (inout TransformerConfiguration) -> Void = { _ in }
    ) -> Transformer {
        var configuration = TransformerConfiguration(
            vocabularySize: vocabularySize, specialTokens: special)
        configuration.width = 32
        configuration.encoderInnerWidth = 64
        configuration.decoderInnerWidth = 64
        configuration.encoderHeads = 4
        configuration.decoderHeads = 4
        configuration.encoderLayers = 1
        configuration.decoderLayers = 1
        configuration.maximumLength = 32
        configuration.dropout = 0
        change(&configuration)
        let model = Transformer(configuration)
        var random = RandomSource(seed: seed)
        model.parameters.initialize(using: &random)
        return model
    }
}

extension ReverseTask {
    /// A recurrent model, without attention unless it is asked for.
    static func recurrentModel(
        _ cell: RecurrentCell, _ change: (inout RecurrentConfiguration) -> Void
    ) -> any SequenceToSequenceModel {
        var configuration = RecurrentConfiguration(
            EmbeddingConfiguration(vocabularySize: vocabularySize, specialTokens: special))
        configuration.cell = cell
        configuration.width = 48
        configuration.embeddingWidth = 32
        configuration.attentionWidth = 32
        configuration.maximumLength = 32
        configuration.dropout = 0
        change(&configuration)
        return configuration.makeModel(seed: 1)
    }
}

extension EncodedCorpus {
    /// Sequences of digits as sources, and reversed as targets.
    init(_ sequences: [[Int32]]) {
        self.init()
        for digits in sequences {
            append(
                source: digits + [ReverseTask.special.end],
                target: digits.reversed() + [ReverseTask.special.end])
        }
    }
}
