import Basics
import Foundation
import TestSupport
import Testing
import Workflows

/// Trainings in stages as people write them.
struct StagedRecipeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ yaml: String) throws -> StagedRecipe {
        try StagedRecipe(contentsOf: folder.write(yaml.utf8, to: "stages.yaml"))
    }

    @Test func whatIsReadIsWhatIsWritten() throws {
        let recipe = try read(
            """
            source: "train: 1.en"
            target: train.de
            size: tiny
            mix: 1:2
            stages:
              - name: mixed
                back-translate: more.de.gz
                updates: 4000
                tsv: ~
              - name: again
                from: mixed
                back-translate:
                  text: [a.de, "b: c.de"]
                  search: sampling
                  tag: <BT>
                  minutes: 3
              - name: own
                learning-rate: 0.0002
            """)
        #expect(recipe.common.map(\.name) == ["source", "target", "size", "mix"])
        #expect(recipe.common[0].value == "train: 1.en" && recipe.common[3].value == "1:2")
        #expect(recipe.stages.map(\.name) == ["mixed", "again", "own"])
        #expect(recipe.stages[0].backTranslation == BackTranslationSettings(text: ["more.de.gz"]))
        #expect(
            recipe.stages[0].settings == [
                RecipeSetting(name: "updates", value: "4000"),
                RecipeSetting(name: "tsv", value: ""),
            ])
        let made = try #require(recipe.stages[1].backTranslation)
        #expect(made.text == ["a.de", "b: c.de"] && made.search == .sampling && made.tag == "<BT>")
        #expect(made.settings == [RecipeSetting(name: "minutes", value: "3")])
        #expect(recipe.stages[1].from == "mixed")
        #expect(try read(recipe.yaml()) == recipe)
    }

    /// Lists and maps are values of keys wherever keys are, and read as in recipes without stages.
    @Test func listsAndMapsAreRead() throws {
        let recipe = try read(
            """
            sources:
              - {tmx: "a, b.tmx", weight: 2}
              - tsv: c.tsv
            cleaning:
              brackets: off
            stages:
              - name: one
              - name: two
                cleaning: standard
                sources: [{po: d.po}]
            """)
        var plain = TrainingRecipe()
        try plain.apply(recipe.common)
        #expect(plain.text.sources?.map(\.weight) == [2, 1])
        #expect(plain.text.sources?.first?.files.memory == "a, b.tmx")
        #expect(try plain.value(of: "cleaning") == "{brackets: off}")
        var second = TrainingRecipe()
        try second.apply(recipe.stages[1].settings)
        #expect(second.text.sources?.map(\.files.portableObject) == ["d.po"])
        #expect(try second.value(of: "cleaning") == "standard")
        #expect(try read(recipe.yaml()) == recipe)
    }

    @Test func whatHasNoStagesIsNone() throws {
        let plain = try folder.write("width: 16\n".utf8, to: "plain.yaml")
        #expect(try StagedRecipe.read(plain) == nil)
        #expect(throws: CalqueError.self) { try StagedRecipe(contentsOf: plain) }
    }

    @Test(arguments: [
        ("stages: 3", "\"stages\" is no list"),
        ("stages: []", "\"stages\" is no list"),
        ("stages: [one]", "Stage 1 has no keys"),
        ("widht: 3\nstages: [{name: a}]", "Its name may be \"width\""),
        ("stages: [{name: a, updates: many}]", "stage 1: updates cannot be \"many\""),
        ("stages: [{name: a}, {name: b, uptades: 3}]", "stage 2: \"uptades\" is no key"),
        ("stages: [{name: a, back-translate: {text: t, search: best}}]", "beam, greedy, sampling"),
        ("stages: [{name: a, back-translate: {text: t, beam: wide}}]", "beam cannot be \"wide\""),
        ("stages: [{name: a, back-translate: {text: t, reversed: x}}]", "\"reversed\" is no key"),
    ])
    func whatCannotBeReadIsSaidWithItsPlace(yaml: String, reason: String) throws {
        let error = #expect(throws: CalqueError.self) { try read(yaml) }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("stages.yaml") == true)
    }

    @Test func fewPairsAreSearchedAndManySampled() {
        #expect(BackTranslationSettings.Search.suiting(pairs: 80_000) == .beam)
        #expect(BackTranslationSettings.Search.suiting(pairs: 640_000) == .sampling)
    }

    /// What is given for all stages takes the place of text of its kind, and of no other.
    @Test func textTakesThePlaceOfTextOfItsKind() throws {
        func setting(_ name: String, _ value: String) -> RecipeSetting {
            RecipeSetting(name: name, value: value)
        }
        var recipe = StagedRecipe(
            common: [
                setting("source", "a"), setting("target", "b"), setting("alignments", "c"),
                setting("validation-tsv", "d"), setting("updates", "3"),
            ], stages: [.init(name: "one")])
        try recipe.apply([setting("tsv", "e"), setting("updates", "4")])
        #expect(
            recipe.common == [
                setting("validation-tsv", "d"), setting("tsv", "e"), setting("updates", "4"),
            ])
    }
    /// Every form of text gives way to every other one of its kind.
    @Test func allFormsTakeThePlaceOfEachOther() throws {
        func setting(_ name: String, _ value: String) -> RecipeSetting {
            RecipeSetting(name: name, value: value)
        }
        let forms = ["source", "target", "tsv", "tmx", "xliff", "po"]
        for prefix in ["", "validation-", "general-", "general-validation-"] {
            for old in forms {
                for new in forms where new != old {
                    var recipe = StagedRecipe(
                        common: [setting(prefix + old, "a")], stages: [.init(name: "one")])
                    try recipe.apply([setting(prefix + new, "b")])
                    #expect(recipe.common == [setting(prefix + new, "b")])
                }
            }
        }
        let sources = setting("sources", "[{tsv: a}]")
        var recipe = StagedRecipe(common: [sources], stages: [.init(name: "one")])
        try recipe.apply([setting("po", "b")])
        #expect(recipe.common == [setting("po", "b")])
        try recipe.apply([sources])
        #expect(recipe.common == [sources])
    }
}
