import Basics
import Figures
import Foundation
import Inspection
import Models
import TestSupport
import Testing
import Text
import Translation

struct PrincipalComponentsTests {
    private static func dot(_ x: [Double], _ y: [Double]) -> Double {
        zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test func pointsOnALineHaveOneComponent() {
        // x = (3, 1, 2) + t (−0.6, 0, 0.8): the longer step is upwards.
        let steps: [Float] = [-2, -1, 0, 4, 9]
        let vectors = steps.flatMap { step -> [Float] in [3 - 0.6 * step, 1, 2 + 0.8 * step] }
        let found = PrincipalComponents(of: vectors, width: 3, count: 3)
        #expect(found.components.count == 1)
        let direction = found.components[0].direction.map { Float($0) }
        expect(direction, [-0.6, 0, 0.8], absolute: 1e-6, "direction")
        let mean = steps.reduce(0, +) / 5
        let variance = steps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5
        #expect(abs(found.components[0].variance - Double(variance)) < 1e-5)
        #expect(abs(found.totalVariance - Double(variance)) < 1e-5)
        for (row, step) in steps.enumerated() {
            let vector = vectors[row * 3..<row * 3 + 3].map(Double.init)
            #expect(abs(found.coordinates(of: vector)[0] - Double(step - mean)) < 1e-5)
        }
    }

    /// ± a_i e_i, around a mean: the covariance is diagonal, with a_i² / d.
    @Test(arguments: [4, 40, 100]) func aDiagonalCovarianceHasItsAxes(width: Int) {
        let sizes = (0..<width).map { Float(($0 * 7) % width + 1) }
        var vectors: [Float] = []
        for (axis, size) in sizes.enumerated() {
            for sign: Float in [-1, 1] {
                vectors += (0..<width).map { 5 + ($0 == axis ? sign * size : 0) }
            }
        }
        let found = PrincipalComponents(of: vectors, width: width, count: 3)
        let order = sizes.indices.sorted { sizes[$0] > sizes[$1] }
        for (place, component) in found.components.enumerated() {
            let expected = (0..<width).map { Float($0 == order[place] ? 1 : 0) }
            expect(component.direction.map { Float($0) }, expected, absolute: 1e-5, "\(place)")
            let variance = Double(sizes[order[place]] * sizes[order[place]]) / Double(width)
            #expect(abs(component.variance / variance - 1) < 1e-6)
        }
        #expect(found.mean.allSatisfy { abs($0 - 5) < 1e-6 })
        let total = sizes.reduce(0) { $0 + Double($1 * $1) } / Double(width)
        #expect(abs(found.totalVariance / total - 1) < 1e-6)
    }

    /// Against the covariance, computed naively: C v = λ v, and no direction that is orthogonal to
    /// those found has a larger variance, which power iteration in what is left would find.
    @Test(arguments: [(300, 50), (20, 50), (50, 9)])
    func componentsAreTheLargestEigenvectors(rows: Int, width: Int) {
        var random = RandomSource(seed: 3)
        let vectors = (0..<rows * width).map { place in
            random.nextNormal() / Float(1 + place % width).squareRoot() + 2
        }
        let found = PrincipalComponents(of: vectors, width: width, count: 3)
        #expect(found.components.count == 3)
        let data = (0..<rows).map { row in
            (0..<width).map { Double(vectors[row * width + $0]) - found.mean[$0] }
        }
        var covariance = (0..<width).map { i in
            (0..<width).map { j in data.reduce(0) { $0 + $1[i] * $1[j] } / Double(rows) }
        }
        for (place, component) in found.components.enumerated() {
            let direction = component.direction
            for (other, second) in found.components.enumerated() {
                let product = Self.dot(direction, second.direction)
                #expect(abs(product - (place == other ? 1 : 0)) < 1e-9)
            }
            let image = covariance.map { Self.dot($0, direction) }
            for (x, y) in zip(image, direction) {
                #expect(abs(x - component.variance * y) < 1e-7 * found.totalVariance)
            }
        }
        for component in found.components {
            var vector = (0..<width).map { _ in Double(random.nextNormal()) }
            var value = 0.0
            for _ in 0..<3000 {
                let image = covariance.map { Self.dot($0, vector) }
                value = Self.dot(image, image).squareRoot()
                vector = image.map { $0 / value }
            }
            #expect(abs(component.variance / value - 1) < 1e-6)
            let direction = component.direction
            for i in 0..<width {
                for j in 0..<width {
                    covariance[i][j] -= component.variance * direction[i] * direction[j]
                }
            }
        }
    }

    @Test func theSignDependsOnNothingElse() {
        var random = RandomSource(seed: 4)
        let vectors = (0..<600).map { _ in random.nextNormal() }
        let found = PrincipalComponents(of: vectors, width: 6, count: 3)
        let opposite = PrincipalComponents(of: vectors.map { -$0 }, width: 6, count: 3)
        for (one, other) in zip(found.components, opposite.components) {
            let largest = one.direction.max { abs($0) < abs($1) } ?? 0
            #expect(largest > 0)
            expect(one.direction.map { Float($0) }, other.direction, absolute: 1e-6, "direction")
        }
        // Of (1, −1) / √2 and its opposite, rounding must not choose.
        for sign: Float in [1, -1] {
            let line = PrincipalComponents(
                of: [0, 0, 0.1 * sign, -0.1 * sign, 0.7 * sign, -0.7 * sign], width: 2, count: 1)
            #expect(line.components[0].direction[0] > 0.7)
        }
    }

    @Test func vectorsThatDoNotDifferHaveNone() {
        let found = PrincipalComponents(of: [1, 2, 1, 2, 1, 2], width: 2, count: 2)
        #expect(found.components.isEmpty && found.totalVariance == 0)
    }
}

struct InspectedEmbeddingsTests {
    private let tokenizer: TranslationTokenizer
    private let model: Transformer

