import Basics
import TestSupport
import Testing
import Text

/// Links are carried over to what is changed.
extension EpochChangesTests {
    @Test(arguments: [0, 1, 2, 3])
    func linksGoWithTheirWords(kind: Int) throws {
        let links = "0-1 1-0 2-2"
        let pairs = [
            ("wheel mill river .", "M\u{FC}hle Rad Fluss ."),
            ("grain old miller .", "alt Korn M\u{FC}ller ."),
        ]
        let partners = [
            "wheel": "rad", "mill": "m\u{FC}hle", "river": "fluss", "grain": "korn", "old": "alt",
            "miller": "m\u{FC}ller",
        ]
        let corpus = try corpus(pairs, links: links)
        let changes = augmentation {
            switch kind {
            case 0: $0.joined = 1
            case 1: $0.tags = 1
            case 2: $0.noFinalStop = 1
            default:
                $0 = .standard(seed: 1)
                $0.typos = 0
                $0.tags = 1
                $0.joined = 1
                $0.upperCase = 0.5
            }
        }
        for epoch in 0..<40 {
            let changed = changes.corpus(
                corpus, epoch: epoch, tokenizer: tokenizer, maximumTokens: 500)
            for pair in 0..<2 {
                let source = tokenizer.source.words(ofIDs: Array(changed.source[pair]))
                let target = tokenizer.target.words(ofIDs: Array(changed.target[pair]))
                func letters(_ word: SubwordWord) -> String {
                    // Without tags around it.
                    var text = word.text.lowercased()
                    if text.first == "<", let end = text.firstIndex(of: ">") {
                        text = String(text[text.index(after: end)...])
                    }
                    return String(text.prefix { $0 != "<" })
                }
                let found = try #require(changed.links)[pair]
                let ends = Alignment.Link(
                    source: changed.source[pair].count - 1, target: changed.target[pair].count - 1)
                #expect(found.contains(ends))
                var linked: Set<String> = []
                for link in found where link != ends {
                    let one = try #require(source.first { $0.tokens.contains(link.source) })
                    let other = try #require(target.first { $0.tokens.contains(link.target) })
                    let expected = partners[letters(one)] ?? letters(one)
                    #expect(letters(other) == expected)
                    linked.insert(letters(one))
                }
                #expect(
                    linked.isSuperset(
                        of: pairs[pair].0.split(separator: " ").dropLast().map(String.init)))
            }
        }
    }

    @Test func aStopThatWasAWordLosesItsLinks() throws {
        let corpus = try corpus([("mill .", "M\u{FC}hle .")], links: "0-0 1-1")
        let changed = augmentation { $0.noFinalStop = 1 }.corpus(
            corpus, epoch: 0, tokenizer: tokenizer, maximumTokens: 500)
        let links = try #require(changed.links)[0]
        let counts = (changed.source[0].count, changed.target[0].count)
        #expect(tokenizer.decodeTarget(changed.target[0]) == "M\u{FC}hle")
        #expect(links.allSatisfy { $0.source < counts.0 && $0.target < counts.1 })
        #expect(links.count == (counts.0 - 1) * (counts.1 - 1) + 1)
    }
}
