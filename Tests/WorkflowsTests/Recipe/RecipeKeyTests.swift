import Basics
import Foundation
import TestSupport
import Testing
import Workflows

/// The table of keys.
struct RecipeKeyTests {
    /// A value that each key may have, other than its default.
    private static let values: [String: String] = [
        "source": "/a/b", "target": "/a/c", "tsv": "/t", "tmx": "/u", "alignments": "/y",
        "xliff": "/xl", "po": "/po", "validation-xliff": "/vxl", "validation-po": "/vpo",
        "general-xliff": "/gxl", "general-po": "/gpo", "general-validation-xliff": "/gvxl",
        "general-validation-po": "/gvpo",
        "sources": #"[{tmx: "/a", weight: 2.5}, {source: "/b", target: "/c"}]"#,
        "cleaning": "{length-ratio: 2.5, brackets: off}",
        "validation-source": "/v",
        "validation-target": "/w", "validation-tsv": "/x", "validation-tmx": "/z",
        "source-language": "en",
        "target-language": "de", "minimum-tokens": "2", "maximum-tokens": "99",
        "length-ratio": "0.0",
        "drop-duplicates": "true", "skip-invalid": "true", "tokenizer": "/s",
        "source-tokenizer": "/s",
        "target-tokenizer": "/s", "vocabulary-size": "300", "tokenizer-sentences": "5000",
        "tokenizer-type": "unigram",
        "character-coverage": "0.99", "normalization": "identity", "byte-fallback": "true",
        "separate-vocabularies": "true", "subword-sampling": "0.1", "from": "/m",
        "architecture": "lstm", "size": "base", "width": "64", "maximum-length": "100",
        "dropout": "0.25", "separate-embeddings": "true", "untied-output": "true",
        "inner-width": "128", "heads": "2", "encoder-layers": "2", "decoder-layers": "3",
        "activation": "gelu", "norm": "pre", "positions": "learned",
        "decoder": "ssru", "attention-dropout": "0.1",
        "activation-dropout": "0.1", "without": "scaling,residual", "layers": "2",
        "embedding-width": "32", "reading": "both",
        "attention": "dot", "attention-width": "16", "slots": "8", "slot-width": "4",
        "read-heads": "2", "write-heads": "2", "shift-range": "0", "schedule": "paper",
        "learning-rate": "0.001", "warm-up": "12.5%", "final-learning-rate": "1e-05",
        "adam-beta1": "0.8", "adam-beta2": "0.99", "adam-epsilon": "1e-08", "weight-decay": "0.01",
        "clip-norm": "1.0", "average-decay": "0.999", "update-tokens": "512", "accumulation": "2",
        "label-smoothing": "0.05", "guided-alignment-weight": "0.5", "precision": "float32",
        "workers": "3", "wire": "bfloat16", "overlap": "false", "deadline": "60",
        "eight-bit-rounding": "true",
        "seed": "18446744073709551615", "updates": "7", "epochs": "8", "minutes": "0.5",
        "patience": "3", "validation-interval": "30", "validation-beam": "4",
        "validation-tokenize": "char", "best-by": "loss", "checkpoint-interval": "10",
        "kept-checkpoints": "2", "log-interval": "1", "final": "average",
        "averaged-checkpoints": "9", "general-source": "/g", "general-target": "/h",
        "general-tsv": "/i", "general-tmx": "/n", "general-from-base": "true", "mix": "1:2.5",
        "general-validation-source": "/j", "general-validation-target": "/k",
        "general-validation-tsv": "/l", "general-validation-tmx": "/o", "general-limit": "0.5",
        "validation-pairs": "50", "drop-near-validation": "false", "robustness": "standard",
        "upper-case": "0.1", "title-case": "0.2", "no-final-stop": "0.3", "typos": "0.4",
        "joined-sentences": "0.5", "tags": "0.6",
    ]

    private static func all() throws -> TrainingRecipe {
        var recipe = TrainingRecipe()
        for (name, value) in values { try recipe.set(name, to: value) }
        return recipe
    }

