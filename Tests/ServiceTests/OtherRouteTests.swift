import Foundation
import HTTPTypes
import Service
import TestSupport
import Testing

@Suite struct DetectRouteTests {
    @Test(arguments: [
        (
            "q=la+casa",
            #"[{"confidence":90.0,"language":"es"},{"confidence":8.0,"language":"pt-BR"},{"confidence":1.0,"language":"it"}]"#
        ),
        ("q=house", #"[{"confidence":97.0,"language":"en"}]"#),
        ("q=123", #"[{"confidence":0.0,"language":"en"}]"#),
        ("", #"{"error":"Invalid request: missing q parameter"}"#),
    ])
    func saysUpToThree(form: String, answer: String) async throws {
        #expect(try await ServiceUnderTest().post("/detect", form: form).text == answer + "\n")
    }
}

@Suite struct PlainRouteTests {
    @Test func languagesHaveThemselvesAsTargets() async throws {
        // libretranslatepy sends a body.
        let reply = try await ServiceUnderTest().send(
            .get, "/languages", [.contentType: "application/x-www-form-urlencoded"],
            body: "api_key=x".utf8)
        #expect(
            reply.text == """
                [{"code":"en","name":"English","targets":["en","pt-BR","zh-Hans"]},\
                {"code":"es","name":"Spanish","targets":["en","es"]},\
                {"code":"pt-BR","name":"Portuguese (Brazil)","targets":["en","es","pt-BR"]},\
                {"code":"zh-Hans","name":"Chinese","targets":["en","zh-Hans"]}]

                """)
    }

    @Test func settingsSayWhatIsAllowed() async throws {
        let reply = try await ServiceUnderTest { $0.limits.characters = 50 }
            .send(.get, "/frontend/settings")
        let json = try reply.json
        #expect(json["charLimit"] == 50 && json["frontendTimeout"] == 500)
        #expect(json["apiKeys"] == false && json["keyRequired"] == false)
        #expect(json["suggestions"] == false && json["filesTranslation"] == true)
        #expect(
            json["language"]?.text == """
                {"source":{"code":"auto","name":"Auto Detect"},"target":{"code":"en","name":"English"}}
                """)
        let unlimited = try await ServiceUnderTest().send(.get, "/frontend/settings").json
        #expect(unlimited["charLimit"] == -1)
    }

    @Test(arguments: [
        ("/health", "application/json"), ("/spec", "application/json"),
        ("/docs", "text/html; charset=utf-8"), ("/", "text/html; charset=utf-8"),
        ("/metrics", "text/plain; version=0.0.4; charset=utf-8"),
    ])
    func answers(path: String, type: String) async throws {
        let reply = try await ServiceUnderTest().send(.get, path)
        #expect(reply.status == 200 && reply.headers[.contentType] == type)
        #expect(!reply.bytes.isEmpty)
        let head = try await ServiceUnderTest().send(.head, path)
        #expect(head.status == 200 && head.bytes.isEmpty)
    }

    @Test(arguments: ["/", "/metrics"])
    func whatIsSwitchedOffIsNotThere(path: String) async throws {
        let service = try ServiceUnderTest {
            $0.features.hasPage = false
            $0.features.hasMetrics = false
        }
        #expect(try await service.send(.get, path).status == 404)
    }

    @Test func theDocumentHasEveryRouteAndNoOther() throws {
        let documented = Set(APIDescription.operations.map { "\($0.method) \($0.path)" })
        let routes = try ServiceUnderTest().service.routes.map { "\($0.method) \($0.path)" }
        #expect(documented == Set(routes.map { $0.replacing("**", with: "{name}") }))
    }

    @Test func theDocumentSaysWhatIsAllowed() async throws {
        let service = try ServiceUnderTest {
            $0.limits.characters = 50
            $0.limits.alternatives = 2
        }
        let schemas = try #require(
            try await service.send(.get, "/openapi.json").json["components"]?["schemas"])
        #expect(schemas["SourceLanguage"]?["enum"] == ["en", "es", "pt-BR", "zh-Hans"])
        #expect(schemas["SourceOrAuto"]?["enum"] == ["auto", "en", "es", "pt-BR", "zh-Hans"])
        #expect(schemas["TargetLanguage"]?["enum"] == ["en", "es", "pt-BR", "zh-Hans"])
        #expect(schemas["QueryText"]?["maxLength"] == 50)
        #expect(schemas["QueryTexts"]?["maxItems"] == nil)
        #expect(schemas["AlternativesInForm"]?["maximum"] == 2)
        #expect(schemas["AlternativesAsText"]?["enum"] == ["0", "1", "2"])
    }

