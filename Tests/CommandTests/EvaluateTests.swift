import Foundation
import TestSupport
import Testing

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

                """)
    }

    @Test func printsJSON() throws {
        let outcome = try Command.run(arguments + ["--tokenize", "char", "--json"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
                as? [String: [String: Any]])
        #expect(Set(object.keys) == ["bleu", "chrf"])
        #expect(object.values.allSatisfy { Set($0.keys) == ["score", "signature", "description"] })
        #expect((object["bleu"]?["signature"] as? String)?.contains("tok:char") == true)
    }
}