    @Test func everyKeyHasItsSentence() {
        for key in RecipeKey.all {
            #expect(key.meaning.hasSuffix("."), "\(key.name)")
            #expect(
                key.meaning.first?.isUppercase == true || key.meaning.hasPrefix("ε"), "\(key.name)")
            #expect(!key.allowed.isEmpty, "\(key.name)")
        }
        let sections = RecipeKey.all.map(\.section)
        let order = RecipeKey.Section.allCases.flatMap { section in
            sections.filter { $0 == section }
        }
        #expect(sections == order)
    }

    @Test func everyKeyIsReadAsItIsWritten() throws {
        let recipe = try Self.all()
        #expect(Set(Self.values.keys) == Set(RecipeKey.all.map(\.name)))
        for (name, value) in Self.values { #expect(try recipe.value(of: name) == value, "\(name)") }
        #expect(recipe.differences(from: TrainingRecipe()).count == RecipeKey.all.count)
    }

    @Test func everyKeyGoesBackToItsDefault() throws {
        var recipe = try Self.all()
        for key in RecipeKey.all { try recipe.set(key.name, to: "") }
        #expect(recipe == TrainingRecipe())
    }

    @Test func filesHaveAllKeys() throws {
        let folder = try TemporaryFolder()
        let recipe = try Self.all()
        let file = folder.file("recipe.yaml")
        try recipe.write(to: file)
        #expect(try TrainingRecipe(contentsOf: file) == recipe)
        let data = try JSONEncoder().encode(recipe)
        #expect(try JSONDecoder().decode(TrainingRecipe.self, from: data) == recipe)
        let object = try jsonObject(data)
        #expect(object["byte-fallback"] as? Bool == true)
        #expect(object["heads"] as? Int == 2)
        #expect(object["dropout"] as? Double == 0.25)
        #expect(object["warm-up"] as? String == "12.5%")
    }

    @Test(arguments: [
        ("widht", "Its name may be \"width\""), ("update_tokens", "\"update-tokens\""),
        ("Source", "\"source\""), ("nothing-like-it", "is no key of a recipe."),
    ])
    func unknownKeysAreNamed(name: String, hint: String) {
        var recipe = TrainingRecipe()
        let error = #expect(throws: CalqueError.self) { try recipe.set(name, to: "1") }
        #expect(error?.message.contains("\"\(name)\"") == true)
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("heads", "0", "a whole number from 1 to 65536"), ("heads", "2.5", "a whole number"),
        ("size", "huge", "tiny, small, base, big"), ("decoder", "sru", "self-attention, ssru"),
        ("dropout", "1", "not including, 1"),
        ("minutes", "-1", "a number above 0"), ("minutes", "nan", "a number above 0"),
        ("warm-up", "0%", "a share of the run"), ("byte-fallback", "yes", "true or false"),
        ("mix", "1:0", "two numbers"), ("mix", "1", "two numbers"),
        ("precision", "int8", "float32, bfloat16"), ("learning-rate", "inf", "above 0"),
        ("adam-epsilon", "1e-50", "above 0 in float32"),
        ("adam-epsilon", "1e50", "above 0 in float32"),
        ("adam-beta1", "0.99999999999", "not including, 1 in float32"),
        ("adam-beta2", "0.99999999999", "not including, 1 in float32"),
        ("average-decay", "0.99999999999", "not including, 1 in float32"),
        ("validation-beam", "1001", "from 1 to 1000"),
        ("without", "spin", "names with commas between them, of scaling, projections"),
        ("without", "scaling,", "embedding-scaling"),
        ("without", "mask,mask", "encoder-decoder-attention"),
    ])
    func whatIsAllowedIsSaid(name: String, value: String, allowed: String) {
        var recipe = TrainingRecipe()
        let error = #expect(throws: CalqueError.self) { try recipe.set(name, to: value) }
        let start = "\(name) cannot be \"\(value)\". Allowed is "
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains(allowed) == true, "\(error?.message ?? "")")
        #expect(recipe == TrainingRecipe())
    }

    @Test(arguments: [
        ("sources", "a.tmx", "it is no list of sources"), ("sources", "[]", "no list"),
        ("sources", "[a]", "source 1 is no map"), ("sources", "[{tmx: a}, {}]", "source 2 needs"),
        ("sources", "[{tmx: a, tsv: b}]", "or one of tsv, tmx, xliff and po"),
        ("sources", "[{source: a}]", "needs source and target"),
        ("sources", "[{tmx: a, weight: 0}]", "no number from 0.001"),
        ("sources", "[{tmx: a, weight: -1}]", "no number from 0.001"),
        ("sources", "[{tmx: a, weight: x}]", "no number from 0.001"),
        ("sources", "[{tmx: a, tmx: b}]", "not YAML"), ("sources", "[{tmx: a", "not YAML"),
        ("sources", "[{tmx: [a]}]", "no single value of \"tmx\""),
        ("sources", "[{tmz: a}]", "has \"tmz\", and not only source, target, tsv"),
        ("cleaning", "strict", "it is no map of rules"),
        ("cleaning", "{lengthratio: 2}", "Its name may be \"length-ratio\""),
        ("cleaning", "{length-ratio: x}", "length-ratio cannot be \"x\""),
    ])
    func whatIsWrongInAStructureIsSaid(name: String, value: String, problem: String) {
        var recipe = TrainingRecipe()
        let error = #expect(throws: CalqueError.self) { try recipe.set(name, to: value) }
        #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
        #expect(error?.message.hasPrefix("\(name) cannot be ") == true)
        #expect(recipe == TrainingRecipe())
    }

    /// `Documentation/Keys.md` is the table. After a change that is meant, write it anew:
    ///
    ///     CALQUE_RECORD_KEYS=1 swift test -c release --filter RecipeKeyTests
    @Test func thePageOfTheDocumentationIsTheTable() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Documentation/Keys.md").standardizedFileURL
        if ProcessInfo.processInfo.environment["CALQUE_RECORD_KEYS"] != nil {
            try Data(RecipeKey.page.utf8).write(to: page)
        }
        #expect(try String(contentsOf: page, encoding: .utf8) == RecipeKey.page)
        let text = RecipeKey.text(width: 80)
        for key in RecipeKey.all { #expect(text.contains("  \(key.name)"), "\(key.name)") }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
