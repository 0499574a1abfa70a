import Basics
import Figures
import Foundation

/// An HTML page that is one file: what it shows is in it as data, and its script and its style are, too.
///
/// It asks nothing of any other place, and could not: its Content Security Policy allows one script, by
/// its hash, and pictures that are written in the page. Text comes into the page as data alone, and
/// the script writes it as text, so that no sentence can become a part of the program.
package struct SelfContainedPage: Sendable {
    /// The title of the window, as plain text.
    package var title: String
    /// The rules of style.
    package var style: String
    /// The script, which finds the data in the element `data`.
    package var script: String
    /// What is shown, as `PageData` writes it.
    package var data: String

    /// A page of its parts.
    package init(title: String, style: String, script: String, data: String) {
        precondition(!style.contains("</"), "SelfContainedPage: the style ends itself")
        precondition(
            !script.contains("</script") && !script.contains("<!--"),
            "SelfContainedPage: the script ends itself")
        self.title = title
        self.style = style
        self.script = script
        self.data = data
    }

    /// The page.
    package var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="generator" content="Calque">
        <link rel="icon" href="\(Self.icon)">
        <title>\(SVGElement.escaped(titleLine))</title>
        <style>\(style)</style>
        </head>
        <body>
        <noscript>This page draws what is in it with a script, which this browser does not run.</noscript>
        <script type="application/json" id="data">\(data)</script>
        <script type="module">\(script)</script>
        </body>
        </html>

        """
    }

    /// The title, in one line.
    private var titleLine: String {
        title.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// What the page may do: run its one script, style itself, and show pictures that are in it.
    private var policy: String {
        let hash = Data(SHA256.hash(script.utf8)).base64EncodedString()
        return [
            "default-src 'none'", "style-src 'unsafe-inline'", "script-src 'sha256-\(hash)'",
            "img-src data:", "base-uri 'none'", "form-action 'none'",
        ].joined(separator: "; ")
    }

    /// A small matrix. (In an address, `<`, `>` and `#` are `%3C`, `%3E` and `%23`.)
    private static let icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 3 3'%3E"
        + "%3Cpath fill='%23dfe4f5' d='M0 0h3v3H0z'/%3E"
        + "%3Cpath fill='%233f51c9' d='M0 0h1v1H0zM1 2h1v1H1z'/%3E"
        + "%3Cpath fill='%238c9ce8' d='M2 1h1v1H2zM1 1h1v1H1z'/%3E%3C/svg%3E"
}
