import Foundation
import Layers
import Tensors
import TestSupport
import Testing

struct PositionalEncodingTests {
    @Test func sinesFillTheFirstHalfAndCosinesTheSecond() {
        let table = PositionalEncoding.sinusoids(count: 3, width: 4)
        expect(
            table,
            [
                0, 0, 1, 1,
                0.841_471, 0.009_999_8, 0.540_302, 0.999_95,
                0.909_297, 0.019_998_7, -0.416_147, 0.999_8,
            ], absolute: 1e-6, "table")
    }

    /// The last wavelength is 10000 · 2π in Marian, and a step less in the paper.
    @Test func mariansWavelengthsEndALittleLater() {
        let (width, half) = (8, 4)
        let marian = PositionalEncoding.sinusoids(count: 3, width: width, wavelengths: .marian)
        for column in 0..<half {
            let angle = 2 * pow(10_000, -Double(column) / 3)
            expect(
                [marian[2 * width + column], marian[2 * width + half + column]],
                [sin(angle), cos(angle)], absolute: 1e-6, "column \(column)")
        }
        let encoding = PositionalEncoding.sinusoidal(
            count: 3, width: width, wavelengths: .marian)
        #expect(encoding.vectors(length: 3) == marian && encoding.kind == .computed)
        #expect(marian != PositionalEncoding.sinusoids(count: 3, width: width))
    }

    @Test func anOddWidthHasOneMoreSine() {
        let table = PositionalEncoding.sinusoids(count: 2, width: 3)
        let second = Float(sin(pow(10_000, -2.0 / 3)))
        expect(table, [0, 0, 1, Float(sin(1.0)), second, Float(cos(1.0))], absolute: 1e-5, "table")
    }

    // Section 3.5: PE(pos + k) is a linear function of PE(pos), a rotation of each pair.
    @Test(arguments: [1, 17])
    func aShiftIsARotationOfEveryPair(shift: Int) {
        let (count, width) = (50, 8)
        let table = PositionalEncoding.sinusoids(count: count, width: width).map(Double.init)
        for position in 0..<count - shift {
            for pair in 0..<width / 2 {
                let angle = Double(shift) / pow(10_000, Double(2 * pair) / Double(width))
                let (sine, cosine) = (
                    table[position * width + pair], table[position * width + pair + width / 2]
                )
                let shifted = table[(position + shift) * width + pair]
                #expect(abs(shifted - (sine * cos(angle) + cosine * sin(angle))) < 1e-6)
            }
        }
    }

    /// All the positions that this table might have would not fit into any memory.
    @Test func positionsAreComputedAsFarAsTheyAreAskedFor() {
        let store = ParameterStore()
        let tokens = TokenEmbedding(vocabulary: 1, width: 4, ParameterBuilder(store))
        let embed = InputEmbedding(
            tokens: tokens, isScaled: false, positions: .sinusoidal(count: 1 << 40, width: 4),
            dropout: 0)
        store.allocate()
        let context = Context(precision: .float32)
        let sinusoids = PositionalEncoding.sinusoids(count: 101, width: 4)
        for positions: [Int32] in [[0], [2, 1], [5], [100, 6, 0], [3]] {
            expect(
                embed(positions.map { _ in 0 }, positionIDs: positions, context).array(),
                positions.flatMap { sinusoids[Int($0) * 4..<Int($0) * 4 + 4] }, absolute: 1e-5,
                "\(positions)")
        }
    }

    @Test func vectorsAreThoseThatAreAdded() {
        let store = ParameterStore()
        let builder = ParameterBuilder(store)
        let computed = PositionalEncoding.sinusoidal(count: 6, width: 4)
        let learned = PositionalEncoding.learned(count: 6, width: 4, builder["learned"])
        let stored = PositionalEncoding.stored(count: 6, width: 4, builder["stored"])
        store.allocateRandomly()
        #expect([computed, stored, learned].map(\.kind) == [.computed, .stored, .learned])
        #expect([computed, stored, learned].allSatisfy { $0.count == 6 && $0.width == 4 })
        #expect(computed.vectors(length: 3) == PositionalEncoding.sinusoids(count: 3, width: 4))
        // More were computed before; there are no more than six.
        #expect(computed.vectors(length: 2).count == 8 && computed.vectors(length: 9).count == 24)
        for (name, positions) in [("learned", learned), ("stored", stored)] {
            let values = store["\(name).weight"].map { Array($0.values) } ?? []
            #expect(positions.vectors(length: 2) == Array(values.prefix(8)))
            #expect(positions.vectors(length: 9) == values)
        }
    }

    @Test func embeddingsAreScaledTokensPlusPositions() {
        let store = ParameterStore()
        let builder = ParameterBuilder(store)
        let tokens = TokenEmbedding(vocabulary: 5, width: 4, builder["embed_tokens"])
        let embed = InputEmbedding(
            tokens: tokens, isScaled: true, positions: .sinusoidal(count: 3, width: 4), dropout: 0.5
        )
        let learned = InputEmbedding(
            tokens: tokens, isScaled: false,
            positions: .learned(count: 3, width: 4, builder["embed_positions"]), dropout: 0)
        store.allocateRandomly()
        let context = Context(precision: .float32)
        let table = Array(tokens.weight.values)
        let sinusoids = PositionalEncoding.sinusoids(count: 3, width: 4)
        let scaled: [Float] =
            (0..<4).map { 2 * table[12 + $0] + sinusoids[$0] }
            + (0..<4).map { 2 * table[4 + $0] + sinusoids[8 + $0] }
        expect(
            embed([3, 1], positionIDs: [0, 2], context).array(), scaled, absolute: 1e-5, "embedding"
        )
        let positions = store["embed_positions.weight"].map { Array($0.values) } ?? []
        let sums = (0..<4).map { table[12 + $0] + positions[4 + $0] }
        expect(
            learned([3], positionIDs: [1], context).array(), sums, absolute: 1e-5,
            "learned positions")
    }
}
