import Basics
import Foundation
import Inspection
import TestSupport
import Testing

struct SoftmaxRowTests {
    private static let scores = [0.3, -1.2, 2.0, 0.7, 0.7]

    /// diag(p) − p pᵀ, as it is written.
    private func jacobian(_ p: [Double]) -> [[Double]] {
        p.indices.map { row in p.indices.map { p[row] * ((row == $0 ? 1 : 0) - p[$0]) } }
    }

    private func norm(_ rows: [[Double]]) -> Double {
        rows.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    @Test func theGradientIsTheChangeOfTheWeights() {
        let row = SoftmaxRow(Self.scores)
        #expect(abs(row.weights.reduce(0, +) - 1) < 1e-12)
        let step = 1e-6
        let changes = Self.scores.indices.map { place in
            func weights(_ change: Double) -> [Double] {
                var scores = Self.scores
                scores[place] += change
                return SoftmaxRow(scores).weights
            }
            return zip(weights(step), weights(-step)).map { ($0 - $1) / (2 * step) }
        }
        #expect(abs(row.gradientNorm - norm(changes)) < 1e-8)
        #expect(abs(row.gradientNorm - norm(jacobian(row.weights))) < 1e-12)
    }

    @Test func theGradientThroughKeysIsTheChangeWithTheQuery() {
        let query = [0.5, -1.0, 2.0]
        let keys = [[1.0, 0.5, 0.25], [-1.0, 2.0, 0.0], [0.5, 0.5, 0.5], [0.0, -1.0, 1.5]]
        func weights(_ query: [Double]) -> [Double] {
            SoftmaxRow(keys.map { key in zip(query, key).reduce(0) { $0 + $1.0 * $1.1 } }).weights
        }
        let step = 1e-6
        let changes = query.indices.map { place in
            var (up, down) = (query, query)
            up[place] += step
            down[place] -= step
            return zip(weights(up), weights(down)).map { ($0 - $1) / (2 * step) }
        }
        let scores = keys.map { key in zip(query, key).reduce(0) { $0 + $1.0 * $1.1 } }
        #expect(abs(SoftmaxRow(scores).gradientNorm(through: keys) - norm(changes)) < 1e-8)
    }

    @Test(arguments: [1, 2, 7, 64])
    func equalScoresHaveEqualWeights(count: Int) {
        let row = SoftmaxRow([Double](repeating: 3, count: count))
        #expect(abs(row.entropy - log(Double(count))) < 1e-12)
        #expect(abs(row.largestWeight - 1 / Double(count)) < 1e-12)
        // Σ_i p_i² (1 − p_i)² + Σ_{i ≠ j} p_i² p_j² = (n − 1) / n².
        let expected = Double(count - 1).squareRoot() / Double(count)
        #expect(abs(row.gradientNorm - expected) < 1e-12)
        // What all keys have in common changes no weight.
        let keys = [[Double]](repeating: [1, 2], count: count)
        #expect(row.gradientNorm(through: keys) < 1e-12)
    }

    /// Of two keys, all four numbers of the matrix are p (1 − p); with scores that far apart, 1 − p is
    /// e⁻⁵⁰, which 1 − (1 − e⁻⁵⁰) is not.
    @Test(arguments: [0.0, 1, 5, 50, 300])
    func aChoiceOfOneKeyHardlyChanges(distance: Double) {
        let row = SoftmaxRow([distance, 0])
        let expected = 2 * exp(-distance) / pow(1 + exp(-distance), 2)
        #expect(abs(row.gradientNorm / expected - 1) < 1e-9)
        let through = row.gradientNorm(through: [[3, 0], [0, 4]])
        // Both rows are p (1 − p) times the difference of the keys, which has the length 5.
        #expect(abs(through / (5 * expected / 2 * 2.squareRoot()) - 1) < 1e-9)
    }

    @Test func scoresThatAreFarTooLargeAreAChoice() {
        let row = SoftmaxRow([1e300, -1e300, 0])
        #expect(row.weights == [1, 0, 0] && row.entropy == 0 && row.gradientNorm == 0)
    }
}

struct ScaledScoresTests {
    private static let found = Result { try ScaledScores(samples: 1000) }

    @Test func theVarianceIsTheWidth() throws {
        let found = try Self.found.get()
        #expect(found.widths.map(\.width) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
        for width in found.widths {
            let expected = Double(width.width)
            #expect(abs(width.unscaled.variance / expected - 1) < 0.15, "\(width)")
            #expect(abs(width.scaled.variance * expected / width.unscaled.variance - 1) < 1e-9)
            #expect(width.unscaled.factor == 1 && width.scaled.factor == 1 / expected.squareRoot())
        }
    }

