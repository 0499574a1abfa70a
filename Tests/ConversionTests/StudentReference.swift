import Conversion
import Foundation
import Tensors
import TestSupport

/// What Marian computes with a student, equation by equation in plain loops, from the numbers of its
/// file.
struct StudentReference {
    private let model: MarianBinary
    private let sizes: StudentFixture.Sizes

    init(_ student: StudentFixture) throws {
        model = try MarianBinary(url: student.folder.file(StudentFixture.weights))
        sizes = student.sizes
    }

    /// The logits of every target place. `[target.count, pieces]`
    ///
    /// - Parameters:
    ///   - source: The source, the end token last.
    ///   - target: A translation of it, likewise.
    func logits(_ source: [Int32], _ target: [Int32]) throws -> Reference.Matrix {
        let table = try matrix("Wemb")
        let scale = Double(sizes.width).squareRoot()
        func embedded(_ tokens: [Int32?]) -> Reference.Matrix {
            Reference.Matrix(tokens.count, sizes.width) { place, column in
                let token = tokens[place].map { scale * table[Int($0), column] }
                return (token ?? 0) + position(place, column)
            }
        }
        let memory = try encoded(embedded(source))
        // The decoder begins with a zero vector.
        let output = try decoded(embedded([nil] + target.dropLast().map { $0 }), memory)
        return Reference.Linear(weight: table, bias: try vector("decoder_ff_logit_out_b"))(output)
    }

    private func encoded(_ x: Reference.Matrix) throws -> Reference.Matrix {
        try (1...sizes.encoderLayers).reduce(x) { x, layer in
            let attended = try attention("encoder_l\(layer)_self", x, over: x)
            return try feedForward("encoder_l\(layer)_ffn", attended)
        }
    }

    private func decoded(
        _ x: Reference.Matrix, _ memory: Reference.Matrix
    ) throws -> Reference.Matrix {
        try (1...sizes.decoderLayers).reduce(x) { x, layer in
            let name = "decoder_l\(layer)"
            let unit = Reference.SimpleRecurrentUnit(
                weight: try matrix("\(name)_rnn_W").transposed,
                forget: try linear("\(name)_rnn", "f"))
            let recurrent = try norm("\(name)_rnn_ffn", x, unit(x))
            let attended = try attention("\(name)_context", recurrent, over: memory)
            return try feedForward("\(name)_ffn", attended)
        }
    }

    /// Sines of tensor2tensor's wavelengths, then cosines.
    private func position(_ place: Int, _ column: Int) -> Double {
        let half = sizes.width / 2
        let step = log(10_000) / Double(half - 1)
        let angle = Double(place) * exp(-step * Double(column % half))
        return column < half ? sin(angle) : cos(angle)
    }

    private func attention(
        _ name: String, _ x: Reference.Matrix, over memory: Reference.Matrix
    ) throws -> Reference.Matrix {
        let attention = Reference.MultiHeadAttention(
            heads: sizes.heads, isCausal: false, queries: try linear(name, "q"),
            keys: try linear(name, "k"), values: try linear(name, "v"),
            output: try linear(name, "o"))
        return try norm("\(name)_Wo", x, attention(x, over: memory))
    }

    private func feedForward(_ name: String, _ x: Reference.Matrix) throws -> Reference.Matrix {
        let network = Reference.FeedForward(
            expand: try linear(name, "1"), contract: try linear(name, "2"))
        return try norm("\(name)_ffn", x, network(x))
    }

    private func norm(
        _ name: String, _ x: Reference.Matrix, _ sublayer: Reference.Matrix
    ) throws -> Reference.Matrix {
        Reference.addAndNorm(
            x, sublayer, gain: try vector("\(name)_ln_scale"), bias: try vector("\(name)_ln_bias"),
            epsilon: 1e-6)
    }

    private func linear(_ name: String, _ letter: String) throws -> Reference.Linear {
        Reference.Linear(
            weight: try matrix("\(name)_W\(letter)").transposed,
            bias: try vector("\(name)_b\(letter)"))
    }

    /// As Marian calls it, `[inputs, outputs]`, or a table `[pieces, width]`.
    private func matrix(_ name: String) throws -> Reference.Matrix {
        let tensor = try model.tensor(name)
        return Reference.Matrix(
            tensor.shape[0], tensor.shape[1], tensor.floats().map(Double.init))
    }

    private func vector(_ name: String) throws -> [Double] {
        try model.tensor(name).floats().map(Double.init)
    }
}
