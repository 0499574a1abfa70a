import Documents
import Testing
import Translation

/// Codes by alignment, case by case.
struct InlineProjectionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let source: String
        let translation: String
        let links: String
        let result: String

        init(_ source: String, _ translation: String, _ links: String, _ result: String) {
            self.source = source
            self.translation = translation
            self.links = links
            self.result = result
        }

        var testDescription: String { source }
    }

    private func project(_ test: Case) -> String {
        let projection = InlineProjection(of: InlineContent(marked: test.source))
        return projection.content(
            of: AlignedTranslation(projection.line, test.translation, links: test.links)
        ).marked
    }

    @Test(arguments: [
        Case(
            "The <b>red</b> house", "La casa roja", "0-0 2-1 1-2", "La casa <b>roja</b>"),
        Case(
            "The <b>red</b> <i>house</i>.", "La casa roja.", "0-0 2-1 1-2 3-3",
            "La <i>casa</i> <b>roja</b>."),
        Case(
            "The <b><i>red</i> house</b>.", "La casa roja.", "0-0 2-1 1-2 3-3",
            "La <b>casa <i>roja</i></b>."),
        Case(
            "<a>A <b>red</b></a> house", "Una casa roja", "0-0 2-1 1-2",
            "<a>Una casa <b>roja</b></a>"),
        Case("un<u>der</u>line it", "souligne ceci", "0-0 1-1", "<u>souligne</u> ceci"),
        Case(
            "The <a><b>red</b> house</a> is", "La casa roja es", "0-0 1-2 2-1 3-3",
            "La <a>casa <b>roja</b></a> es"),
        Case("<b>bold</b>ly go", "va audazmente", "1-0 0-1", "va <b>audazmente</b>"),
        Case(
            "He <b>does not</b> speak", "Il ne parle pas", "0-0 2-1 3-2 2-3",
            "Il <b>ne parle pas</b>"),
        Case(
            "It <b>starts</b> the new game", "Es fängt das neue Spiel an",
            "0-0 1-1 2-2 3-3 4-4 1-5", "Es <b>fängt</b> das neue Spiel an"),
    ])
    func aWordTakesTheCodesOfWhatItGoesWith(test: Case) {
        #expect(project(test) == test.result)
    }

    @Test(arguments: [
        Case("<b>Hello!</b> You", "Hola! Tu", "0-0 1-1 2-2", "<b>Hola!</b> Tu"),
        Case("<b>Hello</b>! You", "Hola! Tu", "0-0 0-1 2-2", "<b>Hola</b>! Tu"),
        Case("Say \"<b>yes</b>\".", "Di «sí».", "0-0 1-1 2-2 3-3 4-4", "Di «<b>sí</b>»."),
        Case("Say <b>\"yes\"</b>.", "Di «sí».", "0-0 1-1 2-2 3-3 4-4", "Di <b>«sí»</b>."),
        Case("Go (<i>now</i>)", "Vé (ahora)", "0-0 1-1 2-2 3-3", "Vé (<i>ahora</i>)"),
        Case("Is it <b>red?</b>", "¿Es rojo?", "0-1 2-2 3-3", "¿Es <b>rojo?</b>"),
        Case(
            "<b>Save as…</b> it", "Salvar como... isso", "0-0 1-1 3-5", "<b>Salvar como...</b> isso"
        ),
        Case("red<b>,</b> blue", "rojo, azul", "0-0 1-1 2-2", "rojo<b>,</b> azul"),
        Case("<b>It's red.</b>", "Es rojo.", "", "<b>Es rojo.</b>"),
        Case("<i>The red house.</i>", "¡La casa roja!", "0-1", "<i>¡La casa roja!</i>"),
        Case("<i>The red house</i>.", "La casa roja.", "0-1", "<i>La casa roja</i>."),
    ])
    func marksStandOutsideOrInsideAsInTheSource(test: Case) {
        #expect(project(test) == test.result)
    }

    @Test(arguments: [
        // At the beginning and at the end.
        Case("<img>red house", "casa roja", "0-1 1-0", "<img>casa roja"),
        Case("red house<img>", "casa roja", "0-1 1-0", "casa roja<img>"),
        Case("red house <img>", "casa roja", "0-1 1-0", "casa roja <img>"),
        Case("red house<br>", "casa roja", "0-1 1-0", "casa roja<br>"),
        Case("red house<u></u>", "casa roja", "0-1 1-0", "casa roja<u></u>"),
        Case("<b><img>red</b> house", "casa roja", "0-1 1-0", "casa <b><img>roja</b>"),
        // Glued to a word.
        Case("a red<img> house", "una casa roja", "0-0 1-2 2-1", "una casa roja<img>"),
        Case("a <img>red house", "una casa roja", "0-0 1-2 2-1", "una casa <img>roja"),
        Case(
            "a red house<sup></sup>.", "una casa roja.", "0-0 1-2 2-1 3-3",
            "una casa roja<sup></sup>."),
        // Between two words.
        Case("one <img> two", "uno dos", "0-0 1-1", "uno <img> dos"),
        Case("Click <img>.", "Clique.", "0-0 1-1", "Clique <img>."),
        Case("one<wbr>two three", "uno dos tres", "0-0 0-1 1-2", "uno dos<wbr> tres"),
        // Breaks.
        Case(
            "one house<br>two dogs", "una casa dos perros", "0-0 1-1 2-2 3-3",
            "una casa<br>dos perros"),
        Case(
            "red house<br>big dogs", "casa roja perros grandes", "0-1 1-0 2-3 3-2",
            "casa roja<br>perros grandes"),
        Case(
            "Name: <b></b><br>Town: ", "Nome: Cidade:", "0-0 1-1 2-2 3-3",
            "Nome: <b></b><br>Cidade:"),
        Case("one <br> two", "uno dos", "0-0 1-1", "uno <br> dos"),
        Case("<b>one</b><br><i>two</i>", "uno dos", "0-0 1-1", "<b>uno</b><br><i>dos</i>"),
        // Nothing goes with the words.
        Case(
            "the <b>red</b> <i>big</i> house", "la casa", "0-0 3-1",
            "la <b></b><i></i>casa"),
        Case("one <b></b><i></i> two", "uno dos", "0-0 1-1", "uno <b></b><i></i>dos"),
        Case("one <b><img></b> two", "uno dos", "0-0 1-1", "uno <b><img></b> dos"),
    ])
    func codesWithoutWordsKeepTheirNeighbors(test: Case) {
        #expect(project(test) == test.result)
    }

    @Test func inScriptsWithoutSpacesTokensAreWords() {
        let projection = InlineProjection(of: InlineContent(marked: "<b>red</b> house"))
        let aligned = AlignedTranslation(
            line: projection.line, text: "红色房子",
            pieces: [
                .init(target: 0..<2, source: 0..<3, weight: 1),
                .init(target: 2..<4, source: 4..<9, weight: 1),
            ])
        #expect(projection.content(of: aligned).marked == "<b>红色</b>房子")
    }

    @Test func aNumberGluedToAWordIsAWordWhereACodeIsAroundIt() {
        let projection = InlineProjection(of: InlineContent(marked: "a note<sup>1</sup>"))
        let aligned = AlignedTranslation(
            line: projection.line, text: "nota1",
            pieces: [
                .init(target: 0..<4, source: 2..<6, weight: 1),
                .init(target: 4..<5, source: 6..<7, weight: 1),
            ])
        #expect(projection.content(of: aligned).marked == "nota<sup>1</sup>")
    }

    @Test func aCodeAroundASentenceHoldsItAll() {
        let projection = InlineProjection(
            of: InlineContent(marked: "<b>It is red.</b> <i>See</i> it!"))
        let sentence = { (source: Range<Int>, target: Range<Int>) in
            AlignedTranslation.Sentence(
                source: source, target: target, meanLogProbability: 0, leastCoverage: nil,
                isRepetitive: false, isCutOff: false)
        }
        let aligned = AlignedTranslation(
            projection.line, "Es ist ja rot. Sieh es!", links: "2-3 4-5",
            sentences: [sentence(0..<10, 0..<14), sentence(11..<18, 15..<23)])
        #expect(
            projection.content(of: aligned).marked == "<b>Es ist ja rot.</b> <i>Sieh</i> es!")
    }

    @Test(arguments: [
        "", "<img>", "<b></b>", "plain", "un<u>der</u>line", " a<b> b </b>c", "<br>a<br><br>b<br>",
        "x <P>A</P> &amp; \"q\"", "e<b>\u{301}</b>",
    ])
    func whatIsItsOwnTranslationStaysAsItIs(source: String) {
        let content = InlineContent(marked: source)
        let projection = InlineProjection(of: content)
        let aligned = AlignedTranslation(
            line: projection.line, text: projection.line, pieces: [])
        #expect(projection.content(of: aligned) == content)
    }

    @Test func aCodeWithoutItsOtherHalfIsNotLost() {
        let content = InlineContent([
            .code(.init(id: 1, .end, markup: "</x>")), .text("red "),
            .code(.init(id: 2, .begin, markup: "<y>")), .text("house"),
        ])
        let projection = InlineProjection(of: content)
        let aligned = AlignedTranslation(projection.line, "casa roja", links: "0-1 1-0")
        #expect(projection.content(of: aligned).marked == "</x><y>casa roja")
    }
}