    @Test func theDocumentRefersToWhatItHas() throws {
        let text = APIDescription.document.text
        let names = Set(text.matches(of: /"#\/components\/schemas\/(\w+)"/).map { String($0.1) })
        let schemas = APIDescription.document["components"]?["schemas"]?.members ?? []
        #expect(names.subtracting(schemas.map(\.name)).isEmpty)
    }

    @Test func thePageForPeopleExplainsEveryField() async throws {
        let page = try await ServiceUnderTest().send(.get, "/docs").text
        #expect(page.contains("<dt><code>alternatives</code></dt>"))
        #expect(page.contains("<dt><code>segments</code></dt>"))
        #expect(!page.contains("<dt><code>source</code></dt><dd></dd>"))
    }

    @Test func metricsWantTheirToken() async throws {
        let service = try ServiceUnderTest { $0.features.metricsToken = "opensesame" }
        let refused = try await service.send(.get, "/metrics")
        #expect(refused.status == 401 && refused.headers[.wwwAuthenticate] == "Bearer")
        let wrong = try await service.send(
            .get, "/metrics", [.authorization: "Bearer opensesamf"])
        #expect(wrong.status == 401)
        let right = try await service.send(
            .get, "/metrics", [.authorization: "bearer opensesame"])
        #expect(right.status == 200)
    }

    @Test func suggestionsAreKeptWhereTheyAreWanted() async throws {
        let form = "q=house&s=casa&source=en&target=es"
        let off = try await ServiceUnderTest().post("/suggest", form: form)
        #expect(off.status == 403 && off.error == "Suggestions are disabled on this server.")
        let folder = try TemporaryFolder()
        let service = try ServiceUnderTest { $0.features.suggestions = folder.file("s.jsonl") }
        #expect(try await service.post("/suggest", form: form).text == "{\"success\":true}\n")
        for (given, missing) in [
            ("", "q"), ("q=a", "s"), ("q=a&s=b", "source"), ("q=a&s=b&source=en", "target"),
        ] {
            let reply = try await service.post("/suggest", form: given)
            #expect(reply.error == "Invalid request: missing \(missing) parameter")
        }
        let line = try JSONValue(parsing: folder.text("s.jsonl").utf8)
        #expect(line["q"] == "house" && line["s"] == "casa" && line["target"] == "es")
    }
}

@Suite struct UnroutedTests {
    @Test(arguments: [
        (HTTPRequest.Method.get, "/translate", 405, "POST, OPTIONS"),
        (.post, "/languages", 405, "GET, HEAD, OPTIONS"),
        (.delete, "/download_file/x", 405, "GET, HEAD, OPTIONS"),
        (.get, "/nowhere", 404, ""), (.post, "/translate/more", 404, ""),
        (.options, "/translate", 200, "POST, OPTIONS"), (.options, "/nowhere", 404, ""),
    ])
    func isAnsweredInJSON(
        method: HTTPRequest.Method, path: String, status: Int, allow: String
    ) async throws {
        let reply = try await ServiceUnderTest().send(method, path)
        #expect(reply.status == status && (reply.headers[.allow] ?? "") == allow)
        #expect((reply.error == nil) == (status == 200))
        #expect(reply.headers[.accessControlAllowOrigin] == "*")
        #expect(reply.headers[.accessControlAllowHeaders] == "Authorization, Content-Type")
        #expect(reply.headers[.accessControlAllowMethods] == "GET, POST")
        #expect(reply.headers[.accessControlAllowCredentials] == "true")
        #expect(reply.headers[.accessControlMaxAge] == "1728000")
    }

