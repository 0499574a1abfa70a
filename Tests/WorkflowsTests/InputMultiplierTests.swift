import Basics
import Conversion
import Foundation
import Models
import TestSupport
import Testing
import Workflows

/// Multipliers that are measured on text.
struct InputMultiplierTests {
    private let folder: TemporaryFolder
    private let lines = (0..<70).map { ["Ba che di.", "gu la", "", "la gu che", "di"][$0 % 5] }

    init() throws {
        folder = try TemporaryFolder()
        _ = try StudentFixture(in: folder)
    }

    private func measured(_ lines: [String], workers: Int = 1) throws -> [String: Float] {
        let (model, tokenizer) = try BergamotFolder(folder.url).load(precision: .float32)
        return try InputMultiplierMeasuring(model, tokenizer, lines: lines, workers: workers)
            .multipliers()
    }

    @Test func everyMatrixHasOneAndThoseOfOneInputTheSame() throws {
        let multipliers = try measured(lines)
        let own = try BergamotFolder(folder.url).load(precision: .float32).model.parameters
        #expect(Set(multipliers.keys) == Set(own.inputMultipliers.keys))
        #expect(multipliers.values.allSatisfy { $0 > 0 && $0.isFinite })
        for layer in 0..<2 {
            let attention = "model.encoder.layers.\(layer).self_attn"
            let numbers = ["q", "k", "v"].map { multipliers["\(attention).\($0)_proj.weight"] }
            #expect(Set(numbers).count == 1)
        }
        let decoder = "model.decoder.layers.0"
        #expect(
            multipliers["\(decoder).encoder_attn.k_proj.weight"]
                == multipliers["\(decoder).encoder_attn.v_proj.weight"])
        #expect(
            multipliers["\(decoder).ssru.input.weight"]
                == multipliers["\(decoder).ssru.forget.weight"])
        #expect(Set(multipliers.values).count > 8)
    }

    @Test func workersChangeNothing() throws {
        #expect(try measured(lines) == measured(lines, workers: 3))
    }

    /// Of one batch the range is the largest magnitude itself.
    @Test func theRangeIsThatOfTheText() throws {
        let (one, both) = (try measured(["gu la"]), try measured(["gu la", "Ba che di."]))
        for (matrix, multiplier) in both { #expect(multiplier <= (one[matrix] ?? 0) * 1.0001) }
        #expect(one != both)
    }

    /// From eight bits there is no way to float32, but their inputs are measured all the same.
    @Test func aModelInEightBitsHasRangesToo() throws {
        let directory = ModelDirectory(folder.file("directory"))
        try ConvertibleModel(folder: folder.url).write(to: directory, type: .int8)
        let exact = try measured(lines)
        let (model, tokenizer) = try directory.load(precision: .int8)
        let rounded = try InputMultiplierMeasuring(model, tokenizer, lines: lines, workers: 2)
            .multipliers()
        #expect(Set(rounded.keys) == Set(exact.keys))
        try ConvertibleModel(folder: directory.url).write(
            to: directory, type: .int8, isReplacing: true, measuringInputs: { _, _ in rounded })
        #expect(
            try directory.loadModel(precision: .int8).parameters.inputMultipliers == rounded)
    }

    @Test func withoutTextThereIsNothingToMeasure() throws {
        let text = try message { _ = try measured(["", " "]) }
        #expect(text.contains("2 lines"), "\(text)")
    }
}
