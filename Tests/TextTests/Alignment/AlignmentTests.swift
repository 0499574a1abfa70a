import Testing
import Text

struct AlignmentTests {
    @Test func linksAreSortedAndThereOnce() {
        let links = [(2, 0), (0, 1), (0, 0), (2, 0)].map {
            Alignment.Link(source: $0.0, target: $0.1)
        }
        #expect(Alignment(links).description == "0-0 0-1 2-0")
    }

    @Test(arguments: ["", "0-0", "0-0 1-2 10-3", "4294967295-0"])
    func whatIsWrittenIsReadBack(text: String) {
        #expect(Alignment(text)?.description == text)
    }

    @Test func linksMayStandInAnyOrder() {
        #expect(Alignment("1-2  0-0 ")?.description == "0-0 1-2")
    }

    @Test(arguments: ["0", "0-", "-1", "0-1-2", "a-b", "0-0,1-1", "0--1", "0 - 0", "4294967296-0"])
    func otherTextIsNone(text: String) {
        #expect(Alignment(text) == nil)
    }
}

struct AlignmentErrorRateTests {
    private func rate(_ pairs: [(found: String, reference: String)]) throws -> AlignmentErrorRate {
        var rate = AlignmentErrorRate()
        for (found, reference) in pairs {
            rate.add(
                try #require(Alignment(found)), reference: try #require(Alignment(reference)))
        }
        return rate
    }

    @Test func theReferenceItselfHasNoError() throws {
        let rate = try rate([("0-0 1-2", "0-0 1-2"), ("", "")])
        #expect(rate.value == 0 && rate.precision == 1 && rate.recall == 1)
    }

    @Test func linksOfAllSentencesCountAlike() throws {
        // 3 of 4 links found are right, and 3 of 6 right ones are found.
        let rate = try rate([("0-0 1-1 2-2", "0-0 1-1 2-3 3-2 4-4"), ("0-0", "0-0")])
        #expect(abs(rate.value - (1 - 2 * 3.0 / 10)) < 1e-12)
        #expect(rate.precision == 0.75 && rate.recall == 0.5)
    }

    @Test func nothingInCommonIsAllError() throws {
        #expect(try rate([("0-1", "1-0")]).value == 1)
        #expect(try rate([("", "1-0")]).value == 1)
    }

    @Test func noSentencesHaveNoError() {
        #expect(AlignmentErrorRate().value == 0)
    }
}