    @Test func browsersAreToldToBeCareful() async throws {
        for path in ["/health", "/docs", "/nowhere"] {
            let reply = try await ServiceUnderTest().send(.get, path)
            let policy = try #require(reply.headers[.contentSecurityPolicy])
            #expect(
                policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(reply.headers[.xContentTypeOptions] == "nosniff")
            #expect(reply.headers[.server] == nil)
        }
    }
}

@Suite struct FileRouteTests {
    private static let languages = [
        FormPart(name: "source", content: "en"), FormPart(name: "target", content: "pb"),
    ]

    @Test(arguments: [
        ([], "The browser (or proxy) sent a request that this server could not understand."),
        (
            [FormPart(name: "file", fileName: "a.txt", content: "x")],
            "Invalid request: missing source parameter"
        ),
        (
            [
                FormPart(name: "file", fileName: "a.txt", content: "x"),
                FormPart(name: "source", content: "en"),
            ], "Invalid request: missing target parameter"
        ),
        (
            [FormPart(name: "file", fileName: "", content: "x")] + languages,
            "Invalid request: empty file"
        ),
        (
            [FormPart(name: "file", fileName: "a.txt", content: "")] + languages,
            "Invalid request: empty file"
        ),
        (
            [FormPart(name: "file", fileName: "a.exe", content: "x")] + languages,
            "Invalid request: file format not supported"
        ),
        (
            [FormPart(name: "file", fileName: "a.pdf", content: "x")] + languages,
            "Invalid request: file format not supported"
        ),
    ])
    func saysWhatIsWrong(parts: [FormPart], sentence: String) async throws {
        let reply = try await ServiceUnderTest().post("/translate_file", parts: parts)
        #expect(reply.status == 400 && reply.error == sentence)
    }

    @Test func canBeSwitchedOff() async throws {
        let service = try ServiceUnderTest { $0.features.translatesFiles = false }
        let upload = try await service.post("/translate_file", parts: [])
        #expect(
            upload.status == 403
                && upload.error == "Files translation are disabled on this server.")
        let download = try await service.send(.get, "/download_file/a.txt")
        #expect(
            download.status == 400
                && download.error == "Files translation are disabled on this server.")
    }

    @Test func givesATranslatedFile() async throws {
        let service = try ServiceUnderTest()
        let file = FormPart(name: "file", fileName: "../../my file.txt", content: "house")
        let reply = try await service.post("/translate_file", parts: [file] + Self.languages)
        guard case .string(let address)? = try reply.json["translatedFileUrl"] else {
            Issue.record("\(reply.text)")
            return
        }
        let pattern = /http:\/\/localhost:5000(\/download_file\/[0-9a-f-]{36}\.my_file\.txt)/
        let path = try #require(try pattern.wholeMatch(in: address)).1
        let download = try await service.send(.get, String(path))
        #expect(download.status == 200 && download.text == "pt-BR:house")
        #expect(
            download.headers[.contentDisposition] == "attachment; filename=\"my_file.txt\"")
    }

    @Test(arguments: [
        "../../etc/passwd", "..%2F..%2Fetc%2Fpasswd", "%2e%2e/x", "a/b", ".hidden", "a\\b", "a%00b",
    ])
    func noNameLeavesTheFolder(name: String) async throws {
        let reply = try await ServiceUnderTest().send(.get, "/download_file/\(name)")
        #expect(reply.status == 400 && reply.error == "Invalid filename")
    }

    @Test func whatIsNotKeptIsNotFound() async throws {
        let reply = try await ServiceUnderTest().send(.get, "/download_file/1234.a.txt")
        #expect(reply.status == 404 && reply.error != nil)
    }
}
