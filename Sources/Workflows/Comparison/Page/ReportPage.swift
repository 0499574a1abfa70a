import Figures

/// A page of results that stands by itself: sections of figures, with what they show, and tables.
struct ReportPage {
    /// A part of the page under a heading.
    struct Section {
        let html: String

        /// Nil where there is nothing in it.
        ///
        /// - Parameters:
        ///   - title: The heading.
        ///   - note: What is to be said of all of it; empty for nothing.
        ///   - figures: Pictures as SVG, and what they show.
        ///   - table: Numbers.
        init?(
            _ title: String, note: String = "", figures: [(svg: String, caption: String)] = [],
            table: ReportTable? = nil
        ) {
            guard table != nil || !figures.isEmpty else { return nil }
            var parts = ["<section>", "<h2>\(escaped(title))</h2>"]
            if !note.isEmpty { parts.append("<p class=\"note\">\(escaped(note))</p>") }
            if !figures.isEmpty {
                parts += ["<div class=\"figures\">"]
                parts += figures.map { Self.html($0.svg, $0.caption) }
                parts += ["</div>"]
            }
            if let table { parts.append(table.html) }
            html = (parts + ["</section>"]).joined(separator: "\n")
        }

        /// A section of texts side by side.
        ///
        /// - Parameters:
        ///   - title: The heading.
        ///   - note: What is to be said of all of it.
        ///   - texts: For each group of texts its title, and each text with what it is.
        init(
            _ title: String, note: String,
            texts: [(title: String, rows: [(label: String, text: String)])]
        ) {
            let groups = texts.map { group in
                let rows = group.rows.map { row in
                    """
                    <dt>\(escaped(row.label))</dt>
                    <dd dir="auto">\(escaped(row.text))</dd>
                    """
                }
                return """
                    <h3>\(escaped(group.title))</h3>
                    <dl>
                    \(rows.joined(separator: "\n"))
                    </dl>
                    """
            }
            html = """
                <section>
                <h2>\(escaped(title))</h2>
                <p class="note">\(escaped(note))</p>
                \(groups.joined(separator: "\n"))
                </section>
                """
        }

        private static func html(_ svg: String, _ caption: String) -> String {
            """
            <figure>
            \(svg)<figcaption>\(escaped(caption))</figcaption>
            </figure>
            """
        }
    }

    let title: String
    /// A few sentences on what was done.
    let lead: String
    let sections: [Section]
    /// What the page speaks of.
    let papers: [String]

    /// The page, as HTML 5 without scripts; it loads nothing.
    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
        <style>
        \(PageStyle.sheet)
        </style>
        </head>
        <body>
        <main>
        <h1>\(escaped(title))</h1>
        <p class="lead">\(escaped(lead))</p>
        \(sections.map(\.html).joined(separator: "\n"))
        <footer>
        <p>Papers</p>
        <ul>
        \(papers.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n"))
        </ul>
        </footer>
        </main>
        </body>
        </html>

        """
    }
}

extension ReportTable {
    /// The table as HTML; the best of a column is marked.
    var html: String {
        let head = header.map { "<th>\(escaped($0))</th>" }.joined()
        let body = zip(rows, isBest).map { row, best in
            let cells = zip(row, best).map { text, isBest in
                "<td\(isBest ? " class=\"best\"" : "")>\(escaped(text))</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        return """
            <div class="scroll"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }
}

private func escaped(_ text: String) -> String { SVGElement.escaped(text) }
