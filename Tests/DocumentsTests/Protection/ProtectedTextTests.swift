import Documents
import Testing

@Suite("Protected text is found, and other text is not")
struct ProtectedTextTests {
    private func found(_ text: String, _ kind: ProtectedKind) -> [String] {
        var rules = ProtectionRules()
        rules.kinds.insert(.mnemonic)
        return ProtectedText.find(in: text, rules).filter { $0.kind == kind }.map(\.text)
    }

    @Test(
        "Conversions of printf",
        arguments: [
            ("%s and %d", ["%s", "%d"]), ("%1$s, %2$-10.3f", ["%1$s", "%2$-10.3f"]),
            ("%(name)s %(n)d", ["%(name)s", "%(n)d"]), ("%@ 100%%", ["%@", "%%"]),
            (
                "%.2f %ld %llu %zu %5d %-*s %.*s",
                ["%.2f", "%ld", "%llu", "%zu", "%5d", "%-*s", "%.*s"]
            ),
            ("%dpx %ss", ["%d", "%s"]), ("%1 of %2", ["%1", "%2"]),
            ("%Y-%m-%d", ["%Y", "%m", "%d"]),
            ("%lu", ["%lu"]), ("%1$@", ["%1$@"]),
            ("50% of all", []), ("100% sure", []), ("5%-discount", []), ("a % b", []), ("100%", []),
            ("% of people", []), ("%", []), ("50%de", []),
        ] as [(String, [String])])
    func formats(text: String, wanted: [String]) {
        #expect(found(text, .format) == wanted)
    }

    @Test(
        "Variables in braces, and their like",
        arguments: [
            ("Hi {name}, {0} {}", ["{name}", "{0}", "{}"]),
            ("{{name}} {{ user.name }}", ["{{name}}", "{{ user.name }}"]),
            ("${x} %{name} #{name}", ["${x}", "%{name}", "#{name}"]),
            ("{n, number} {d, date, short}", ["{n, number}", "{d, date, short}"]),
            ("{0:>10} {x!r} {price:.2f}", ["{0:>10}", "{x!r}", "{price:.2f}"]),
            ("{% if x %}", ["{% if x %}"]), ("{user.name} {a[0]}", ["{user.name}", "{a[0]}"]),
            ("{{{raw}}}", ["{{{raw}}}"]),
            ("{see below}", []), ("a { b", []), ("{", []), ("}", []), ("{1, 2 and 3}", []),
        ] as [(String, [String])])
    func variables(text: String, wanted: [String]) {
        #expect(found(text, .variable) == wanted)
    }

    @Test(
        "Other kinds",
        arguments: [
            (.reference, "See $t(common.save) now", ["$t(common.save)"]),
            (.reference, "5 $ (US)", []),
            (.colon, "Hello :name, in :count days", [":name", ":count"]),
            (.colon, ":smile: ok", [":smile:"]),
            (.colon, "Note: this, at 10:30, a:b ;) :)", []), (.colon, "std::move", []),
            (.tag, "<b>x</b> <0>y</0> <br/>", ["<b>", "</b>", "<0>", "</0>", "<br/>"]),
            (.tag, "<a href=\"x>y\">z</a>", ["<a href=\"x>y\">", "</a>"]),
            (.tag, "<Link>a</Link>", ["<Link>", "</Link>"]),
            (.tag, "a < b > c, <file>, 1<2", []),
            (.url, "See https://example.com/a_(b)?q=1#x.", ["https://example.com/a_(b)?q=1#x"]),
            (
                .url, "(http://x.org) ftp://y/z, www.example.de, docs.python.org/3",
                ["http://x.org", "ftp://y/z", "www.example.de", "docs.python.org/3"]
            ),
            (.url, "mailto:a@b.org", ["mailto:a@b.org"]), (.url, "e.g. this. And that", []),
            (.url, "Yes.No", []),
            (.mail, "Write to a.b+c@mail.example.org.", ["a.b+c@mail.example.org"]),
            (.mail, "a @ b, @name", []),
            (.path, "In /etc/hosts, ~/x.txt and ./run.sh.", ["/etc/hosts", "~/x.txt", "./run.sh"]),
            (
                .path, "C:\\Windows\\x.dll, src/main.c, config.yaml",
                ["C:\\Windows\\x.dll", "src/main.c", "config.yaml"]
            ),
            (.path, "and/or, 1/2, km/h, he/she, yes / no, end.", []),
            (.option, "Use --dry-run or -n", ["--dry-run"]), (.option, "well--known -- a", []),
            (
                .quantity, "3.5 kg, 10 MB, -5 °C, 20px, 1,000 km/h",
                ["3.5 kg", "10 MB", "-5 °C", "20px", "1,000 km/h"]
            ),
            (
                .quantity, "€5, £10.50, $ 3, -$5bn, 20 €, 1,000₹, ¥5m, 5 €20 notes",
                ["€5", "£10.50", "$ 3", "-$5bn", "20 €", "1,000₹", "¥5m", "€20"]
            ),
            (.quantity, "10² m, 10⁻³ and 5²", ["10² m", "10⁻³", "5²"]),
            (.quantity, "A $ and a €, $x, 5 men's", []),
            (.quantity, "5 men, the 1980s, 3 in the room, 5 Mother, v5", []),
            (
                .version, "1.2.3, v2.0, 2.0.1-beta1, 127.0.0.1",
                ["1.2.3", "v2.0", "2.0.1-beta1", "127.0.0.1"]
            ),
            (.version, "12.05.2024, 1.234.567, 3.5, 2024", []),
            (.emoji, "a 👨‍👩‍👧‍👦👍🏽 b ❤️ 🇩🇪 1️⃣", ["👨‍👩‍👧‍👦👍🏽", "❤️", "🇩🇪", "1️⃣"]),
            (.emoji, "© 5 # * ™ é ü 家", []),
            (.mnemonic, "&File E&xit", ["&", "&"]), (.mnemonic, "A & B, &amp;, R&D", []),
            (
                .message, "x {n, plural, one {# y} other {# z}}.",
                ["{n, plural, one {# y} other {# z}}"]
            ),
            (.message, "{n, plural, one {x}} {n, plural, other {x}", []),
        ] as [(ProtectedKind, String, [String])])
    func others(kind: ProtectedKind, text: String, wanted: [String]) {
        #expect(found(text, kind) == wanted)
    }

    @Test(
        "The time that it takes grows with the text, whatever that is made of",
        arguments: ["a-", "a.", "a=", "{a}", "{a,b ", "{", "<foo> ", "</foo", "a+-", "@a.", "$5"])
    func time(part: String) {
        let time = ContinuousClock().measure {
            _ = ProtectedText.find(in: String(repeating: part, count: 20_000))
            _ = ProtectedText.find(in: "http://x" + String(repeating: ")", count: 20_000))
            _ = MessageFormat(String(repeating: part, count: 20_000))
        }
        #expect(time < .seconds(10))
    }

    @Test("Places are those of Unicode scalars")
    func places() {
        let found = ProtectedText.find(in: "é👍🏽 %s")
        #expect(found.map(\.range) == [1..<3, 4..<6])
    }

    @Test("What is switched off is text like any other")
    func rules() {
        let rules = ProtectionRules(kinds: [.url])
        #expect(ProtectedText.find(in: "%s http://x.org 5 kg", rules).map(\.kind) == [.url])
    }
}
