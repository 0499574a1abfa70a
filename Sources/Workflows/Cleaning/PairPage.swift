import Figures
import Foundation
import Text

/// A page about parallel text that stands by itself: sections, and pairs as examples. It is HTML 5
/// without scripts, and loads nothing.
enum PairPage {
    /// The page.
    ///
    /// - Parameters:
    ///   - title: The heading.
    ///   - lead: A few sentences on what was done.
    ///   - sections: What follows, as HTML; empty ones are left out.
    static func html(title: String, lead: String, _ sections: [String]) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
        <style>
        \(PageStyle.sheet)
        \(style)
        </style>
        </head>
        <body>
        <main>
        <h1>\(escaped(title))</h1>
        <p class="lead">\(escaped(lead))</p>
        \(sections.filter { !$0.isEmpty }.joined(separator: "\n"))
        </main>
        </body>
        </html>

        """
    }

    private static let style = """
        .pairs td { white-space: normal; text-align: left; font-weight: 400; vertical-align: top; }
        .pairs td:first-child, .pairs th:first-child { white-space: nowrap; font-weight: 400;
            color: var(--muted); }
        .pairs td { overflow-wrap: anywhere; min-width: 9rem; }
        .pairs td:first-child, .pairs td:last-child { min-width: 0; }
        .pairs th { text-align: left; }
        .pairs td:last-child, .pairs th:last-child { text-align: right; white-space: nowrap; }
        summary { cursor: pointer; font-weight: 600; padding: 8px 0; }
        summary span { color: var(--muted); font-weight: 400; }
        """

    /// A part of the page under a heading.
    ///
    /// - Parameters:
    ///   - title: The heading.
    ///   - note: What is to be said of it; empty for nothing.
    ///   - content: What is in it, as HTML.
    static func section(_ title: String, note: String, _ content: String) -> String {
        let note = note.isEmpty ? "" : "<p class=\"note\">\(escaped(note))</p>\n"
        return "<section>\n<h2>\(escaped(title))</h2>\n\(note)\(content)\n</section>"
    }

    /// Pairs, as a table.
    ///
    /// - Parameters:
    ///   - examples: The pairs.
    ///   - measure: What was measured of them.
    static func table(of examples: [CleaningReport.Example], measure: String) -> String {
        let rows = examples.map { example in
            let cells = [
                URL(fileURLWithPath: example.name).lastPathComponent + ":\(example.line)",
                example.source ?? "(unreadable)", example.target ?? "(unreadable)",
                example.measure.map(NumberText.short) ?? "",
            ]
            let row = cells.map { "<td>\(escaped(visible($0)))</td>" }.joined()
            return "<tr>\(row)</tr>"
        }
        return """
            <div class="scroll pairs"><table>
            <thead><tr><th>Line</th><th>Source</th><th>Target</th>\
            <th>\(escaped(measure))</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }

    /// A text whose control characters can be seen.
    private static func visible(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.value < 0x20 ? Unicode.Scalar(0x2400 + $0.value) ?? "\u{FFFD}" : $0
                }))
    }
}

private func escaped(_ text: String) -> String { SVGElement.escaped(text) }
