import Foundation
import TestSupport
import Testing

/// Files of the user's own are not written over.
@Suite struct ForeignFileTests {
    private let files: TemporaryFolder
    private let mine = Data("mine\n".utf8)

    init() throws {
        files = try TemporaryFolder()
    }

    /// Puts the user's file into the folder.
    private func put(_ name: String) throws -> URL {
        try files.write(mine, to: "folder/\(name)")
    }

    private func expectRefusal(
        _ arguments: [String], of name: String, location: SourceLocation = #_sourceLocation
    ) throws {
        let file = try put(name)
        let outcome = try Command.run(arguments)
        #expect(outcome.status == 1, "\(outcome.error)", sourceLocation: location)
        #expect(
            outcome.error.contains(files.path("folder")), "\(outcome.error)",
            sourceLocation: location)
        #expect(try Data(contentsOf: file) == mine, sourceLocation: location)
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: files.path("folder")).filter {
                !name.hasPrefix($0)
            } == [], sourceLocation: location)
    }

    @Test(arguments: ["source.spm", "vocab.json", "training.yaml", "config.json", "log.jsonl"])
    func trainWritesOverNothing(name: String) throws {
        let text = try TinyModel.text(in: files)
        for option in [[], ["--overwrite"]] {
            try expectRefusal(
                ["train", "--output", files.path("folder"), "--updates", "1"] + text
                    + TinyModel.sizes + option, of: name)
        }
    }

    @Test(arguments: ["train.en", "train.fr", "test.alignment"])
    func theCorpusIsExportedOverNothing(name: String) throws {
        try expectRefusal(["demo", "--export", files.path("folder")], of: name)
    }

    @Test func theCorpusIsExportedBesideOtherFiles() throws {
        try files.write(["mine"], to: "notes")
        for _ in 1...2 {
            #expect(try Command.run("demo", "--export", files.url.path).status == 0)
        }
        #expect(files.exists("train.fr"))
    }

    @Test(arguments: [
        "tokenizer/vocab.json", "comparison.json", "comparison.html", "gru/config.json",
    ])
    func compareWritesOverNothing(name: String) throws {
        let text = try TinyModel.text(in: files)
        let file = try put(name)
        let outcome = try Command.run(
            ["compare", "--output", files.path("folder"), "--architectures", "gru"] + text
                + [
                    "--test-source", text[1], "--test-target", text[3], "--set",
                    "vocabulary-size=40",
                ]
                + ["--parameters", "60000", "--set", "update-tokens=100", "maximum-length=24"]
                + ["--workers", "1", "--set", "precision=float32", "--updates", "1"])
        #expect(outcome.status == 1, "\(outcome.error)")
        #expect(outcome.error.contains(files.path("folder")), "\(outcome.error)")
        #expect(try Data(contentsOf: file) == mine)
    }

    @Test(arguments: ["config.json", "model.safetensors", "notes"])
    func theNetworkOfATaskIsSavedOverNothing(name: String) throws {
        try expectRefusal(
            ["ntm", "copy", "--output", files.path("folder"), "--updates", "1"], of: name)
    }

    @Test func aPictureReplacesNothingButAPicture() throws {
        let (text, picture) = (try files.write(["mine"], to: "text"), files.path("picture.svg"))
        let inspect = try ["inspect", "attention", "--model", TinyModel.shared.get().path, "red"]
        let ntm = ["ntm", "copy", "--updates", "1", "--batch", "1", "--test-lengths", "1"]
        for command in [inspect, ntm] {
            for _ in 1...2 { #expect(try Command.run(command + ["--svg", picture]).status == 0) }
            let outcome = try Command.run(command + ["--svg", text])
            #expect(outcome.status == 1 && outcome.error.contains(text), "\(outcome.error)")
        }
        #expect(try Data(contentsOf: files.file("text")) == mine)
    }

    /// Before the work, not after it.
    @Test(arguments: ["text", "nowhere/picture.svg", "folder"])
    func noLineIsTranslatedForAPictureThatCannotBe(name: String) throws {
        try files.write(["mine"], to: "text")
        try files.makeFolder("folder")
        let outcome = try Command.run(
            [
                "translate", "--model", TinyModel.shared.get().path, "--attention-svg",
                files.path(name), "--output", files.path("out"),
            ], input: Data("red\n".utf8))
        #expect(outcome.status == 1 && outcome.error.contains(files.path(name)), "\(outcome.error)")
        #expect(!files.exists("out"))
        #expect(try Data(contentsOf: files.file("text")) == mine)
    }

    /// A corpus of the same names, as the demonstration would write it over.
    @Test(arguments: ["corpus/train.source", "corpus/test.target"])
    func theDemonstrationWritesOverNoCorpus(name: String) throws {
        for file in Set(["corpus/train.source", name]) { _ = try put(file) }
        let outcome = try Command.run("demo", "--output", files.path("folder"))
        #expect(outcome.status == 1, "\(outcome.error)")
        #expect(outcome.error.contains("\(files.path("folder/corpus")) holds other files"))
        #expect(try Data(contentsOf: files.file("folder/\(name)")) == mine)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: files.path("folder")) == ["corpus"])
    }
}
