import Testing
import Text

/// Lines that are awkward for a metric, and what sacreBLEU prints for them.
struct LineSet: CustomTestStringConvertible, Sendable {
    let name: String
    let hypotheses: [String]
    let references: [[String]]
    /// What follows `BLEU = `.
    let bleu: [BLEU.Tokenizer: String]
    /// What follows `chrF2 = `.
    let chrF: String

    var testDescription: String { name }

    static let all = [
        plain, twoReferences, numbers, punctuation, markup, scripts, combining, whitespace,
        capitals, identical, oneWord, disjoint, empty, shortReference, emptyReference,
    ]
}

extension LineSet {
    static let plain = LineSet(
        name: "plain",
        hypotheses: [
            "The cat sat on the mat.",
            "It is raining, so we stay at home.",
            "He bought three books",
        ],
        references: [
            [
                "The cat sat on a mat.",
                "It rains, so we are staying at home.",
                "He has bought three books.",
            ]
        ],
        bleu: [
            .thirteenA:
                "30.40 81.0/55.6/33.3/8.3 (BP = 0.909 ratio = 0.913 hyp_len = 21 ref_len = 23)",
            .international:
                "30.40 81.0/55.6/33.3/8.3 (BP = 0.909 ratio = 0.913 hyp_len = 21 ref_len = 23)",
            .characters:
                "69.48 93.7/81.7/68.4/57.4 (BP = 0.938 ratio = 0.940 hyp_len = 63 ref_len = 67)",
            .none:
                "25.58 72.2/40.0/16.7/11.1 (BP = 0.946 ratio = 0.947 hyp_len = 18 ref_len = 19)",
        ],
        chrF: "61.17")

    static let twoReferences = LineSet(
        name: "twoReferences",
        hypotheses: ["The cat sat on the mat.", "It is raining, so we stay at home."],
        references: [
            ["A cat was sitting on the mat.", "It rains, so we are staying at home."],
            ["The cat sat down.", "Because it is raining, we stay at home."],
        ],
        bleu: [
            .thirteenA:
                "58.23 100.0/86.7/61.5/27.3 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)",
            .international:
                "58.23 100.0/86.7/61.5/27.3 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)",
            .characters:
                "90.07 95.6/93.0/90.2/82.1 (BP = 1.000 ratio = 1.047 hyp_len = 45 ref_len = 43)",
            .none:
                "40.97 100.0/75.0/40.0/12.5 (BP = 0.931 ratio = 0.933 hyp_len = 14 ref_len = 15)",
        ],
        chrF: "63.33")

    static let numbers = LineSet(
        name: "numbers",
        hypotheses: [
            "It costs $1,000.50 (or 5%) in 2023-24.",
            "Version 2.0, not 1.9.",
            "Call 555-1234, ext. 7.",
        ],
        references: [
            [
                "It costs $1,000.50, or 5 %, in 2023-24.",
                "Version 2.0 and not 1.9!",
                "Call 555-1234 ext.7.",
            ]
        ],
        bleu: [
            .thirteenA:
                "49.25 82.8/65.4/43.5/25.0 (BP = 1.000 ratio = 1.036 hyp_len = 29 ref_len = 28)",
            .international:
                "29.74 77.3/52.6/25.0/7.7 (BP = 1.000 ratio = 1.048 hyp_len = 22 ref_len = 21)",
            .characters:
                "80.98 92.8/86.4/79.4/71.7 (BP = 0.986 ratio = 0.986 hyp_len = 69 ref_len = 70)",
            .none:
                "10.84 46.7/16.7/5.6/4.2 (BP = 0.936 ratio = 0.938 hyp_len = 15 ref_len = 16)",
        ],
        chrF: "73.86")

    static let punctuation = LineSet(
        name: "punctuation",
        hypotheses: [
            "„Wirklich?!“ – «ja»…",
            "wait...what?! no--yes, well-known ;-)",
            "a.,.b ,,, c/d [e] {f} ~g~ h\\i_j",
        ],
        references: [
            [
                "„Wirklich“?! – «ja» …",
                "wait... what? no -- yes, well known ;-)",
                "a . , . b ,, c / d [ e ] {f} ~ g h\\i _ j",
            ]
        ],
        bleu: [
            .thirteenA:
                "66.74 81.8/70.7/63.2/54.3 (BP = 1.000 ratio = 1.000 hyp_len = 44 ref_len = 44)",
            .international:
                "73.14 92.5/80.0/68.1/56.8 (BP = 1.000 ratio = 1.082 hyp_len = 53 ref_len = 49)",
            .characters:
                "82.20 94.8/86.5/78.9/70.6 (BP = 1.000 ratio = 1.055 hyp_len = 77 ref_len = 73)",
            .none:
                "1.67 21.4/4.5/3.1/2.5 (BP = 0.319 ratio = 0.467 hyp_len = 14 ref_len = 30)",
        ],
        chrF: "77.52")