    init() throws {
        tokenizer = try characterTokenizer()
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.embeddings.isShared = false
        model = Transformer(configuration, seed: 1)
    }

    private var translator: Translator {
        Translator(model, tokenizer, workers: 1, precision: .float32)
    }

    /// Writes the vector of a piece into the table of a use.
    private func set(_ piece: String, _ use: EmbeddingUse, _ vector: [Float]) throws {
        let table = try #require(model.embeddingTable(of: use)).weight
        let id = try #require(tokenizer.source.vocabulary.id(of: piece))
        let start = Int(id) * table.columns
        for column in 0..<table.columns {
            table.values[start + column] = column < vector.count ? vector[column] : 0
        }
    }

    @Test func theWholeVocabularyIsWhatStandsForText() async throws {
        let embeddings = try await translator.inspectEmbeddings(of: .target)
        let vocabulary = tokenizer.target.vocabulary
        #expect(embeddings.isWholeVocabulary)
        // </s>, <unk>, <pad> and >>xxx<<.
        #expect(embeddings.points.count == vocabulary.count - 4)
        #expect(embeddings.points.allSatisfy { !vocabulary.isSpecial($0.piece.id) })
        #expect(!embeddings.points.contains { $0.piece.piece == ">>xxx<<" })
        #expect(embeddings.table.uses == [.target, .output])
        #expect(embeddings.table.title == "table of target and output")
        #expect(embeddings.table.name == "model.decoder.embed_tokens.weight")
        #expect(embeddings.components.count == 3)
        let shares = embeddings.components.map(\.share)
        #expect(shares == shares.sorted(by: >) && shares.allSatisfy { $0 > 0 && $0 < 1 })
        for component in 0..<3 {
            // Coordinates are centred, and their variance is the component's.
            let values = embeddings.points.map { $0.coordinates[component] }
            let count = Double(values.count)
            #expect(abs(values.reduce(0, +)) < 1e-9)
            let variance = values.reduce(0) { $0 + $1 * $1 } / count
            #expect(abs(variance / embeddings.components[component].variance - 1) < 1e-6)
        }
    }

    @Test func chosenWordsAreTheirPieces() async throws {
        try set("a", .source, [0, 0])
        try set("b", .source, [0, 3])
        try set("c", .source, [0, 6])
        try set("▁", .source, [0, 3])
        let embeddings = try await translator.inspectEmbeddings(words: ["ab", "ca"])
        #expect(embeddings.points.map(\.piece.text) == ["␣", "·a", "·b", "·c"])
        #expect(!embeddings.isWholeVocabulary)
        #expect(embeddings.table.title == "source table")
        #expect(embeddings.components.count == 1 && abs(embeddings.components[0].share - 1) < 1e-9)
        expect(
            embeddings.points.map { Float($0.coordinates[0]) }, [0, -3, 0, 3], absolute: 1e-5,
            "coordinates")
        // The second axis has nothing to say.
        let figure = try embeddings.figure()
        #expect(figure.horizontalTitle == "component 1 (100 %)")
        #expect(figure.verticalTitle == "component 2 (0 %)")
    }

