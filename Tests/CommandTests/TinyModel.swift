import Foundation
import TestSupport

/// A model of a few updates, trained by `calque train`.
struct TinyModel: Sendable {
    /// Sizes of a Transformer that trains in an instant.
    static let sizes =
        textSizes + [
            "--set", "width=16", "inner-width=32", "heads=2", "encoder-layers=1",
            "decoder-layers=1", "warm-up=5",
        ]

    /// What of it every architecture has.
    static let textSizes = [
        "--workers", "1", "--set", "vocabulary-size=40", "update-tokens=100", "precision=float32",
        "maximum-length=24",
    ]

    /// A model for all tests that change nothing about it.
    static let shared = Result { try TinyModel("--set", "checkpoint-interval=2", "final=last") }

    private let files: TemporaryFolder
    /// The model directory.
    let path: String

    /// Trains the model.
    ///
    /// - Parameter arguments: What to give in addition to text and sizes.
    init(_ arguments: String..., sizes: [String] = sizes) throws {
        files = try TemporaryFolder()
        path = files.path("model")
        let outcome = try Command.run(
            ["train", "--output", path] + TinyModel.text(in: files) + sizes
                + ["--updates", "6"] + arguments)
        guard outcome.status == 0 else { throw Failure(description: outcome.error) }
    }

    /// Writes the text, and returns the arguments that name it.
    static func text(in files: TemporaryFolder) throws -> [String] {
        [
            "--source", try files.write(ReversedText.sources, to: "train.source"),
            "--target", try files.write(ReversedText.targets, to: "train.target"),
        ]
    }

    /// Why there is no model.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
