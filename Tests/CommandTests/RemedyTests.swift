import Foundation
import TestSupport
import Testing

/// Errors end with the options of the command that help.
@Suite struct RemedyTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    private func expect(
        _ advice: String, of arguments: [String], input: Data = Data(),
        location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try Command.run(arguments, input: input, in: files.url)
        #expect(outcome.status == 1, sourceLocation: location)
        #expect(
            outcome.error.hasSuffix(" \(advice)\n"), "\(outcome.error)", sourceLocation: location)
    }

    @Test func aFolderThatHoldsARun() throws {
        let text = try TinyModel.text(in: files)
        try expect(
            "Give --resume to go on with it, --overwrite to delete it, or another --output.",
            of: ["train", "--output", TinyModel.shared.get().path, "--updates", "1"] + text)
    }

    @Test func aFolderThatHoldsOtherThings() throws {
        let text = try TinyModel.text(in: files)
        _ = try files.write(["mine"], to: "config.json")
        let advice = "Give another --output, or move them away."
        let arguments = ["--output", files.url.path]
        try expect(advice, of: ["train", "--updates", "1"] + arguments + text)
        try expect(advice, of: ["demo"] + arguments)
    }

    @Test func aFolderThatHoldsAModel() throws {
        let model = try TinyModel.shared.get().path
        try expect(
            "Choose another name, or give --overwrite to replace the model in it.",
            of: ["convert", "--model", model, "--output", model])
    }

    @Test func aFolderThatIsNoModel() throws {
        try expect(
            "Give the folder that `calque train --output` wrote, one downloaded from the Hugging Face "
                + "hub, or one of Firefox's models, with model.*.bin.",
            of: ["translate", "--model", "nowhere"])
        try expect(
            "Give a folder that `calque ntm copy --output` wrote.",
            of: ["ntm", "copy", "--load", "nowhere"])
    }

    /// Each command has a way of its own to leave lines out.
    @Test func linesThatAreNotUTF8() throws {
        let bytes = Data([0xFF, 0x0A])
        try expect(
            "Convert the file to UTF-8, or leave such lines out with --skip-invalid.",
            of: ["translate", "--model", TinyModel.shared.get().path], input: bytes)
        let source = try files.write(bytes, to: "s").path
        let target = try files.write(lines: ["a"], to: "t").path
        try expect(
            "Convert the file to UTF-8, or leave such lines out with --set skip-invalid=true.",
            of: ["train", "--output", "run", "--updates", "1", "--source", source]
                + ["--target", target])
    }

    @Test func weightsThatAreNoNumbers() throws {
        let model = files.path("model")
        try FileManager.default.copyItem(atPath: TinyModel.shared.get().path, toPath: model)
        let file = URL(fileURLWithPath: "\(model)/model.safetensors")
        var bytes = try Data(contentsOf: file)
        // The length of the header, the header, and numbers in float32.
        let start = 8 + bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        let numbers = Array(
            repeating: [0, 0, 0xC0, 0x7F] as [UInt8], count: (bytes.count - start) / 4)
        bytes.replaceSubrange(start..<bytes.count, with: numbers.joined())
        try bytes.write(to: file)
        try expect(
            "Copy the model again, use an earlier checkpoint, or try --type float32.",
            of: ["translate", "--model", model], input: Data("red\n".utf8))
    }
}