    /// Entities, broken lines and skipped passages, which `13a` undoes and nothing else.
    static let markup = LineSet(
        name: "markup",
        hypotheses: [
            "&quot;AT&amp;T&quot; is &lt;b&gt;here&lt;/b&gt;",
            "a&amp;lt;b &amp;quot;c&amp;quot; <skipped>d",
            "line-\nbreak and\nanother",
        ],
        references: [["\"AT&T\" is <b>here</b>", "a<b &quot;c&quot; d", "linebreak and another"]],
        bleu: [
            .thirteenA:
                "66.61 78.6/68.0/63.6/57.9 (BP = 1.000 ratio = 1.167 hyp_len = 28 ref_len = 24)",
            .international:
                "8.50 38.2/15.4/4.1/2.2 (BP = 1.000 ratio = 1.964 hyp_len = 55 ref_len = 28)",
            .characters:
                "30.29 46.2/34.0/26.0/20.6 (BP = 1.000 ratio = 1.927 hyp_len = 106 ref_len = 55)",
            .none:
                "19.13 30.0/14.3/12.5/25.0 (BP = 1.000 ratio = 1.111 hyp_len = 10 ref_len = 9)",
        ],
        chrF: "43.87")

    /// Scripts without spaces, digits of other scripts, emoji of several scalars.
    static let scripts = LineSet(
        name: "scripts",
        hypotheses: ["東京で、猫が寝ている。", "٣٫١٤ २। ½€ Ⅷ. a²", "👨\u{200d}👩\u{200d}👧 👍🏽 ok 🇩🇪!"],
        references: [["東京で猫が寝ています。", "٣٫١٤ २ । ½ € Ⅷ . a²", "👨\u{200d}👩\u{200d}👧 👍 ok 🇩🇪 !"]],
        bleu: [
            .thirteenA:
                "25.68 66.7/44.4/28.6/10.0 (BP = 0.846 ratio = 0.857 hyp_len = 12 ref_len = 14)",
            .international:
                "72.82 82.6/75.0/70.6/64.3 (BP = 1.000 ratio = 1.150 hyp_len = 23 ref_len = 20)",
            .characters:
                "75.85 91.4/81.2/72.4/61.5 (BP = 1.000 ratio = 1.029 hyp_len = 35 ref_len = 34)",
            .none:
                "5.89 40.0/7.1/5.0/4.2 (BP = 0.670 ratio = 0.714 hyp_len = 10 ref_len = 14)",
        ],
        chrF: "68.43")

    /// Equal to a reader and canonically equivalent, but not the same scalars.
    static let combining = LineSet(
        name: "combining",
        hypotheses: ["cafe\u{301} nai\u{308}ve x\u{323}\u{301}", "one two three four ångström"],
        references: [["café naïve x\u{301}\u{323}", "one two three four a\u{30a}ngstro\u{308}m"]],
        bleu: [
            .thirteenA:
                "50.00 50.0/50.0/50.0/50.0 (BP = 1.000 ratio = 1.000 hyp_len = 8 ref_len = 8)",
            .international:
                "50.00 50.0/50.0/50.0/50.0 (BP = 1.000 ratio = 1.000 hyp_len = 8 ref_len = 8)",
            .characters:
                "60.69 83.8/65.7/54.5/45.2 (BP = 1.000 ratio = 1.000 hyp_len = 37 ref_len = 37)",
            .none:
                "50.00 50.0/50.0/50.0/50.0 (BP = 1.000 ratio = 1.000 hyp_len = 8 ref_len = 8)",
        ],
        chrF: "54.60")