    @Test func aWidthOfOneNeedsNoScaling() throws {
        let first = try #require(try Self.found.get().widths.first)
        #expect(first.unscaled == first.scaled)
    }

    @Test func withoutTheFactorTheSoftmaxBecomesAChoice() throws {
        let widths = try Self.found.get().widths
        for (narrow, wide) in zip(widths, widths.dropFirst()) {
            #expect(wide.unscaled.entropy < narrow.unscaled.entropy)
            #expect(wide.unscaled.largestWeight > narrow.unscaled.largestWeight)
        }
        let (middle, last) = (widths[4], widths[9])
        #expect(last.unscaled.largestWeight > 0.9 && last.unscaled.entropy < 0.2)
        #expect(last.unscaled.gradient.mean < middle.unscaled.gradient.mean / 3)
        // Most queries get next to nothing, and some so much that the mean hides it.
        #expect(last.unscaled.gradient.median < middle.unscaled.gradient.median / 100)
        #expect(last.unscaled.queryGradient.median < last.scaled.queryGradient.median / 5)
        #expect(last.unscaled.queryGradient.mean > last.scaled.queryGradient.mean)
    }

    @Test func withItTheWidthMakesNoDifference() throws {
        let widths = try Self.found.get().widths.dropFirst(3)
        for measure in [\.entropy, \.largestWeight, \.gradient.mean, \.gradient.median]
            as [KeyPath<ScaledScores.Scores, Double>]
        {
            let values = widths.map { $0.scaled[keyPath: measure] }
            let (lowest, highest) = (values.min() ?? 0, values.max() ?? 0)
            #expect(highest / lowest < 1.06)
        }
    }

    /// A query over two keys: −p log p − (1 − p) log (1 − p), with p = 1 / (1 + e^−(s_1 − s_2)).
    @Test func twoKeysAreALogisticFunction() throws {
        let found = try ScaledScores(widths: [3], keys: 2, samples: 1, seed: 5)
        let scores = found.widths[0].scaled
        let p = scores.largestWeight
        #expect(abs(scores.entropy + p * log(p) + (1 - p) * log(1 - p)) < 1e-12)
        #expect(abs(scores.gradient.mean - 2 * p * (1 - p)) < 1e-12)
        #expect(scores.gradient.mean == scores.gradient.median)
    }

    @Test func itFollowsFromTheSeed() throws {
        let one = try ScaledScores(widths: [4, 8], keys: 3, samples: 10, seed: 7)
        #expect(try ScaledScores(widths: [4, 8], keys: 3, samples: 10, seed: 7) == one)
        #expect(
            try ScaledScores(widths: [8], keys: 3, samples: 10, seed: 7).widths[0] == one.widths[1])
        #expect(
            try ScaledScores(widths: [8], keys: 3, samples: 10, seed: 8).widths[0] != one.widths[1])
    }

    @Test(
        arguments: [
            ([], 16, 10, "d_k"), ([0], 16, 10, "d_k"), ([1 << 15], 16, 10, "1 and 16,384"),
            ([4], 1, 10, "keys"), ([4], 16, 0, "samples"),
        ] as [([Int], Int, Int, String)])
    func whatCannotBeIsSaid(widths: [Int], keys: Int, samples: Int, part: String) throws {
        let text = try message {
            _ = try ScaledScores(widths: widths, keys: keys, samples: samples)
        }
        #expect(text.contains(part))
    }

    @Test func thePictureHasBothOverTheWidth() throws {
        let chart = try ScaledScores(widths: [16, 4], keys: 3, samples: 10).figure()
        #expect(chart.panels.count == 6)
        for panel in chart.panels {
            #expect(panel.series.map(\.name) == ["q · k", "q · k / √d_k"])
            #expect(panel.series.allSatisfy { $0.points.map(\.x) == [4, 16] })
        }
        let svg = chart.svg()
        #expect(svg.contains("aria-label") && svg.contains("softmax over 3 keys"))
        #expect(chart.terminal(width: 80, colors: .none).contains("Largest weight"))
    }

    @Test func itComesBackFromJSON() throws {
        let found = try ScaledScores(widths: [2, 3], keys: 2, samples: 3)
        let data = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(ScaledScores.self, from: data) == found)
    }
}
