import Foundation
import TestSupport
import Testing

@Suite struct TrainTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    private func train(_ arguments: String...) throws -> Command.Outcome {
        try train(arguments: arguments)
    }

    private func train(arguments: [String]) throws -> Command.Outcome {
        try Command.run(
            ["train", "--output", files.path("run")] + arguments, in: files.url)
    }

    private func losses() throws -> [Double] { try logged("loss") }

    private func logged(_ name: String) throws -> [Double] {
        try files.text("run/log.jsonl")
            .split(separator: "\n").map { try jsonObject($0.utf8)[name] as? Double ?? .nan }
    }

    @Test func writesAModelDirectoryAndItsRecipe() throws {
        let text = try TinyModel.text(in: files)
        let outcome = try Command.run(
            ["train", "--output", files.path("run"), "--updates", "4", "--set", "log-interval=1"]
                + ["--validation-source", text[1], "--validation-target", text[3]]
                + ["--set", "validation-interval=2", "drop-near-validation=false"] + text
                + TinyModel.sizes)
        #expect(outcome.status == 0, "\(outcome.error)")
        for part in ["60 pairs read, 60 kept", "parameters", "update 4", "validation at update 4"] {
            #expect(outcome.error.contains(part), "\(outcome.error)")
        }
        for name in [
            "config.json", "model.safetensors", "source.spm", "vocab.json", "log.jsonl",
            "training.svg", "training.html", "training.yaml", "checkpoints",
        ] {
            #expect(files.exists("run/\(name)"), "\(name)")
        }
    }

    @Test func severalTextsAreCleanedAndTrainedOnTogether() throws {
        let pairs = zip(ReversedText.sources, ReversedText.targets).map { "\($0)\t\($1)" }
        let messages = pairs.prefix(5).enumerated().map { number, pair in
            let sides = pair.split(separator: "\t")
            return "msgid \"(\(sides[0])\"\nmsgstr \"\(sides[1])\"\n\n"
        }
        let outcome = try train(
            arguments: ["--updates", "2", "--clean"]
                + ["--tsv", try files.write(Array(pairs.prefix(30)), to: "a.tsv")]
                + ["--tsv", try files.write(Array(pairs.dropFirst(30)), to: "b.tsv")]
                + ["--po", try files.write([messages.joined()], to: "c.po")] + TinyModel.sizes)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.error.contains("cleaned text: "), "\(outcome.error)")
        #expect(outcome.error.contains("by the rules of cleaning"), "\(outcome.error)")
        let recipe = try files.text("run/training.yaml")
        #expect(recipe.contains("sources:\n- {tsv: ") && recipe.contains("cleaning: "))
        for name in ["cleaning.html", "cleaning.json", "cleaning.kept"] {
            #expect(files.exists("run/\(name)"), "\(name)")
        }
        let again = try train("--resume", "--updates", "3")
        #expect(again.status == 0, "\(again.error)")
        #expect(!again.error.contains("cleaned text: "))
    }

    /// The source's vocabulary is the larger one.
    @Test func sidesMayHaveVocabulariesOfDifferentSizes() throws {
        func tokenizer(_ words: String, _ name: String, size: Int) throws -> String {
            let text = Array(repeating: words, count: 60)
            let run = files.path("\(name)-run")
            let outcome = try Command.run(
                ["train", "--output", run, "--updates", "1", "--set", "byte-fallback=true"]
                    + ["--source", try files.write(text, to: name), "--target", files.path(name)]
                    + TinyModel.sizes.map {
                        $0.replacing("vocabulary-size=40", with: "vocabulary-size=\(size)")
                    })
            #expect(outcome.status == 0, "\(outcome.error)")
            return "\(run)/source.spm"
        }
        let text = try TinyModel.text(in: files)
        let outcome = try train(
            arguments: text + TinyModel.sizes.filter { $0 != "vocabulary-size=40" }
                + ["--updates", "2", "--set", "separate-vocabularies=true"]
                + ["source-tokenizer=" + tokenizer("red dog cat blue sun", "s", size: 300)]
                + ["target-tokenizer=" + tokenizer("sun blue", "t", size: 280)])
        #expect(outcome.status == 0, "\(outcome.error)")
        let translated = try Command.run(
            "translate", "--model", files.path("run"), input: Data("red dog\n".utf8))
        #expect(translated.status == 0 && translated.lines.count == 1, "\(translated.error)")
    }

    @Test func readsStandardInputAndSaysWhatItLeavesOut() throws {
        let lines = zip(ReversedText.sources, ReversedText.targets).map {
            ">>rev<< \($0)\t\($1)\r\n"
        }
        let outcome = try Command.run(
            ["train", "--output", files.path("run"), "--updates", "1", "--tsv", "-"]
                + ["--set", "normalization=identity"] + TinyModel.sizes,
            input: Data((["no tab\n"] + lines).joined().utf8))
        #expect(outcome.status == 0, "\(outcome.error)")
        for part in [
            "61 pairs read, 60 kept; left out: 1 without a tab between two columns (line 1: \"no tab\")",
            "language tokens: >>rev<<\n",
        ] {
            #expect(outcome.error.contains(part), "\(outcome.error)")
        }
        let vocabulary = try files.text("run/vocab.json")
        #expect(!vocabulary.contains("\\r"))
    }

    @Test(arguments: [
        ["--source", "-", "--target", "-"], ["--tsv", "-", "--set", "validation-tsv=/dev/stdin"],
    ])
    func standardInputHoldsOneText(arguments: [String]) throws {
        let outcome = try Command.run(["train", "--output", files.path("run")] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains("Standard input holds one text only"), "\(outcome.error)")
    }

    @Test(arguments: [
        (["--architecture", "lstm"], 0.02), (["--architecture", "rnn"], 0.01),
        (["--architecture", "transformer"], 0.004),
        (["--architecture", "lstm", "--set", "learning-rate=0.5"], 0.5),
        (["--architecture", "lstm", "--set", "schedule=paper"], 0.5 / 4),
    ])
    func learnsAtTheRateOfItsArchitectureUnlessTold(arguments: [String], rate: Double) throws {
        let text = try TinyModel.text(in: files)
        let outcome = try Command.run(
            ["train", "--output", files.path("run"), "--updates", "2", "--set", "log-interval=1"]
                + arguments + text + TinyModel.textSizes
                + ["--set", "width=32", "warm-up=2"])
        #expect(outcome.status == 0, "\(outcome.error)")
        let last = try #require(try logged("learningRate").last)
        #expect(abs(last - rate) < 1e-12, "\(last)")
    }

    @Test(arguments: [
        (["--architecture", "lstm", "--set", "layers=2"], "2 each in encoder and decoder"),
        (["--architecture", "additive-attention", "--set", "embedding-width=6"], "embeddings 6"),
        (["--architecture", "rnn", "--set", "attention=general", "reading=forward"], "general"),
        (["--architecture", "ntm", "--set", "slots=8", "slot-width=5"], "8 slots of 5"),
        (
            ["--architecture", "ntm", "--set", "write-heads=3", "read-heads=2"],
            "3 writing, 2 reading"
        ),
    ])
    func trainsOtherModelsThatTranslate(architecture: [String], property: String) throws {
        let text = try TinyModel.text(in: files)
        let outcome = try Command.run(
            [
                "train", "--output", files.path("run"), "--updates", "2", "--set", "width=16",
                "warm-up=5",
            ]
                + architecture + text + TinyModel.textSizes)
        #expect(outcome.status == 0, "\(outcome.error)")
        let inspected = try Command.run(["inspect", "--model", files.path("run")])
        #expect(inspected.output.contains(property), "\(inspected.output)\(inspected.error)")
        let kind = architecture[1] == "ntm" ? "Neural Turing Machines" : "recurrent encoder-decoder"
        #expect(inspected.output.contains(kind))
        #expect(property.hasPrefix("embeddings") || inspected.output.contains("embeddings 8"))
        let translated = try Command.run(
            ["translate", "--model", files.path("run"), "--beam", "2"],
            input: Data("red cat\n\ndog\n".utf8))
        #expect(translated.status == 0, "\(translated.error)")
        #expect(
            translated.output.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
    }

    @Test func trainsARecurrentDecoderThatTranslatesInEightBits() throws {
        let text = try TinyModel.text(in: files)
        let outcome = try Command.run(
            ["train", "--output", files.path("run"), "--updates", "2", "--set", "decoder=ssru"]
                + text + TinyModel.sizes)
        #expect(outcome.status == 0, "\(outcome.error)")
        let inspected = try Command.run(["inspect", "--model", files.path("run")])
        #expect(inspected.output.contains("SSRU for self-attention"), "\(inspected.output)")
        let converted = try Command.run([
            "convert", "--model", files.path("run"), "--output", files.path("int8"), "--type",
            "int8",
        ])
        #expect(converted.status == 0, "\(converted.error)")
        for options in [
            ["--model", files.path("run"), "--type", "float32"],
            ["--model", files.path("run"), "--type", "int8"], ["--model", files.path("int8")],
        ] {
            let translated = try Command.run(
                ["translate", "--beam", "2"] + options, input: Data("red cat\n\ndog\n".utf8))
            #expect(translated.status == 0, "\(translated.error)")
            #expect(
                translated.output.split(separator: "\n", omittingEmptySubsequences: false).count
                    == 4)
        }
    }

    @Test(arguments: [
        (["--architecture", "lstm", "--set", "heads=2"], "heads is a key of the Transformer"),
        (["--set", "attention=dot"], "attention is a key of recurrent models"),
        (
            ["--architecture", "gru", "--set", "reading=both", "attention=dot"],
            "Choose general"
        ),
    ])
    func optionsOfOtherArchitecturesAreRefused(arguments: [String], reason: String) throws {
        let text = try TinyModel.text(in: files)
        let outcome = try Command.run(
            ["train", "--output", files.path("run"), "--updates", "1"] + arguments + text
                + TinyModel.textSizes)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains(reason), "\(outcome.error)")
        #expect(!files.exists("run"))
    }

    @Test func theSavedRecipeTrainsTheSame() throws {
        let text = try TinyModel.text(in: files)
        let options = [
            "--updates", "4", "--set", "log-interval=1", "dropout=0.3", "untied-output=true",
        ]
        #expect(
            try Command.run(
                ["train", "--output", files.path("run")] + options + text + TinyModel.sizes
            ).status == 0)
        let first = try losses()
        try FileManager.default.moveItem(
            at: files.file("run/training.yaml"), to: files.file("recipe.yaml"))
        #expect(try train("--config", "recipe.yaml", "--overwrite").status == 0)
        #expect(try losses() == first)
        #expect(first.count == 4)
    }

    @Test func flagsGoBeforeTheRecipe() throws {
        let text = try TinyModel.text(in: files)
        try files.write(
            ["updates: 500", "byte-fallback: true", "source: \(text[1])", "target: \(text[3])"],
            to: "recipe.yaml")
        let outcome = try Command.run(
            ["train", "--config", "recipe.yaml", "--output", "run", "--updates", "2"]
                + ["--set", "byte-fallback=false"] + TinyModel.sizes,
            in: files.url)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.error.contains("all updates done: 2 updates"))
    }

    @Test func timeShapesARunThatTellsNothingElse() throws {
        let text = try TinyModel.text(in: files)
        let sizes = [
            "--workers", "1", "--set", "width=16", "inner-width=32", "encoder-layers=1",
            "decoder-layers=1", "precision=float32",
        ]
        let outcome = try train(
            arguments: ["--minutes", "0.05", "--set", "log-interval=1"]
                + ["drop-near-validation=false"] + sizes + text
                + ["--validation-source", text[1], "--validation-target", text[3]])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.error.contains("plan: about"), "\(outcome.error)")
        let recipe = try files.text("run/training.yaml")
        for line in [
            "size: tiny", "vocabulary-size: 1000", "update-tokens: 1024", "schedule: cosine",
            "warm-up: 15%", "validation-interval: 100%", "dropout: 0.3",
        ] {
            #expect(recipe.contains(line + "\n"), "\(line) in \(recipe)")
        }
        let rates = try logged("learningRate").filter { !$0.isNaN }
        let highest = try #require(rates.max())
        #expect(try #require(rates.last) < highest / 4)
        let last = try files.text("run/log.jsonl")
            .split(separator: "\n").last
        #expect(last?.contains(#""event":"validation""#) == true)
        let again = try train(arguments: ["--resume"])
        #expect(again.status == 0, "\(again.error)")
        #expect(again.error.contains("time is up"), "\(again.error)")
    }

    @Test(arguments: [
        (["--updates", "400", "--set", "warm-up=500"], "The warm-up takes 500 updates"),
        (["--updates", "3"], "The run has only 3 updates"),
    ])
    func whatCannotComeToAnythingIsSaidBeforeItStarts(limits: [String], warning: String) throws {
        let text = try TinyModel.text(in: files)
        let error = try Command.interrupted(
            ["train", "--output", files.path("run")]
                + TinyModel.sizes.filter { $0 != "warm-up=5" } + text + limits,
            saying: "parameters"
        ).error
        let start = try #require(error.range(of: "parameters")).lowerBound
        #expect(error[..<start].contains("warning: " + warning), "\(error)")
    }

    @Test func refusesAFolderThatHoldsARun() throws {
        let text = try TinyModel.text(in: files)
        let arguments =
            ["train", "--output", files.path("run"), "--updates", "1"] + text + TinyModel.sizes
        #expect(try Command.run(arguments).status == 0)
        let again = try Command.run(arguments)
        #expect(again.status == 1)
        #expect(again.error.contains("--resume"))
        #expect(try Command.run(arguments + ["--overwrite"]).status == 0)
    }

    @Test func goesOnAfterAnInterruptionAsIfThereHadBeenNone() throws {
        // Nothing that follows from when a run ends.
        let arguments =
            try TinyModel.text(in: files) + TinyModel.sizes
            + ["--set", "log-interval=1", "schedule=inverse-sqrt", "dropout=0.1"]
        try interruptTraining(arguments + ["--updates", "1000000"])
        let count = try losses().count + 3
        #expect(try train("--resume", "--updates", "\(count)").status == 0)
        let stopped = try losses()
        let whole = try Command.run(
            ["train", "--output", files.path("run"), "--overwrite", "--updates", "\(count)"]
                + arguments)
        #expect(whole.status == 0)
        #expect(try losses() == stopped)
        #expect(stopped.count == count)
    }

    /// Trains for some updates, then sends SIGINT.
    private func interruptTraining(_ arguments: [String]) throws {
        let outcome = try Command.interrupted(
            ["train", "--output", files.path("run")] + arguments, saying: "update 5 ")
        #expect(outcome.status == 130, "\(outcome.error)")
        #expect(outcome.error.contains("calque train --output \(files.path("run")) --resume"))
    }
}