    /// What Python's `split` takes for whitespace, and the zero-width space, which it does not.
    static let whitespace = LineSet(
        name: "whitespace",
        hypotheses: [
            "one\u{a0}two\u{3000}three\tfour",
            "",
            "  five\u{2003}six \u{200b}seven\u{1f}eight\u{85}nine  ",
        ],
        references: [["one two three four", "", "five six seven eight nine"]],
        bleu: [
            .thirteenA:
                "53.94 88.9/71.4/40.0/33.3 (BP = 1.000 ratio = 1.000 hyp_len = 9 ref_len = 9)",
            .international:
                "53.94 88.9/71.4/40.0/33.3 (BP = 1.000 ratio = 1.000 hyp_len = 9 ref_len = 9)",
            .characters:
                "92.32 97.3/94.3/90.9/87.1 (BP = 1.000 ratio = 1.028 hyp_len = 37 ref_len = 36)",
            .none:
                "53.94 88.9/71.4/40.0/33.3 (BP = 1.000 ratio = 1.000 hyp_len = 9 ref_len = 9)",
        ],
        chrF: "90.63")

    /// Capital sigmas within words and at their ends, and capitals whose lower case has two
    /// scalars.
    static let capitals = LineSet(
        name: "capitals",
        hypotheses: ["ΟΔΟΣ ΣΑΣ, Σ", "ΜΟΥΣΑ STRASSE İstanbul Ǆ", "The CAT Sat on the Mat"],
        references: [["οδος σας, σ", "μουσα strasse i\u{307}stanbul ǆ", "the cat sat on the mat"]],
        bleu: [
            .thirteenA:
                "8.83 21.4/9.1/6.2/5.0 (BP = 1.000 ratio = 1.000 hyp_len = 14 ref_len = 14)",
            .international:
                "8.83 21.4/9.1/6.2/5.0 (BP = 1.000 ratio = 1.000 hyp_len = 14 ref_len = 14)",
            .characters:
                "27.91 40.4/31.8/24.4/21.1 (BP = 0.979 ratio = 0.979 hyp_len = 47 ref_len = 48)",
            .none:
                "9.10 15.4/10.0/7.1/6.2 (BP = 1.000 ratio = 1.000 hyp_len = 13 ref_len = 13)",
        ],
        chrF: "24.08")

    static let identical = LineSet(
        name: "identical",
        hypotheses: ["Nothing differs here, not even this.", "3.5 and 4,5"],
        references: [["Nothing differs here, not even this.", "3.5 and 4,5"]],
        bleu: [
            .thirteenA:
                "100.00 100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000 hyp_len = 11 ref_len = 11)"
        ],
        chrF: "100.00")

    static let oneWord = LineSet(
        name: "oneWord",
        hypotheses: ["yes"],
        references: [["yes"]],
        bleu: [
            .thirteenA:
                "0.00 100.0/0.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 1 ref_len = 1)"
        ],
        chrF: "100.00")

    static let disjoint = LineSet(
        name: "disjoint",
        hypotheses: ["alpha beta gamma delta"],
        references: [["pq st vw xyz"]],
        bleu: [
            .thirteenA:
                "0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 4 ref_len = 4)"
        ],
        chrF: "3.03")

    static let empty = LineSet(
        name: "empty",
        hypotheses: ["", ""],
        references: [["something was said", "here, too"]],
        bleu: [
            .thirteenA:
                "0.00 0.0/0.0/0.0/0.0 (BP = 0.000 ratio = 0.000 hyp_len = 0 ref_len = 6)"
        ],
        chrF: "0.00")

    /// A reference too short for the longer n-grams, beside one that is not.
    static let shortReference = LineSet(
        name: "shortReference",
        hypotheses: ["a much longer line", "the same words here"],
        references: [["a", "the same words"]],
        bleu: [
            .thirteenA:
                "31.95 50.0/33.3/25.0/25.0 (BP = 1.000 ratio = 2.000 hyp_len = 8 ref_len = 4)",
            .international:
                "31.95 50.0/33.3/25.0/25.0 (BP = 1.000 ratio = 2.000 hyp_len = 8 ref_len = 4)",
            .characters:
                "38.16 41.9/37.9/37.0/36.0 (BP = 1.000 ratio = 2.385 hyp_len = 31 ref_len = 13)",
            .none:
                "31.95 50.0/33.3/25.0/25.0 (BP = 1.000 ratio = 2.000 hyp_len = 8 ref_len = 4)",
        ],
        chrF: "90.03")

    static let emptyReference = LineSet(
        name: "emptyReference",
        hypotheses: ["words without reference"],
        references: [[""]],
        bleu: [
            .thirteenA:
                "0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 0.000 hyp_len = 3 ref_len = 0)"
        ],
        chrF: "0.00")
}
