import Documents
import Testing

@Suite("Messages of ICU are parsed and written")
struct MessageFormatTests {
    @Test(
        "A message that is written again is the same",
        arguments: [
            "{count, plural, one {# file} other {# files}}",
            "Hi {name}! {n,plural,offset:1 =0{none} =1 {one} other{{x} and # more}}",
            "{g, select, male {He has {n, plural, one {# dog} other {# dogs}}} other {They}} here",
            "It's {n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}.",
            "{n, number, ::currency/EUR} {d, date, short} {n, plural, other {x}}",
            "a '{'b'}' {n, plural, other {'#' is #}}",
        ])
    func roundTrip(text: String) throws {
        let message = try #require(MessageFormat(text))
        #expect(message.hasChoice)
        #expect(message.written(doublesApostrophes: false) == text)
    }

    @Test(
        "What is no message is none",
        arguments: [
            "{n, plural, one {x}}", "{n, plural, other {x}", "{", "}", "a } b",
            "{n, plural, other}",
            "{, plural, other {x}}", "{n plural}",
        ])
    func refused(text: String) {
        #expect(MessageFormat(text)?.hasChoice != true)
    }

    @Test("Apostrophes quote before braces alone, and two are one")
    func apostrophes() throws {
        let message = try #require(MessageFormat("It's '{x}' and ''y'' {n, plural, other {'#'}}"))
        #expect(message.parts.first == .text("It's {x} and 'y' "))
        guard case .choice(let choice) = message.parts.last else { throw Failure() }
        #expect(choice.branches[0].message.parts == [.text("#")])
    }

    @Test("Words with apostrophes and braces are read back as they were written")
    func quoting() throws {
        for words in ["d'{'x'}", "{}", "'", "''", "a'", "l'homme", "'{'", "}{'"] {
            for doubles in [false, true] {
                let message = MessageFormat(parts: [
                    .text(words),
                    .choice(
                        .init(
                            head: "{n, plural,",
                            branches: [
                                .init(head: " other {", message: .init(parts: [.text(words)]))
                            ], tail: "}")),
                ])
                let written = message.written(doublesApostrophes: doubles)
                #expect(MessageFormat(written) == message, "\(written)")
            }
        }
    }

    @Test("Choices deeper than anybody writes are refused, and long ones read in time")
    func deep() {
        let deep = String(repeating: "{n, plural, other {", count: 5_000)
        #expect(MessageFormat(deep) == nil)
        #expect(ProtectedText.find(in: deep, .init(kinds: [.message])).isEmpty)
    }

    private struct Failure: Error {}
}
