import Foundation
import TestSupport
import Testing

/// The commands that use a model.
@Suite struct ModelCommandTests {
    private let path: String
    private let files: TemporaryFolder

    init() throws {
        path = try TinyModel.shared.get().path
        files = try TemporaryFolder()
    }

    @Test func translateKeepsLinesInOrderAndEmptyLinesEmpty() throws {
        let outcome = try Command.run(
            "translate", "--model", path, "--beam", "1",
            input: Data("red dog\n\ncat\n\n\nblue\n".utf8))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.lines.count == 6)
        #expect([1, 3, 4].allSatisfy { outcome.lines[$0].isEmpty })
        let alone = try Command.run(
            "translate", "--model", path, "--beam", "1", input: Data("cat\n".utf8))
        #expect(alone.lines == [outcome.lines[2]])
    }

    @Test func translateReadsAndWritesFiles() throws {
        let input = try files.write(["red", "dog"], to: "in")
        let outcome = try Command.run(
            "translate", "--model", path, "--input", input, "--output", files.path("out"),
            "--attention-svg", files.path("a.svg"))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.isEmpty)
        #expect(try files.text("out").count { $0 == "\n" } == 2)
        #expect(try files.text("a.svg").hasPrefix("<svg"))
    }

    /// The model looks at one sentence at a time.
    @Test func attentionIsDrawnOfTheFirstSentence() throws {
        func picture(_ line: String, _ options: String...) throws -> String {
            let outcome = try Command.run(
                ["translate", "--model", path, "--attention-svg", files.path("a.svg")] + options,
                input: Data("\(line)\n".utf8))
            #expect(outcome.status == 0, "\(outcome.error)")
            return try files.text("a.svg")
        }
        let alone = try picture("Red dog.")
        #expect(try picture("Red dog. Blue cat.") == alone)
        #expect(try picture("Red dog. Blue cat.", "--lines", "sentences") != alone)
    }

    @Test func inspectNamesWeightsThatAreNoNumbers() throws {
        let damaged = files.path("damaged")
        try FileManager.default.copyItem(atPath: path, toPath: damaged)
        let sound = try Command.run("inspect", "--model", damaged)
        #expect(sound.status == 0 && !sound.output.contains("damaged"), "\(sound.error)")
        let weights = URL(fileURLWithPath: "\(damaged)/model.safetensors")
        var bytes = try Data(contentsOf: weights)
        // The last tensor ends where the file does.
        bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
        try bytes.write(to: weights)
        let outcome = try Command.run("inspect", "--model", damaged)
        #expect(outcome.output.contains("damaged "), "\(outcome.output)")
        #expect(outcome.output.contains(": 1 numbers NaN or infinite"), "\(outcome.output)")
    }

    @Test func translateStopsAtALineThatIsNotUTF8OrLeavesItEmpty() throws {
        let input = Data("red\n".utf8) + Data([0xFF, 0x0A]) + Data("dog\n".utf8)
        let stopped = try Command.run("translate", "--model", path, input: input)
        #expect(stopped.status == 1)
        #expect(stopped.lines.count == 1)
        #expect(stopped.error.contains("line 2"))
        let skipped = try Command.run("translate", "--model", path, "--skip-invalid", input: input)
        #expect(skipped.status == 0)
        #expect(skipped.lines.count == 3)
        #expect(skipped.lines[1].isEmpty)
        #expect(skipped.error.contains("line 2"))
    }

    @Test func translateLeavesALineWithoutEndEmpty() throws {
        let long = Data(repeating: UInt8(ascii: "a"), count: 17 << 20)
        let input = Data("red\n".utf8) + long + Data("\ndog\n".utf8)
        let outcome = try Command.run("translate", "--model", path, "--skip-invalid", input: input)
        #expect(outcome.status == 0 && outcome.lines.count == 3, "\(outcome.error)")
        #expect(outcome.lines.dropFirst().first == "")
        #expect(outcome.error.contains("line 2: It has more than 16 MiB and stays empty."))
    }

    @Test func translateWarnsOfALineInParts() throws {
        let long = Array(repeating: "red dog cat", count: 30).joined(separator: " ")
        let outcome = try Command.run("translate", "--model", path, input: Data("\(long)\n".utf8))
        #expect(outcome.lines.count == 1)
        #expect(outcome.error.contains("line 1:") && outcome.error.contains("parts"))
    }

    @Test func scoreGivesTheSumAndTheTokens() throws {
        let source = try files.write(["red dog", "cat"], to: "s")
        let target = try files.write(["dog red", "cat"], to: "t")
        let outcome = try Command.run(
            "score", "--model", path, "--type", "float32", "--source", source, "--target", target,
            "--json", "--logits", files.path("logits.safetensors"))
        #expect(outcome.status == 0, "\(outcome.error)")
        let rows = try outcome.objects()
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { ($0["score"] as? Double ?? 1) < 0 })
        #expect(rows.allSatisfy { ($0["tokens"] as? [String])?.last == "</s>" })
        #expect(files.exists("logits.safetensors"))
    }

    @Test func averageMakesAModelThatTranslates() throws {
        let average = files.path("average")
        #expect(
            try Command.run("average", "--output", average, "--run", path, "--last", "2").status
                == 0)
        let outcome = try Command.run("translate", "--model", average, input: Data("red\n".utf8))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(
            try Command.run("average", "--output", "\(average)2", "--run", path, "--last", "99")
                .status == 64)
    }

    @Test func translateAlignsWords() throws {
        let input = Data("red dog\n\ncat\n".utf8)
        let plain = try Command.run("translate", "--model", path, input: input)
        let aligned = try Command.run(
            "translate", "--model", path, "--alignment", "--alignment-layer", "0", input: input)
        #expect(aligned.status == 0, "\(aligned.error)")
        #expect(aligned.lines.count == 3 && aligned.lines[1] == " ||| ")
        for (line, text) in zip(aligned.lines, plain.lines) {
            #expect(line.wholeMatch(of: /.* \|\|\| ([0-9]+-[0-9]+ ?)*/) != nil, "\(line)")
            #expect(line.hasPrefix(text + " ||| "), "\(line)")
        }
        let soft = try Command.run("translate", "--model", path, "--soft-alignment", input: input)
        let object = try jsonObject(soft.lines[0].utf8)
        #expect(object["source"] as? [String] == ["red", "dog"])
        #expect(object["translation"] as? String == plain.lines[0])
        let words = try #require(object["target"] as? [String])
        #expect((object["weights"] as? [[Double]])?.count == words.count)
    }

    @Test func translateNamesALayerThatIsNotThere() throws {
        let outcome = try Command.run(
            "translate", "--model", path, "--alignment", "--alignment-layer", "5",
            input: Data("red\n".utf8))
        #expect(outcome.status == 64 && outcome.error.contains("no decoder layer 5"))
    }

    @Test func alignPrintsPlacesAndErrorRates() throws {
        let source = try files.write(["red dog", "cat"], to: "s")
        let target = try files.write(["dog red", "cat"], to: "t")
        let arguments = ["align", "--model", path, "--source", source, "--target", target]
        let outcome = try Command.run(arguments)
        #expect(outcome.status == 0 && outcome.lines.count == 2, "\(outcome.error)")
        #expect(outcome.lines[1] == "0-0")
        let soft = try Command.run(arguments + ["--soft-alignment"])
        #expect(soft.lines[1].hasPrefix(#"{"source":["cat"],"target":["cat"],"weights":[["#))
        let reference = try files.write(["0-1 1-0", "0-0"], to: "r")
        let table = try Command.run(arguments + ["--reference", reference])
        #expect(table.output.contains("n = 2") && table.output.contains("lowest: layer 0"))
        #expect(table.lines.contains { $0.hasSuffix("mean") && $0.contains("head 1") })
        let short = try files.write(["0-1 1-0"], to: "short")
        let wrong = try files.write(["0-1 1-0", "0:0"], to: "wrong")
        for (file, says) in [(short, "1 lines"), (wrong, "line 2")] {
            let outcome = try Command.run(arguments + ["--reference", file])
            #expect(outcome.status == 1 && outcome.error.contains(says), "\(outcome.error)")
        }
    }

    @Test(arguments: ["bfloat16", "float16"])
    func convertWritesAModelOfHalfTheSizeThatTranslates(type: String) throws {
        let output = files.path(type)
        let converted = try Command.run(
            "convert", "--model", path, "--output", output, "--type", type)
        #expect(converted.status == 0 && converted.output.isEmpty, "\(converted.error)")
        let sizes = try [path, output].map { folder in
            try FileManager.default.attributesOfItem(atPath: "\(folder)/model.safetensors")[.size]
                as? Int ?? 0
        }
        #expect(sizes[1] < sizes[0] * 2 / 3, "\(sizes)")
        let outcome = try Command.run(
            "translate", "--model", output, input: Data("red dog\n".utf8))
        #expect(outcome.status == 0 && outcome.lines.count == 1, "\(outcome.error)")
    }

    @Test func convertSaysWhatIsWrongWithTheFiles() throws {
        let outcome = try Command.run(
            "convert", "--from", "marian-npz", "--model", "nothing.npz", "--source-vocabulary",
            "vocab.yml", "--output", files.path("converted"))
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("nothing.npz"), "\(outcome.error)")
        #expect(!files.exists("converted"))
    }

    @Test func inspectDescribesTheModel() throws {
        let outcome = try Command.run("inspect", "--model", path, "--parameters")
        for part in ["Transformer", "width", "16", "vocabulary", "model.encoder.layers.0"] {
            #expect(outcome.output.contains(part), "\(outcome.output)")
        }
    }

    @Test func inspectKnowsTheLanguagesOrSaysHowToTellThem() throws {
        let copy = files.path("copy")
        #expect(try Command.run("convert", "--model", path, "--output", copy).status == 0)
        let silent = try Command.run("inspect", "--model", copy)
        #expect(silent.output.contains("\"source_lang\" and \"target_lang\""), "\(silent.output)")
        #expect(silent.output.contains("tokenizer_config.json"))
        for (said, languages) in [
            (#"{"source_lang": "en", "target_lang": "fr"}"#, "en → fr"),
            (#"{"target_lang": "fr"}"#, "? → fr"),
        ] {
            try files.write(said.utf8, to: "copy/tokenizer_config.json")
            let outcome = try Command.run("inspect", "--model", copy)
            #expect(outcome.output.contains(languages), "\(outcome.output)")
        }
    }

    @Test(arguments: ["encoder", "decoder", "encoder-decoder"])
    func inspectShowsEveryAttention(site: String) throws {
        func inspect(_ options: String...) throws -> Command.Outcome {
            try Command.run(
                [
                    "inspect", "attention", "--model", path, "red dog", "--target", "dog red",
                    "--site",
                ]
                    + [site] + options)
        }
        let outcome = try inspect("--svg", files.path("a.svg"))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.contains("[end]") && outcome.output.contains("red"))
        #expect(!outcome.output.contains("\u{1B}"))
        #expect(try files.text("a.svg").contains("self-attention") == (site != "encoder-decoder"))
        let whole = try inspect("--overview", "--svg", files.path("b.svg"), "--json")
        #expect(try jsonObject(whole.output.utf8)["layers"] is [Any])
        #expect(try files.text("b.svg").contains("all layers and heads"))
        let missing = try inspect("--layer", "77")
        #expect(missing.status == 64 && missing.error.contains("no layer 77"), "\(missing.error)")
    }

    @Test func evaluateTranslatesAndScores() throws {
        let source = try files.write(["red dog", "cat"], to: "s")
        let reference = try files.write(["dog red", "cat"], to: "r")
        let outcome = try Command.run(
            "evaluate", "--model", path, "--source", source, "--reference", reference, "--output",
            files.path("translations"))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.hasPrefix("BLEU = "))
        let rescored = try Command.run(
            "evaluate", "--hypotheses", files.path("translations"), "--reference", reference)
        #expect(rescored.output == outcome.output)
    }
}

