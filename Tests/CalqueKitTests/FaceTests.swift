import CalqueKit
import Foundation
import Testing

// Names that programs have of their own, and other libraries. They go beside the import.
private struct Batch {}
private struct Color {}
private struct Context {}
private struct Language {}
private struct Line {}

/// What a program does that imports `CalqueKit` and nothing else of Calque: the README's steps, in small.
@Suite(.serialized) struct FaceTests {
    private let folder: URL
    private var model: URL { folder.appendingPathComponent("model") }

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("calque-face-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func write(_ text: String, to name: String) throws -> String {
        let url = folder.appendingPathComponent(name)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    private func recipe(updates: Int) throws -> TrainingRecipe {
        let words = ["uno", "dos", "tres", "cuatro", "cinco"]
        let lines = (0..<100).map { "\(words[$0 % 5]) \(words[$0 / 5 % 5]) \(words[$0 / 25])\n" }
        var recipe = TrainingRecipe()
        recipe.text.source = try write(lines.joined(), to: "source.txt")
        recipe.text.target = try write(lines.joined().uppercased(), to: "target.txt")
        recipe.tokenizer.vocabularySize = 60
        recipe.model.size = .tiny
        recipe.limits.updates = updates
        return recipe
    }

    @Test func aRecipeBecomesAModelThatTranslates() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var updates = 0
        let result = try TrainingRun(recipe(updates: 3), in: model).train { event in
            if case .training(.update) = event { updates += 1 }
        }
        #expect(result.reason == .updates && updates > 0)

        let translator = try await Translator(model: model)
        let options = SearchOptions(beamSize: 2, maximumLength: 10)
        let results = try await translator.translate(["uno dos", "", "tres"], options)
        #expect(results.count == 3 && results[1].text.isEmpty)
        #expect(results[0].parts.count == 1)

        let score = try await translator.scores(of: [("uno", "UNO")])[0]
        #expect(score.logProbability < 0 && score.tokenCount > 1)
        let attention = try await translator.attention(of: "uno dos")
        #expect(attention.weights.count == attention.targetPieces.count)
        let alignment = try await translator.alignments(of: [("uno dos", "UNO DOS")])[0]
        #expect(alignment.sourceWords == ["uno", "dos"])

        let (lines, continuation) = AsyncStream<String>.makeStream()
        continuation.yield("uno")
        continuation.finish()
        var streamed: [String] = []
        for try await result in translator.translations(of: lines, options) {
            streamed.append(result.text)
        }
        #expect(streamed == (try await translator.translate(["uno"], options)).map(\.text))
    }

    @Test func errorsDescribeThemselvesAndHaveAKind() async {
        let error = await #expect(throws: CalqueError.self) {
            _ = try await Translator(model: folder.appendingPathComponent("nothing"))
        }
        #expect(error?.localizedDescription == error?.message)
        #expect(error?.kind == .model)
    }

    @Test func aRecipeIsAValueThatIsWrittenDownAndReadAgain() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let recipe = try recipe(updates: 7)
        let data = try JSONEncoder().encode(recipe)
        #expect(try JSONDecoder().decode(TrainingRecipe.self, from: data) == recipe)
    }
}
