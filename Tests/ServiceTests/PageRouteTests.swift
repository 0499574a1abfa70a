import Foundation
import HTTPTypes
import Testing

@Suite struct PageRouteTests {
    private static let scripts = [
        "alignment", "calls", "documents", "doubts", "inside", "languages", "output", "problems",
        "service", "tabs", "words",
    ]

    @Test func thePageAsksOnlyForWhatIsServed() async throws {
        let service = try ServiceUnderTest()
        let page = try await service.send(.get, "/").text
        var names = page.matches(of: /"assets\/([^"]+)"/).map { String($0.1) }
        for script in Self.scripts {
            let reply = try await service.send(.get, "/assets/\(script).js")
            #expect(reply.status == 200 && reply.text.hasPrefix("// "), "\(script)")
            names += reply.text.matches(of: /from "\.\/([^"]+)"/).map { String($0.1) }
        }
        #expect(Set(names).isSuperset(of: ["service.js", "words.js", "service.css", "icon.svg"]))
        for name in Set(names) {
            #expect(try await service.send(.get, "/assets/\(name)").status == 200, "\(name)")
        }
    }

    @Test(arguments: [
        ("/assets/service.js", "text/javascript; charset=utf-8"),
        ("/assets/palette.css", "text/css; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"), ("/", "text/html; charset=utf-8"),
    ])
    func whatABrowserHasIsNotSentAgain(path: String, type: String) async throws {
        let service = try ServiceUnderTest()
        let first = try await service.send(.get, path)
        #expect(first.status == 200 && first.headers[.contentType] == type)
        #expect(first.headers[.xContentTypeOptions] == "nosniff")
        #expect(first.headers[.cacheControl] == "no-cache")
        let tag = try #require(first.headers[.eTag])
        let again = try await service.send(.get, path, [.ifNoneMatch: tag])
        #expect(again.status == 304 && again.bytes.isEmpty && again.headers[.eTag] == tag)
        let other = try await service.send(.get, path, [.ifNoneMatch: "\"1\""])
        #expect(other.status == 200 && other.bytes == first.bytes)
    }

    @Test func filesHaveTagsOfTheirOwn() async throws {
        let service = try ServiceUnderTest()
        var tags: Set<String> = []
        for script in Self.scripts {
            let reply = try await service.send(.get, "/assets/\(script).js")
            tags.insert(try #require(reply.headers[.eTag]))
        }
        #expect(tags.count == Self.scripts.count)
    }

    @Test(arguments: [
        "/assets/other.js", "/assets/", "/assets/..%2Findex.html", "/assets/v1.json",
        "/assets/libretranslate.json",
    ])
    func otherFilesAreNotThere(path: String) async throws {
        let reply = try await ServiceUnderTest().send(.get, path)
        #expect(reply.status == 404 && reply.error != nil)
    }

    @Test func thePolicyAllowsWhatThisServiceHasAndNothingElse() async throws {
        let reply = try await ServiceUnderTest().send(.get, "/")
        let policy = try #require(reply.headers[.contentSecurityPolicy])
        let directives = policy.split(separator: ";").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(directives.first == ["default-src", "'none'"])
        for directive in directives {
            #expect(Set(directive.dropFirst()).isSubset(of: ["'none'", "'self'", "data:"]))
        }
        #expect(directives.contains(["frame-ancestors", "'none'"]))
        #expect(reply.headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer")
    }

    @Test func thePageNeedsNoStyleOrScriptOfItsOwn() async throws {
        let page = try await ServiceUnderTest().send(.get, "/").text
        // Its policy would stop them.
        #expect(!page.contains(" style=") && !page.contains("<style"))
        #expect(!page.contains(/\son[a-z]+=/) && !page.contains(/<script(?![^>]* src=)/))
        #expect(!page.contains(/(src|href)="(https?:)?\/\//))
    }

    @Test func anAddressOfTheInspectionIsReadAsAFormIs() async throws {
        let engine = FakeEngine()
        let service = try ServiceUnderTest(engine: engine)
        let path = "/v1/inspect?q=two+words%2B&source=en&target=pt-BR"
        let reply = try await service.send(.get, path)
        #expect(reply.status == 200)
        #expect(await engine.inspected == ["two words+"])
        #expect(reply.headers[.contentSecurityPolicy] == "frame-ancestors 'self'")
    }
}