    @Test func neighborsAreNearestFirst() async throws {
        for piece in (0..<Int32(tokenizer.source.vocabulary.count)).compactMap({
            tokenizer.source.vocabulary.piece(of: $0)
        }) {
            try set(piece, .source, [0, 0, 1])
        }
        try set("▁", .source, [1, 1])
        try set("a", .source, [1, -1])  // the mean of "▁" and "a" is (1, 0)
        try set("b", .source, [9, 9])
        try set("c", .source, [-2, 0])
        try set("d", .source, [0.5, 0])
        try set("e", .source, [])
        for special in ["</s>", "<unk>", ">>xxx<<"] { try set(special, .source, [1, 0]) }
        let found = try await translator.inspectNeighbors(of: "a", count: 100)
        #expect(found.pieces.map(\.piece) == ["▁", "a"])
        #expect(found.neighbors.prefix(2).map(\.piece.piece) == ["d", "b"])
        #expect(found.neighbors.last?.piece.piece == "c")
        let similarities = found.neighbors.map { Float($0.similarity) }
        expect(
            [similarities[0], similarities[1], similarities[2], similarities.last ?? 0],
            [1, 0.5.squareRoot(), 0, -1], absolute: 1e-6, "similarities")
        // All but three special tokens, the language token, the word's own two, and the zero.
        #expect(found.neighbors.count == tokenizer.source.vocabulary.count - 7)
        let equal = found.neighbors.filter { $0.similarity == 0 }.map(\.piece.id)
        #expect(equal == equal.sorted())
        #expect(try await translator.inspectNeighbors(of: "a", count: 3).neighbors.count == 3)
        let output = try await translator.inspectNeighbors(of: "a", in: .output, count: 3)
        #expect(output.table.uses == [.target, .output] && output.neighbors != found.neighbors)
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let translator = translator
        for word in ["日本", "aé"] {
            let text = await explanation { _ = try await translator.inspectNeighbors(of: word) }
            #expect(text.contains("lacks") && text.contains(word))
        }
        for word in ["", "  "] {
            let text = await explanation {
                _ = try await translator.inspectEmbeddings(words: [word])
            }
            #expect(text.contains("no letters"))
        }
        let language = await explanation {
            _ = try await translator.inspectNeighbors(of: ">>deu<<")
        }
        #expect(language.contains(">>xxx<<"))
        let none = await explanation { _ = try await translator.inspectEmbeddings(words: []) }
        #expect(none.contains("two pieces or more"))
        for count in [0, 129] {
            let text = await explanation {
                _ = try await translator.inspectEmbeddings(components: count)
            }
            #expect(text.contains("1 to 128"))
        }
        let few = await explanation { _ = try await translator.inspectNeighbors(of: "a", count: 0) }
        #expect(few.contains("1 or more"))
        let embeddings = try await translator.inspectEmbeddings()
        #expect(try message { _ = try embeddings.figure(vertical: 3) }.contains("0 to 2"))
        try set("a", .source, [.nan])
        let damaged = await explanation { _ = try await translator.inspectEmbeddings() }
        #expect(
            damaged.contains("model.encoder.embed_tokens.weight") && damaged.contains("damaged"))
    }

    @Test func picturesNameTableAndShares() async throws {
        let embeddings = try await translator.inspectEmbeddings()
        let figure = try embeddings.figure(labels: ["·a", "·b"], model: "en-<de>")
        let count = embeddings.points.count
        #expect(figure.title == "en-<de>: embeddings of \(count) pieces, source table")
        #expect(figure.hasEqualUnits && figure.series.map(\.points.count) == [count - 2, 2])
        let percent = 100 * embeddings.components[1].share
        #expect(figure.verticalTitle == "component 2 (\(String(format: "%.1f", percent)) %)")
        let svg = figure.svg()
        #expect(svg.contains("en-&lt;de&gt;") && svg.contains(">·a</text>"))
        let neighbors = try await translator.inspectNeighbors(of: "ab", count: 4).figure()
        #expect(
            neighbors.title == "neighbours of \"ab\", source table")
        #expect(neighbors.valueTitle == "cosine similarity to the mean of 3 pieces")
        #expect(neighbors.bars.count == 4)
        #expect(neighbors.terminal(width: 60, colors: .none).split(separator: "\n").count == 6)
    }

    @Test func itComesBackFromJSON() async throws {
        let embeddings = try await translator.inspectEmbeddings(words: ["abc"])
        let data = try JSONEncoder().encode(embeddings)
        #expect(try JSONDecoder().decode(InspectedEmbeddings.self, from: data) == embeddings)
        let neighbors = try await translator.inspectNeighbors(of: "abc")
        let other = try JSONEncoder().encode(neighbors)
        #expect(try JSONDecoder().decode(InspectedNeighbors.self, from: other) == neighbors)
    }
}
