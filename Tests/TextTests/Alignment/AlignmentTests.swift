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
