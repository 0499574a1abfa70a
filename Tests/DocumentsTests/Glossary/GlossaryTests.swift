import Basics
import Documents
import Foundation
import TestSupport
import Testing
import Translation

struct GlossaryTests {
    private func glossary(
        _ text: String, language: String? = nil
    ) throws -> Glossary {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("terms.tsv")
        try Data(text.utf8).write(to: url)
        return try Glossary(reading: TextFile(url: url), sourceLanguage: language)
    }

    private func words(_ line: String, _ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(Array(line.unicodeScalars)[range]))
    }

    /// What is found in a line, as "words=translations".
    private func found(_ glossary: Glossary, _ line: String) -> [String] {
        glossary.terms(in: line).map {
            "\(words(line, $0.range))=\($0.translations.joined(separator: "|"))"
                + ($0.allowsEndings ? "*" : "")
        }
    }

    @Test func aFileIsTermsTranslationsAndComments() throws {
        let glossary = try glossary(
            """
            \u{FEFF}# terms
            server\tservidor

            mobile  phone\ttelemóvel|celular\tmóvel
            comput*\tcomputador*
            Calque\t=Calque
            README\t=
            server\tmáquina
            """)
        #expect(
            glossary.terms == [
                .init("server", ["servidor", "máquina"]),
                .init("mobile phone", ["telemóvel", "celular", "móvel"]),
                .init("comput", ["computador"], matchesBeginnings: true, allowsEndings: true),
                .init("Calque", ["Calque"], isExact: true), .init("README", [""], isExact: true),
            ])
    }

    @Test(arguments: [
        ("a\tb\nserver", "line 2", "no tab"), ("\tb", "line 1", "no term"),
        ("# x\n\na\t", "line 3", "no translation"), ("a\t=b|c", "line 1", "equals sign"),
    ])
    func aWrongLineIsNamed(text: String, line: String, problem: String) throws {
        let error = try #require(throws: CalqueError.self) { try glossary(text) }
        #expect(error.message.contains(line) && error.message.contains(problem))
    }

    @Test(arguments: [
        ("The server stopped.", ["server=Rechner"]),
        ("SERVER servers Server", ["SERVER=RECHNER", "Server=Rechner"]),
        ("serverless observer", []), ("(server)", ["server=Rechner"]),
        ("server-side server", ["server=Rechner", "server=Rechner"]),
        ("a mail\u{A0} server", ["mail\u{A0} server=Mailrechner"]),
        ("mail servers", []), ("us US", ["US=USA"]), ("iphone iPhone", ["iPhone=Handy"]),
        ("它在服务器上", ["服务器=Rechner"]), ("red redder", ["red=rot", "redder=rot*"]),
    ])
    func termsAreFoundAsWords(line: String, terms: [String]) throws {
        let glossary = try glossary(
            """
            server\tRechner
            mail server\tMailrechner
            US\tUSA
            iPhone\tHandy
            服务器\tRechner
            red\trot
            redd*\trot*
            """)
        #expect(found(glossary, line) == terms)
    }

    @Test(arguments: [
        ("en", "Two servers, one server.", ["servers=Rechner*", "server=Rechner"]),
        ("en", "the server's disk", ["server's=Rechner*"]),
        ("pt-BR", "servers", ["servers=Rechner*"]),
        ("ja", "servers", []),
    ])
    func aTermMayHaveAnEndingOfItsLanguage(
        language: String, line: String, terms: [String]
    ) throws {
        #expect(found(try glossary("server\tRechner", language: language), line) == terms)
    }

    @Test(arguments: [
        ("The house. House of wood.", ["house=casa", "House=casa"]),
        ("\"House\" is old", ["House=casa"]), ("The White House here", ["House=Casa"]),
        ("THE HOUSE", ["HOUSE=CASA"]),
    ])
    func aTranslationIsWrittenAsItsTermStands(line: String, terms: [String]) throws {
        #expect(found(try glossary("house\tcasa"), line) == terms)
    }

    @Test func whatIsExactIsReplacedAsItIsWritten() throws {
        let glossary = try glossary("Calque\t=calque®\nREADME\t=\nfile\tficheiro")
        let line = "The README file of Calque"
        #expect(glossary.exact(in: line).map { words(line, $0.range) } == ["README", "Calque"])
        #expect(glossary.exact(in: line).map(\.text) == ["README", "calque®"])
        // Whoever puts nothing in by other means asks for all.
        #expect(
            found(glossary, line) == ["README=README", "file=ficheiro", "Calque=calque®"])
    }

    @Test func theLongestTermCountsAndNoneWithinIt() throws {
        let glossary = try glossary("a b\t1\na b c\t2\nb c d\t3\nd\t4")
        #expect(found(glossary, "a b c d") == ["a b c=2", "d=4"])
    }
}
