import Foundation
import TestSupport
import Testing

/// `calque inspect`: every subcommand prints, draws and writes JSON, and names what is not there.
@Suite struct InspectTests {
    private let files: TemporaryFolder
    private let model: String

    init() throws {
        files = try TemporaryFolder()
        model = try TinyModel.shared.get().path
    }

    private static let subcommands: [(name: String, arguments: [String], key: String)] = [
        ("attention", ["red dog", "--target", "dog red"], "layers"),
        ("steps", ["red dog", "--target", "dog red", "--token", "1"], "query"),
        ("layers", ["red dog", "--target", "dog red"], "predictions"),
        ("contrast", ["red dog", "dog red", "red red"], "difference"),
        ("beam", ["red dog", "--target", "dog red"], "nodes"),
    ]

    @Test(arguments: subcommands)
    func printsDrawsAndWritesJSON(name: String, arguments: [String], key: String) throws {
        let command = ["inspect", name, "--model", model] + arguments
        let outcome = try Command.run(command + ["--svg", files.path("a.svg")])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.lines.allSatisfy { $0.count <= 100 }, "\(outcome.output)")
        #expect(!outcome.output.contains("\u{1B}"))
        let svg = try files.text("a.svg")
        #expect(svg.hasPrefix("<svg") && svg.contains("aria-label"))
        let json = try Command.run(command + ["--json"])
        #expect(try jsonObject(json.output.utf8).keys.contains(key), "\(json.output.prefix(200))")
    }

    @Test func aMemoryIsDrawnWhereThereIsOne() throws {
        let machine = try TinyModel(
            "--architecture", "ntm", "--set", "width=16", "slots=8", "slot-width=5", "warm-up=5",
            sizes: TinyModel.textSizes)
        let command = ["inspect", "memory", "--model", machine.path, "red dog"]
        let outcome = try Command.run(command + ["--svg", files.path("a.svg")])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.contains("Read head 0 (slot down)"), "\(outcome.output)")
        #expect(outcome.lines.allSatisfy { $0.count <= 100 } && !outcome.output.contains("\u{1B}"))
        let svg = try files.text("a.svg")
        #expect(svg.hasPrefix("<svg") && svg.contains("aria-label") && svg.contains("step →"))
        let json = try Command.run(command + ["--json"])
        #expect(try jsonObject(json.output.utf8)["slots"] as? Int == 8)
    }

    @Test func aPageIsOneFile() throws {
        let page = files.path("page.html")
        let command = ["inspect", "page", "--model", model, "red dog", "--output", page]
        for _ in 1...2 { #expect(try Command.run(command).status == 0) }
        let text = try files.text("page.html")
        #expect(text.hasPrefix("<!doctype html>") && text.contains("Content-Security-Policy"))
        #expect(!text.contains("src=\"http") && !text.contains("href=\"http"))
        try files.write("mine".utf8, to: "page.html")
        #expect(try Command.run(command).status == 1)
        #expect(try files.text("page.html") == "mine")
    }

    @Test(arguments: [
        [], ["--sections", "steps"], ["--sections", "beam,layers", "--beam", "2"],
        ["--second", "red red", "--alignment", "0-1 1-0"], ["--sections", "attention"],
    ])
    func aPageHasItsSections(options: [String]) throws {
        let outcome = try Command.run(
            ["inspect", "page", "--model", model, "red dog", "--target", "dog red", "--output"]
                + [files.path("page.html")] + options)
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.error)")
        #expect(try files.text("page.html").hasSuffix("</html>\n"))
    }

    @Test(arguments: [
        (["--sections", "steps,heads"], 64, "no section \"heads\""),
        (["--sections", "steps", "--second", "dog"], 64, "--second belongs to"),
        (["--sections", "contrast"], 64, "--second belongs to"),
        (["--sections", "steps", "--beam", "2"], 64, "--beam belongs to"),
        (["--beam", "0"], 64, "at least 1"), (["--layer", "77"], 64, "no layer 77"),
        (["--alignment", "0=0"], 64, "--alignment"), (["--alignment", "7-0"], 1, "words 7 and 0"),
        (["--second", "\u{1F600}"], 1, "cannot write"),
    ])
    func whatAPageLacksIsNamed(options: [String], status: Int, part: String) throws {
        let outcome = try Command.run(
            ["inspect", "page", "--model", model, "red dog", "--output", files.path("page.html")]
                + options)
        #expect(Int(outcome.status) == status, "\(outcome.error)")
        #expect(outcome.error.contains(part) && outcome.output.isEmpty, "\(outcome.error)")
        #expect(!files.exists("page.html"))
    }

    private func text() throws -> [String] {
        let text = try files.write(["red dog", "cat"], to: "text")
        return ["--model", model, "--source", text, "--target", text]
    }

    @Test func headsAreMeasuredOverAText() throws {
        let outcome = try Command.run(["inspect", "heads", "--json"] + text())
        #expect(outcome.status == 0, "\(outcome.error)")
        let heads = try jsonObject(outcome.output.utf8)
        #expect(heads.keys.contains("layers") && !heads.keys.contains("whole"))
    }

    @Test(arguments: ["gradient", "loss", "bleu"])
    func whatDependsOnHeadsIsMeasuredWhereItIsShown(measure: String) throws {
        let outcome = try Command.run(
            ["inspect", "heads", "--measure", measure, "--svg", files.path("a.svg")] + text())
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        #expect(outcome.output.contains("layer 0"), "\(outcome.output)")
        let svg = try files.text("a.svg")
        #expect(svg.contains("95 % interval") == (measure == "bleu"))
    }

    @Test(arguments: ["weights", "outputs"])
    func headsAreComparedWithEachOther(similarity: String) throws {
        let outcome = try Command.run(
            ["inspect", "heads", "--similarity", similarity, "--site", "encoder"]
                + ["--svg", files.path("a.svg")] + text())
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        #expect(outcome.output.contains("layer 0: "), "\(outcome.output)")
        #expect(try files.text("a.svg").hasPrefix("<svg"))
    }

    @Test func bothWaysOfImportanceAreInJSON() throws {
        let outcome = try Command.run(
            ["inspect", "heads", "--importance", "both", "--json"] + text())
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try jsonObject(outcome.output.utf8).keys.contains("whole"))
        for key in ["gradient", "bleuDifference", "lower", "confidence"] {
            #expect(outcome.output.contains("\"\(key)\":"))
        }
    }

    @Test func alignmentsTellTheErrorOfEveryHead() throws {
        let command = ["inspect", "heads", "--measure", "alignment-error"] + (try text())
        let right = try files.write(["0-0 1-1", "0-0"], to: "right")
        let outcome = try Command.run(command + ["--alignments", right])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.contains("alignment error rate"))
        let short = try files.write(["0-0 1-1"], to: "short")
        let refused = try Command.run(command + ["--alignments", short])
        #expect(refused.status == 1 && refused.error.contains("short has 1 lines"))
        // Where the text is read in part, so are the alignments.
        let first = try Command.run(command + ["--alignments", right, "--limit", "1"])
        #expect(first.status == 0, "\(first.error)")
    }

    @Test(arguments: ["heads", "forcing"])
    func textsThatDoNotBelongTogetherAreNamed(name: String) throws {
        let source = try files.write(["red dog", "cat"], to: "source")
        let target = try files.write(["dog red"], to: "target")
        let outcome = try Command.run(
            "inspect", name, "--model", model, "--source", source, "--target", target, "--svg",
            files.path("a.svg"))
        #expect(outcome.status == 1 && outcome.error.contains("target ends before line 2"))
        #expect(outcome.output.isEmpty && !files.exists("a.svg"))
    }

    @Test func forcingIsMeasuredByPlace() throws {
        let command = ["inspect", "forcing"] + (try text())
        let outcome = try Command.run(command + ["--svg", files.path("a.svg")])
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        #expect(outcome.lines.allSatisfy { $0.count <= 100 }, "\(outcome.output)")
        #expect(try files.text("a.svg").contains("next token of 2 translations"))
        let json = try jsonObject(
            try Command.run(command + ["--json", "--limit", "1"]).output.utf8)
        #expect(json["sentences"] as? Int == 1 && json.keys.contains("places"))
    }

    @Test func scalingNeedsNoModel() throws {
        let command = ["inspect", "scaling", "--widths", "1,64", "--keys", "3", "--samples", "20"]
        let outcome = try Command.run(command + ["--svg", files.path("a.svg")])
        #expect(outcome.status == 0 && outcome.output.contains("Variance"), "\(outcome.error)")
        #expect(outcome.lines.allSatisfy { $0.count <= 100 }, "\(outcome.output)")
        #expect(try files.text("a.svg").hasPrefix("<svg"))
        let json = try Command.run(command + ["--json", "--seed", "2"])
        let widths = try #require(try jsonObject(json.output.utf8)["widths"] as? [[String: Any]])
        #expect(widths.map { $0["width"] as? Int } == [1, 64])
        #expect(try Command.run(command + ["--json", "--seed", "2"]).output == json.output)
    }

    @Test func antecedentsOfOnesOwnSentences() throws {
        let sentences = ["red dog cat", "dog red cat", "cat red dog"].map {
            #"{"source": "\#($0)", "pronoun": 2, "antecedent": 0, "other": 1}"#
        }
        let file = try files.write(sentences, to: "sentences")
        let command = ["inspect", "antecedents", "--model", model, "--sentences-file"]
        let outcome = try Command.run(command + [file, "--svg", files.path("a.svg")])
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        #expect(outcome.lines.contains { $0.hasPrefix("chosen: layer 0, head ") })
        #expect(try files.text("a.svg").contains("its antecedent"))
        let json = try jsonObject(try Command.run(command + [file, "--json"]).output.utf8)
        #expect(json["choiceCount"] as? Int == 1 && json["reportCount"] as? Int == 2)
        let chosen = try #require(json["chosenHeads"] as? [String: [String: Any]])
        #expect(chosen["words"]?["layer"] as? Int == 0)
        let few = try files.write([sentences[0]], to: "few")
        let refused = try Command.run(command + [few])
        #expect(refused.status == 1 && refused.error.contains("There are 1 different sentences"))
    }

    @Test func antecedentsOfTheEmbeddedCorpus() throws {
        let longer = try TinyModel(
            sizes: TinyModel.sizes.map { $0.replacing("length=24", with: "length=200") })
        let outcome = try Command.run(
            "inspect", "antecedents", "--model", longer.path, "--languages", "en-es",
            "--sentences", "3", "--counted", "everything", "--json")
        #expect(outcome.status == 0, "\(outcome.error)")
        let json = try jsonObject(outcome.output.utf8)
        #expect(json["choiceCount"] as? Int == 3 && json["reportCount"] as? Int == 3)
        #expect(json["rightTranslations"] as? Double == 0)
        // The model of the other tests takes none of its sentences.
        let refused = try Command.run("inspect", "antecedents", "--model", model)
        #expect(refused.status == 1 && refused.error.contains("the model takes up to 24"))
    }

    @Test(arguments: ["map", "waves", "similarity"])
    func positionsAreThoseOfTheModelOrOfTheFormula(part: String) throws {
        for options in [
            ["--model", model], [], ["--beside"], ["--model", model, "--beside"],
            ["--arrangement", "interleaved"],
        ] {
            let outcome = try Command.run(
                ["inspect", "positions", "--show", part, "--svg", files.path("a.svg")] + options)
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(try files.text("a.svg").hasPrefix("<svg"))
        }
    }

    @Test func positionsCanBeInThePapersOrder() throws {
        func positions(_ options: String...) throws -> [String: Any] {
            let outcome = try Command.run(["inspect", "positions", "--json"] + options)
            return try jsonObject(outcome.output.utf8)
        }
        #expect(try positions()["arrangement"] as? String == "halves")
        let paper = try positions("--arrangement", "interleaved", "--count", "2")
        #expect(paper["arrangement"] as? String == "interleaved")
        let second = try #require(paper["vectors"] as? [[Double]])[1]
        #expect(abs(second[0] - 0.841471) < 1e-5 && abs(second[1] - 0.540302) < 1e-5)
        let beside = try Command.run(
            "inspect", "positions", "--arrangement", "interleaved", "--beside")
        #expect(beside.output.contains("all sines, then all cosines"))
    }

    @Test func neighboursAndComponentsAreOfTheTable() throws {
        let near = try Command.run("inspect", "embeddings", "--model", model, "--neighbors", "red")
        #expect(near.status == 0 && near.output.contains("cosine"), "\(near.error)")
        let all = try Command.run(
            "inspect", "embeddings", "--model", model, "red", "dog", "--svg", files.path("a.svg"))
        #expect(all.status == 0 && all.output.contains("component 1"), "\(all.error)")
    }

    @Test func theWorkedExampleNeedsNoModel() throws {
        let outcome = try Command.run("inspect", "steps")
        #expect(outcome.status == 0 && outcome.output.contains("key 2"), "\(outcome.error)")
    }

    @Test(arguments: [
        (["attention", "red", "--layer", "77"], 64, "no layer 77"),
        (["attention", "red", "--head", "77"], 64, "no head 77"),
        (["steps", "red", "--token", "77"], 64, "no query token 77"),
        (["attention", " "], 1, "no text"),
        (["attention", "red", "--target", "\u{1F600}"], 1, "cannot write"),
        (["contrast", "red", "red", "\u{1F600}"], 1, "cannot write"),
        (["layers", ""], 1, "no text"),
        (["memory", "red"], 64, "no memory"),
    ])
    func whatIsNotThereIsNamed(arguments: [String], status: Int, part: String) throws {
        let outcome = try Command.run(
            ["inspect", arguments[0], "--model", model] + arguments.dropFirst()
                + ["--svg", files.path("a.svg")])
        #expect(Int(outcome.status) == status, "\(outcome.error)")
        #expect(outcome.error.contains(part) && outcome.output.isEmpty, "\(outcome.error)")
        #expect(!files.exists("a.svg"))
    }

    @Test(arguments: [
        (["heads", "--importance", "both"], "--importance is told as JSON"),
        (["heads", "--alignments", "x"], "--alignments belongs to"),
        (["heads", "--measure", "end", "--similarity", "weights"], "not both"),
        (["heads", "--measure", "alignment-error"], "give --alignments"),
        (["antecedents", "--sentences", "3", "--sentences-file", "x"], "leave them out"),
        (["antecedents", "--sentences", "2001"], "at most 2000"),
        (["antecedents", "--languages", "en-en"], "two of en, es and fr"),
    ])
    func optionsThatDoNotGoTogetherAreRefused(arguments: [String], part: String) throws {
        let texts = arguments[0] == "heads" ? ["--source", "x", "--target", "y"] : []
        let outcome = try Command.run(["inspect"] + arguments + ["--model", model] + texts)
        #expect(outcome.status == 64 && outcome.error.contains(part), "\(outcome.error)")
    }

    @Test(arguments: ["x", "4,,8", "0", "99999", ""])
    func widthsThatAreNoneAreRefused(widths: String) throws {
        let outcome = try Command.run("inspect", "scaling", "--widths", widths)
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.error)")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/rsvg-convert")))
    func picturesBecomePNG() throws {
        let png = files.path("a.png")
        let outcome = try Command.run(
            "inspect", "attention", "--model", model, "red dog", "--png", png)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try Data(contentsOf: files.file("a.png")).starts(with: [0x89, 0x50, 0x4E, 0x47]))
        try files.write("mine".utf8, to: "a.png")
        let refused = try Command.run(
            "inspect", "attention", "--model", model, "red dog", "--png", png)
        #expect(refused.status == 1 && refused.error.contains("no picture"), "\(refused.error)")
    }
}
