import Foundation
import TestSupport
import Testing

/// `calque convert` and `calque average`: what is kept, and what is refused.
@Suite struct ConvertTests {
    private let path: String
    private let files: TemporaryFolder

    init() throws {
        path = try TinyModel.shared.get().path
        files = try TemporaryFolder()
    }

    private func convert(_ arguments: String...) throws -> Command.Outcome {
        try Command.run(["convert"] + arguments, in: files.url)
    }

    /// A copy of the model that may be changed, without what training left beside it.
    private func copy(to name: String) throws -> URL {
        let folder = files.file(name)
        let outcome = try convert("--model", path, "--output", folder.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        return folder
    }

    @Test func settingsForGeneratingAreKept() throws {
        let model = try copy(to: "model")
        let settings = model.appendingPathComponent("generation_config.json")
        try Data(#"{"num_beams": 6, "max_length": 9, "length_penalty": 1.5, "x": "y"}"#.utf8)
            .write(to: settings)
        let outcome = try convert("--model", "model", "--output", "half", "--type", "bfloat16")
        #expect(outcome.status == 0, "\(outcome.error)")
        let object = try jsonObject(Data(contentsOf: files.file("half/generation_config.json")))
        #expect(object["num_beams"] as? Int == 6 && object["max_length"] as? Int == 9)
        #expect(object["length_penalty"] as? Double == 1.5 && object["x"] as? String == "y")
        #expect(object["bad_words_ids"] == nil)
    }

    /// The flags are the same search, said on the command line.
    @Test(arguments: [
        (#"{"num_beams": 1}"#, ["--beam", "1"]),
        (
            #"{"num_beams": 3, "length_penalty": 1.5, "early_stopping": true}"#,
            [
                "--beam", "3", "--length-penalty-form", "average", "--length-penalty", "1.5",
                "--stopping", "beamFilled",
            ]
        ),
        (
            #"{"repetition_penalty": 3.5, "no_repeat_ngram_size": 1}"#,
            ["--repetition-penalty", "3.5", "--no-repeat-ngram", "1"]
        ),
        (
            #"{"max_length": 4}"#, ["--maximum-length-ratio", "0", "--maximum-length-offset", "2"]
        ),
    ])
    func theModelsSettingsAreTheDefaultsOfTranslate(settings: String, flags: [String]) throws {
        let plain = try copy(to: "plain")
        let model = try copy(to: "model")
        try Data(settings.utf8).write(to: model.appendingPathComponent("generation_config.json"))
        try Data("{}".utf8).write(to: plain.appendingPathComponent("generation_config.json"))
        func translate(_ model: URL, _ flags: [String]) throws -> String {
            let outcome = try Command.run(
                ["translate", "--json", "--type", "float32", "--model", model.path] + flags,
                input: Data("red dog\ncat sun blue\n".utf8))
            #expect(outcome.status == 0, "\(outcome.error)")
            return outcome.output
        }
        let byFolder = try translate(model, [])
        #expect(try byFolder == translate(plain, flags))
        // What the command line says goes before.
        let other = [
            "--beam", "2", "--length-penalty", "0", "--stopping", "exact",
            "--repetition-penalty", "1", "--no-repeat-ngram", "5", "--maximum-length-offset", "9",
        ]
        #expect(try translate(model, other) == translate(plain, other))
    }

    @Test(arguments: ["convert", "average"])
    func aFolderThatIsThereIsNotOverwrittenUnasked(command: String) throws {
        let model = try copy(to: "model")
        let weights = model.appendingPathComponent("model.safetensors")
        try Data("mine".utf8).write(to: weights)
        let arguments =
            command == "convert"
            ? ["convert", "--model", path, "--type", "bfloat16"]
            : ["average", "--run", path, "--last", "2"]
        let refused = try Command.run(arguments + ["--output", model.path])
        #expect(refused.status == 1)
        #expect(refused.error.contains(model.path) && refused.error.contains("--overwrite"))
        #expect(try Data(contentsOf: weights) == Data("mine".utf8))
        let replaced = try Command.run(arguments + ["--output", model.path, "--overwrite"])
        #expect(replaced.status == 0, "\(replaced.error)")
        #expect(try Data(contentsOf: weights).count > 1000)
    }

    @Test func aRunIsNeverDeleted() throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        let outcome = try convert(
            "--model", path, "--output", path, "--overwrite", "--type", "float16")
        #expect(outcome.status == 1 && outcome.error.contains("checkpoints"), "\(outcome.error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == before)
    }

    @Test func aModelInEightBitsIsCopiedAsItIsAndBecomesNothingElse() throws {
        #expect(try convert("--model", path, "--output", "a", "--type", "int8").status == 0)
        let copied = try convert("--model", "a", "--output", "b", "--type", "int8")
        #expect(copied.status == 0, "\(copied.error)")
        let (a, b) = (files.file("a/model.safetensors"), files.file("b/model.safetensors"))
        #expect(try Data(contentsOf: a) == Data(contentsOf: b))
        let refused = try convert("--model", "a", "--output", "c", "--type", "float16")
        #expect(refused.status == 64 && refused.error.contains("eight bits"), "\(refused.error)")
        #expect(!files.exists("c"))
    }

    @Test func averagesAreOfOneTokenizer() throws {
        let one = try copy(to: "one")
        let other = try copy(to: "other")
        let vocabulary = other.appendingPathComponent("vocab.json")
        let text = try String(contentsOf: vocabulary, encoding: .utf8)
        // Two pieces change their ids.
        let changed = text.replacing(": 3,", with: ": x,").replacing(": 4,", with: ": 3,")
            .replacing(": x,", with: ": 4,")
        #expect(changed != text)
        try Data(changed.utf8).write(to: vocabulary)
        let outcome = try Command.run(
            "average", "--output", files.path("mean"), one.path, other.path)
        #expect(outcome.status == 1 && outcome.error.contains("number their source tokens"))
        #expect(!files.exists("mean"))
        let ensemble = try Command.run(
            "translate", "--model", one.path, "--model", other.path, input: Data("red\n".utf8))
        #expect(ensemble.status == 1 && ensemble.error.contains("number their source tokens"))
    }

    @Test func ensemblesAreOfOnePairOfLanguages() throws {
        let one = try copy(to: "one")
        let other = try copy(to: "other")
        for (model, source, target) in [(one, "en", "de"), (other, "de", "en")] {
            try Data(#"{"source_lang": "\#(source)", "target_lang": "\#(target)"}"#.utf8)
                .write(to: model.appendingPathComponent("tokenizer_config.json"))
        }
        let outcome = try Command.run(
            "translate", "--model", one.path, "--model", other.path, input: Data("red\n".utf8))
        #expect(outcome.status == 1 && outcome.error.contains("from en, the second from de"))
    }
}