@Suite struct EvaluateTests {
    private let files: TemporaryFolder
    private let arguments: [String]

    init() throws {
        files = try TemporaryFolder()
        arguments = [
            "evaluate", "--hypotheses", try files.write(["The cat sat on a mat."], to: "h"),
            "--reference", try files.write(["the cat sat on the mat."], to: "r"),
        ]
    }

    @Test func printsWhatSacreBLEUPrints() throws {
        let outcome = try Command.run(arguments + ["--lowercase"])
        #expect(
            outcome.output == """
                BLEU = 48.89 85.7/66.7/40.0/25.0 (BP = 1.000 ratio = 1.000 hyp_len = 7 ref_len = 7)
                  nrefs:1|case:lc|eff:no|tok:13a|smooth:exp|version:2.6.0
                chrF2 = 65.80
                  nrefs:1|case:lc|eff:yes|nc:6|nw:0|space:no|version:2.6.0
                chrF2++ = 68.44
                  nrefs:1|case:lc|eff:yes|nc:6|nw:2|space:no|version:2.6.0
                TER = 16.67
                  nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0

                """)
    }

    @Test func printsJSON() throws {
        let outcome = try Command.run(arguments + ["--tokenize", "char", "--json"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
                as? [String: [String: Any]])
        #expect(Set(object.keys) == ["bleu", "chrf", "chrfpp", "ter"])
        #expect(object.values.allSatisfy { Set($0.keys) == ["score", "signature", "description"] })
        #expect((object["bleu"]?["signature"] as? String)?.contains("tok:char") == true)
    }
}
