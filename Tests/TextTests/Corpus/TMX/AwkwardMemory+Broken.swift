extension AwkwardMemory {
    static let entities = [
        AwkwardMemory(
            "a document type elsewhere, and entities of HTML",
            document(
                unit("a&nbsp;b", "x") + unit("caf&eacute;", "Kaffee")
                    + unit("<ph>&foo;</ph>c", "y"),
                beginning: #"<!DOCTYPE tmx SYSTEM "tmx14.dtd">"#),
            .pairs([["a\u{A0}b", "x"], ["c", "y"]])),
        AwkwardMemory(
            "an entity that nobody declared, without a document type",
            document(unit("a &foo; b", "x") + unit("c", "y")), .pairs([["c", "y"]])),
        AwkwardMemory(
            "entities that the document declares",
            document(
                unit("&firm; &copyright;", "Von &firm;"),
                beginning:
                    "<!DOCTYPE tmx [<!ENTITY firm 'A &#38;amp; B'><!ENTITY copyright '©'>]>"),
            .pairs([["A & B ©", "Von A & B"]])),
        AwkwardMemory(
            "entities of other files",
            document(
                unit("a &file; b", "x") + unit("c", "y"),
                beginning: "<!DOCTYPE tmx [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>"),
            .pairs([["c", "y"]])),
        AwkwardMemory(
            "entities that explode",
            document(
                unit("One", "Eins") + unit("&e9;", "x"),
                beginning: "<!DOCTYPE tmx [<!ENTITY e0 \"\(String(repeating: "a", count: 100))\">"
                    + (1...9).map { level in
                        "<!ENTITY e\(level) \"\(String(repeating: "&e\(level - 1);", count: 10))\">"
                    }.joined() + "]>"),
            .refused(["its entities grow to many times the size of the file; 1 unit came before"])),
        AwkwardMemory(
            "an entity of itself",
            document(unit("&a;", "x"), beginning: "<!DOCTYPE tmx [<!ENTITY a \"&a;\">]>"),
            .refused(["line 2: ", "recursive entity reference"])),
    ]

    static let broken = [
        AwkwardMemory("nothing", "", .refused(["There is nothing in "])),
        AwkwardMemory(
            "no units", document(""), .refused(["There are no units in "])),
        AwkwardMemory(
            "a file that ends in the middle",
            String(document(unit("One", "Eins") + "\n" + unit("Two", "Zwei")).dropLast(40)),
            .refused(["ends in the middle, at line 5, after 1 unit."])),
        AwkwardMemory(
            "a page", "<!DOCTYPE html>\n<html><body>One</body></html>",
            .refused(["line 2: ", "its outermost element is \"html\" and not \"tmx\"; 0 units"])),
        AwkwardMemory("plain text", "One\tEins\n", .refused(["line 1: ", "syntax error"])),
        AwkwardMemory(
            "tags that do not match",
            document(unit("One", "Eins") + "\n" + unit("Two <hi>", "Zwei")),
            .refused(["line 4: ", "mismatched tag; 1 unit came before"])),
        AwkwardMemory(
            "characters that XML does not have", document("\n" + unit("One &#x1F;", "Eins")),
            .refused(["line 3: ", "reference to invalid character number"])),
        AwkwardMemory(
            "elements in each other without end",
            document(String(repeating: "<tu>", count: 2000)),
            .refused(["line 2: ", "more than 1000 elements stand in each other"])),
        AwkwardMemory(
            "a comment without end",
            document("<!--" + String(repeating: "- ", count: 9 << 20) + "-->"),
            .refused(["a tag, a comment or what is before the first tag has over 16 MiB"])),
    ]
}
