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

    @Test func headsAreMeasuredOverAText() throws {
        let text = try files.write(lines: ["red dog", "cat"], to: "text").path
        let outcome = try Command.run(
            "inspect", "heads", "--model", model, "--source", text, "--target", text, "--json")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try jsonObject(outcome.output.utf8).keys.contains("layers"))
    }

    @Test(arguments: ["map", "waves", "similarity"])
    func positionsAreThoseOfTheModelOrOfTheFormula(part: String) throws {
        for options in [["--model", model], []] {
            let outcome = try Command.run(
                ["inspect", "positions", "--show", part, "--svg", files.path("a.svg")] + options)
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(try files.text("a.svg").hasPrefix("<svg"))
        }
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
