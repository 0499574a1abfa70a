import Documents
import Testing

/// A document, its segments, and what it is when they are in capitals.
struct HTMLSample: CustomTestStringConvertible, Sendable {
    let source: String
    let segments: [String]
    let capitals: String

    init(_ source: String, _ segments: [String], _ capitals: String) {
        self.source = source
        self.segments = segments
        self.capitals = capitals
    }

    var testDescription: String { source }
}

@Suite("Segments of HTML")
struct HTMLSegmentTests {
    @Test(
        "are what a reader takes for one, and are written back in their place", arguments: samples)
    func segments(of sample: HTMLSample) throws {
        let document = try html(sample.source)
        #expect(document.shownSegments == sample.segments)
        #expect(try document.written { $0.uppercased } == sample.capitals)
        #expect(try document.isWritten(as: Array(sample.source.utf8)))
    }

    static let samples = blocks + inline + carried + spaces + attributes + misnested

    static let blocks = [
        HTMLSample("", [], ""),
        HTMLSample("<p></p>", [], "<p></p>"),
        HTMLSample("plain", ["plain"], "PLAIN"),
        HTMLSample("<p>one<p>two", ["one", "two"], "<p>ONE<p>TWO"),
        HTMLSample(
            "<DIV>one <Div>two</dIV> three</DIV>", ["one", "two", "three"],
            "<DIV>ONE <Div>TWO</dIV> THREE</DIV>"),
        HTMLSample(
            "<ul>\n <li>one\n <li>two <ul><li>three</ul>\n</ul>", ["one", "two", "three"],
            "<ul>\n <li>ONE\n <li>TWO <ul><li>THREE</ul>\n</ul>"),
        HTMLSample("a<br>b", ["a[1~]b"], "A<br>B"),
        HTMLSample("a<br/>\n<br>b<br>", ["a", "b"], "A<br/>\n<br>B<br>"),
        HTMLSample(
            "<td>x</td><tr><td>y", ["x", "y"], "<td>X</td><tr><td>Y"),
        HTMLSample(
            "<a href=x><div>one</div></a>", ["one"], "<a href=x><div>ONE</div></a>"),
        HTMLSample(
            "<select><option>one<option value=2>two</select><button>go</button>",
            ["one", "two", "go"],
            "<select><option>ONE<option value=2>TWO</select><button>GO</button>"),
        HTMLSample("<p>12.5 – 13 &nbsp; »</p>", [], "<p>12.5 – 13 &nbsp; »</p>"),
    ]

    static let inline = [
        HTMLSample(
            "<p>See <b>the <i>red</i> house</b>.</p>", ["See {1|the {2|red|2} house|1}."],
            "<p>SEE <b>THE <i>RED</i> HOUSE</b>.</p>"),
        HTMLSample(
            "<p>un<u>der</u>line</p>", ["un{1|der|1}line"], "<p>UN<u>DER</u>LINE</p>"),
        HTMLSample(
            "<p>at the <b>end</b></p>\n", ["at the {1|end|1}"], "<p>AT THE <b>END</b></p>\n"),
        HTMLSample(
            "One. <img src=x> Two <b>a <u>b</u></b>. Three.",
            ["One. [1] Two {2|a {3|b|3}|2}. Three."],
            "ONE. <img src=x> TWO <b>A <u>B</u></b>. THREE."),
        HTMLSample("a <img src=x/> b <img /> c", ["a [1] b [2] c"], "A <img src=x/> B <img /> C"),
        HTMLSample("last <u></u>", ["last"], "LAST <u></u>"),
        HTMLSample(
            "a<b><i></i></b> <u><b></b></u>c", ["a{1|{2||2}|1} {3|{4||4}|3}c"],
            "A<b><i></i></b> <u><b></b></u>C"),
        HTMLSample("hy<wbr>phen<WBR>ation", ["hy[1]phen[2]ation"], "HY<wbr>PHEN<WBR>ATION"),
        HTMLSample(
            "<p><b>all <i>of</i> it</b></p>", ["all {1|of|1} it"], "<p><b>ALL <i>OF</i> IT</b></p>"),
        HTMLSample(
            "<h2><a id=x></a><img src=y> Title</h2>", ["Title"],
            "<h2><a id=x></a><img src=y> TITLE</h2>"),
        HTMLSample(
            "<h1>Title<a href='#x'>&para;</a></h1>", ["Title"],
            "<h1>TITLE<a href='#x'>&para;</a></h1>"),
        HTMLSample("a<!-- <b>not</b> -->b", ["a[1]b"], "A<!-- <b>not</b> -->B"),
        HTMLSample("<my-name>a</my-name> b", ["{1|a|1} b"], "<my-name>A</my-name> B"),
    ]

