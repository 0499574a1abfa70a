import Basics
import Testing

struct BoundedYAMLTests {
    @Test(arguments: [
        "", "width: 256\n", "glob: '*.gz'\nother: \"**\"\n", "a: 2 * 3 * 4\n",
        "base: &base [1]\n" + String(repeating: "x: *base\n", count: 12),
        String(repeating: "text: 2 * 3, a*b, ***\n", count: 100),
    ])
    func usualTextIsRead(text: String) {
        #expect(throws: Never.self) { try BoundedYAML.check(text) }
    }

    @Test(arguments: [
        "*a, ", "[*a]", "{*a:", "\n*a", "\t*a", "!!seq *a", "? *a\n: ", "\"x\": *a\n", "\u{2028}*a",
        "\u{85}*a", "'k':*a,",
    ])
    func manyAliasesAreRefusedWhereverTheyStand(alias: String) throws {
        let text = "a: &a [" + String(repeating: alias, count: 13)
        let error = #expect(throws: FileProblem.self) { try BoundedYAML.check(text) }
        #expect(try #require(error).text.contains("aliases"))
    }

    @Test func longTextIsRefused() throws {
        let text = String(repeating: "a", count: BoundedYAML.limit + 1)
        let error = #expect(throws: FileProblem.self) { try BoundedYAML.check(text) }
        #expect(try #require(error).text.contains("65537"))
    }
}
