import Basics
import Foundation
import Pages
import Testing

struct SelfContainedPageTests {
    private let page = SelfContainedPage(
        title: #"</title><script>alert("1")</script> & more"#, style: InspectionPageResources.style,
        script: InspectionPageResources.script, data: #"{"a":1}"#)

    @Test func thePolicyAllowsTheScriptThatIsThere() throws {
        let html = page.html
        let script = try #require(html.firstMatch(of: /(?s)<script type="module">(.*?)<\/script>/))
        let hash = try #require(html.firstMatch(of: /script-src 'sha256-([A-Za-z0-9+\/=]+)'/))
        #expect(
            String(hash.output.1) == Data(SHA256.hash(script.output.1.utf8)).base64EncodedString())
        #expect(html.contains("default-src 'none'"))
        #expect(!html.contains("unsafe-eval") && !html.contains("script-src 'unsafe-inline'"))
    }

    @Test func thereAreTwoScriptsAndNoMore() {
        let html = page.html
        #expect(html.ranges(of: "<script").count == 2)
        #expect(html.ranges(of: "</script").count == 2)
        #expect(html.ranges(of: "<title>").count == 1 && html.ranges(of: "</title>").count == 1)
        #expect(html.contains("&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)"))
    }

    @Test func nothingIsOutsideThePage() {
        // Names of XML languages look like addresses and are none.
        let addresses = page.html.matches(of: /https?:[^'"\s)]*/).map { String($0.output) }
        #expect(addresses.allSatisfy { $0 == "http://www.w3.org/2000/svg" })
        for opening in ["@import", "url(", " src=", "fetch(", "XMLHttpRequest", "import("] {
            #expect(!page.html.contains(opening), "\(opening)")
        }
    }

    @Test func textIsNeverMarkup() {
        for opening in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            #expect(!page.script.contains(opening), "\(opening)")
        }
    }

    @Test func theDataIsWhereTheScriptLooksForIt() {
        #expect(page.html.contains(#"<script type="application/json" id="data">{"a":1}</script>"#))
        #expect(page.script.contains("getElementById('data')"))
    }
}
