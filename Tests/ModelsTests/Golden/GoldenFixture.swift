import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Text

/// A tiny model and what PyTorch computes with it: see `Fixtures/README.md`.
struct GoldenFixture {
    /// Those of the Transformer.
    static let transformers = [
        "golden-post-norm", "golden-separate", "golden-pre-norm", "golden-half", "golden-positions",
        "golden-ssru",
    ]
    /// Those of recurrent models whose decoder attends.
    static let recurrentWithAttention = ["golden-additive"]
    /// All.
    static let names = transformers + ["golden-lstm", "golden-gru"] + recurrentWithAttention

    let directory: ModelDirectory
    let model: any SequenceToSequenceModel
    private let values: SafetensorsCollection

    init(_ name: String, precision: Precision = .float32) throws {
        let folder = try Self.folder(name)
        directory = ModelDirectory(folder)
        model = try directory.loadModel(precision: precision)
        values = try SafetensorsCollection(
            file: folder.appendingPathComponent("golden.safetensors"))
        batch = Batch(
            try values.sentences("source"), try values.sentences("target"), model,
            rowMultiple: 1)
    }

    /// The six pairs, without filler.
    let batch: Batch

    /// The six pairs, filled up.
    func batch(rowMultiple: Int) -> Batch {
        Batch(
            (0..<batch.source.count).map { Array(batch.source[$0]) },
            (0..<batch.target.count).map { Array(batch.labels[batch.target.range(of: $0)]) },
            model, rowMultiple: rowMultiple)
    }

    /// The folder of a fixture.
    static func folder(_ name: String) throws -> URL {
        try #require(Bundle.module.resourceURL)
            .appendingPathComponent("Fixtures", isDirectory: true)
            .appendingPathComponent(name, isDirectory: true)
    }
}

/// What the file holds.
extension GoldenFixture {
    /// The tensor of that name.
    func floats(_ name: String) throws -> [Float] { try values.numbers(name) }

    /// The names of the parameters that have a gradient.
    var gradientNames: [String] {
        let prefix = "gradient."
        return values.names.filter { $0.hasPrefix(prefix) }.map {
            String($0.dropFirst(prefix.count))
        }
    }

    /// The sentences of `NAME_ids`, cut at `NAME_offsets`.
    func sentences(_ name: String) throws -> [[Int32]] { try values.sentences(name) }
}

/// The padding token, with which decoding starts.
extension GoldenFixture {
    /// Whether tokens are looked up in the parameter. PyTorch gives the padding token's row of such
    /// a table nothing for being looked up; Calque does.
    static func isEmbedding(_ name: String) -> Bool {
        name == "model.shared.weight" || name.hasSuffix("embed_tokens.weight")
    }

    /// Whether the parameter has a row for every token.
    func isTable(_ name: String) -> Bool {
        Self.isEmbedding(name) || name == "lm_head.weight"
    }

    /// The places of the padding token's row in a table.
    func paddingRow(of table: Parameter) -> Range<Int> {
        let start = Int(model.specialTokens.padding) * table.columns
        return start..<start + table.columns
    }
}
