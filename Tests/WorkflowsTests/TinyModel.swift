import Foundation
import Models
import TestSupport
import Translation
import Workflows

/// A model of a few updates, trained once for all tests that change nothing about it.
struct TinyModel: Sendable {
    static let shared = Result { try TinyModel() }

    private let folder: TemporaryFolder
    let directory: ModelDirectory
    /// The model, ready to run in float32.
    let translator: Translator

    private init() throws {
        folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("model", isDirectory: true)
        try TrainingRun(TinyRun.recipe(in: folder), in: url).train()
        directory = ModelDirectory(url)
        translator = try Translator(model: directory, workers: 2, precision: .float32)
    }
}
