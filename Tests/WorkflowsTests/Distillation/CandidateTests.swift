import Testing
import Workflows

/// Which translations a student learns from.
struct CandidateTests {
    private func candidates(_ texts: String...) -> [Candidate] {
        texts.enumerated().map { Candidate(text: $1, score: -Double($0)) }
    }

    @Test func theNearestToTheReferenceIsTaken() throws {
        let some = candidates("the blue house", "the red house", "a red house stands")
        #expect(try Candidate.best(of: some, reference: "the red house")?.text == "the red house")
        #expect(
            try Candidate.best(of: some, reference: "a red house stood")?.text
                == "a red house stands")
    }

    @Test func withoutAReferenceTheFirstIsTaken() throws {
        let some = candidates("the blue house", "the red house")
        for reference in [nil, "", "  "] {
            #expect(try Candidate.best(of: some, reference: reference)?.text == "the blue house")
        }
    }

    @Test func ofEqualsTheFirstIsTaken() throws {
        let found = try Candidate.best(of: candidates("ab", "cd"), reference: "xyz")
        #expect(found?.text == "ab")
    }

    @Test func whatHasNoTextIsNone() throws {
        #expect(try Candidate.best(of: candidates("", " \u{200B}"), reference: nil) == nil)
        #expect(try Candidate.best(of: [], reference: "a") == nil)
        #expect(try Candidate.best(of: candidates("", "b"), reference: nil)?.text == "b")
    }

    @Test func lengthsThatNoTranslationHasAreNotPlausible() {
        let sentence = String(repeating: "word ", count: 20)
        #expect(Candidate.isPlausible(sentence, sentence))
        #expect(Candidate.isPlausible("no", "not at all, I should say"))
        #expect(!Candidate.isPlausible(sentence, "word"))
        #expect(!Candidate.isPlausible("no", sentence))
    }

    @Test func theWorstShareIsLeftOut() {
        #expect(
            WorstShare.kept(scores: [-1, -4, -2, -3], dropping: 0.25) == [true, false, true, true])
        #expect(
            WorstShare.kept(scores: [-1, -4, -2, -3], dropping: 0.5) == [true, false, true, false])
        #expect(WorstShare.kept(scores: [-1, -4], dropping: 0.4) == [true, true])
        #expect(WorstShare.kept(scores: [], dropping: 0.5) == [])
    }

    @Test func ofEqualScoresTheLaterPairIsKept() {
        #expect(WorstShare.kept(scores: [-1, -1], dropping: 0.5) == [false, true])
    }

    @Test func aPairWithoutAScoreIsTheWorst() {
        #expect(
            WorstShare.kept(scores: [-9, nil, .nan, -1], dropping: 0.5)
                == [true, false, false, true])
        #expect(WorstShare.kept(scores: [nil, nil], dropping: 0.5) == [true, true])
    }
}