    static let carried = [
        HTMLSample(
            "use <code>x &lt; <b>y</b></code> now", ["use [1:x < y] now"],
            "USE <code>x &lt; <b>y</b></code> NOW"),
        HTMLSample(
            "<var>a<var>b</var>&amp;</var> is one", ["[1:ab&] is one"],
            "<var>a<var>b</var>&amp;</var> IS ONE"),
        HTMLSample(
            "a <script>if (x<foo>) '<p>'</script>b", ["a [1]b"],
            "A <script>if (x<foo>) '<p>'</script>B"),
        HTMLSample(
            "<style>p{}</style><template><p>x</p></template>", [],
            "<style>p{}</style><template><p>x</p></template>"),
        HTMLSample(
            "by <span translate=no>Red <b>Hat</b></span> Inc", ["by [1:Red Hat] Inc"],
            "BY <span translate=no>Red <b>Hat</b></span> INC"),
        HTMLSample(
            "by <i class='x notranslate'>Red</i>", ["by [1:Red]"],
            "BY <i class='x notranslate'>Red</i>"),
        HTMLSample(
            "<div translate=no>a <p>b <i translate=yes>c</i> d <i translate=yes>e</i></div>f",
            ["c", "e", "f"],
            "<div translate=no>a <p>b <i translate=yes>C</i> d <i translate=yes>E</i></div>F"),
        HTMLSample(
            "a <span translate=no>b <i translate=yes>c</i> d</span> e", ["a", "c", "e"],
            "A <span translate=no>b <i translate=yes>C</i> d</span> E"),
        HTMLSample(
            "<pre class=programlisting>x</pre><div class='highlight'><pre>y</pre></div>", [],
            "<pre class=programlisting>x</pre><div class='highlight'><pre>y</pre></div>"),
        HTMLSample(
            "<p translate=no>a<p>b", ["b"], "<p translate=no>a<p>B"),
        HTMLSample(
            "so <svg><title>x</title></svg> it is", ["so [1] it is"],
            "SO <svg><title>x</title></svg> IT IS"),
    ]

    static let spaces = [
        HTMLSample(
            "<p>\n  one\n  two <b> three </b> </p>", ["one two {1|three|1}"],
            "<p>\n  ONE TWO <b>THREE</b> </p>"),
        HTMLSample("a&nbsp;b &amp; c", ["a\u{A0}b & c"], "A&nbsp;B &amp; C"),
        HTMLSample("a\u{A0}b", ["a\u{A0}b"], "A\u{A0}B"),
        HTMLSample("&lt;b&gt; is live", ["<b> is live"], "&lt;B&gt; IS LIVE"),
        HTMLSample(
            "AT&T &unknown; &eacute;t&#233;", ["AT&T &unknown; été"],
            "AT&amp;T &amp;UNKNOWN; ÉTÉ"),
        HTMLSample("1 < 2 and so", ["1 < 2 and so"], "1 &lt; 2 AND SO"),
        HTMLSample(
            "<pre>\none\r\n  two  b\n</pre>", ["one", "two  b"], "<pre>\nONE\r\n  TWO  B\n</pre>"),
        HTMLSample(
            "<textarea>\na <b>\n&amp; c</textarea>", ["a <b>", "& c"],
            "<textarea>\nA &lt;B&gt;\n&amp; C</textarea>"),
    ]

    static let attributes = [
        HTMLSample(
            "<img alt='it is' title=\"a &quot;b&quot;\" src=x>", ["it is", "a \"b\""],
            "<img alt='IT IS' title=\"A &quot;B&quot;\" src=x>"),
        HTMLSample(
            "<p title = red>see <a title=x href=y>this</a> one",
            ["red", "see {1|this|1} one", "x"],
            "<p title = \"RED\">SEE <a title=\"X\" href=y>THIS</a> ONE"),
        HTMLSample(
            "<input type=submit value=go disabled><input value=stay placeholder='your name'>",
            ["go", "your name"],
            "<input type=submit value=\"GO\" disabled><input value=stay placeholder='YOUR NAME'>"),
        HTMLSample(
            "<meta name=Description content='a page'><meta name=viewport content='width=device'>",
            ["a page"],
            "<meta name=Description content='A PAGE'><meta name=viewport content='width=device'>"),
        HTMLSample(
            "<title>a <b> &amp; c</title>", ["a <b> & c"], "<title>A &lt;B&gt; &amp; C</title>"),
        HTMLSample(
            "<div aria-label=\"main\n menu\"></div>", ["main menu"],
            "<div aria-label=\"MAIN MENU\"></div>"),
        HTMLSample(
            "<a title='' alt>x</a> <i translate=no title=no>y</i>", ["{1|x|1} [2:y]"],
            "<a title='' alt>X</a> <i translate=no title=no>y</i>"),
    ]

    static let misnested = [
        HTMLSample("<b><i>x</b>y</i>", ["{1|[2]x|1}y"], "<b><i>X</b>Y</i>"),
        HTMLSample("a</i>b", ["a[1]b"], "A</i>B"),
        HTMLSample("</p>a</br>b", ["a[1]b"], "</p>A</br>B"),
        HTMLSample("<a>x<a>y</a>z", ["x{1|y|1}z"], "<a>X<a>Y</a>Z"),
        HTMLSample("<p>a<b>b<p>c</b>d", ["a[1]b", "c[1]d"], "<p>A<b>B<p>C</b>D"),
        HTMLSample(
            "<table>foo<tr><td>x<b>y</table>z", ["foo", "x[1]y", "z"],
            "<table>FOO<tr><td>X<b>Y</table>Z"),
        HTMLSample("<p>a <div x='>'>b", ["a", "b"], "<p>A <div x='>'>B"),
        HTMLSample("a <b", ["a"], "A <b"),
        HTMLSample(
            "<body>a</body>b</html>c<body>d", ["a", "b", "c", "d"],
            "<body>A</body>B</html>C<body>D"),
        HTMLSample("use <code>x</p><p>y", ["use"], "USE <code>x</p><p>y"),
        HTMLSample("a <%= b > c %> d", ["a [1] d"], "A <%= b > c %> D"),
        HTMLSample("a <?php x ?> d </> e", ["a [1] d [2] e"], "A <?php x ?> D </> E"),
    ]
}
