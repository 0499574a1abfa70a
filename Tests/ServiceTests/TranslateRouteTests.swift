import Service
import Testing

@Suite struct TranslateRouteTests {
    @Test(arguments: [
        (#"{"q":"house","source":"en","target":"pt-BR"}"#, #"{"translatedText":"pt-BR:house"}"#),
        (
            #"{"q":["a","b"],"source":"en","target":"pb"}"#,
            #"{"translatedText":["pt-BR:a","pt-BR:b"]}"#
        ),
        (
            #"{"q":"la casa","source":"auto","target":"en"}"#,
            #"{"detectedLanguage":{"confidence":90.0,"language":"es"},"translatedText":"en:la casa"}"#
        ),
        (
            #"{"q":["la","casa"],"source":"AUTO","target":"EN"}"#,
            #"{"detectedLanguage":[{"confidence":90.0,"language":"es"},{"confidence":90.0,"language":"es"}],"translatedText":["en:la","en:casa"]}"#
        ),
        (
            #"{"q":"a","source":"en","target":"PT-br","alternatives":5}"#,
            #"{"alternatives":["other","third"],"translatedText":"pt-BR:a"}"#
        ),
        (
            #"{"q":["a"],"source":"en","target":"zh","alternatives":"3"}"#,
            #"{"alternatives":[["other","third"]],"translatedText":["zh-Hans:a"]}"#
        ),
        (
            #"{"q":"<b>a</b>","source":"en","target":"zh","alternatives":3,"format":"html"}"#,
            #"{"alternatives":[],"translatedText":"zh-Hans:<b>a</b>"}"#
        ),
        (#"{"q":"😀 ❤️","source":"en","target":"pt"}"#, #"{"error":"pt is not supported"}"#),
        (#"{"q":"house","source":"en","target":"en"}"#, #"{"translatedText":"house"}"#),
        (#"{"q":"1","source":"en","target":"pb"}"#, #"{"translatedText":"pt-BR:1"}"#),
        (
            #"{"q":"a\r\nb","source":"en","target":"pb","alternatives":-4}"#,
            #"{"translatedText":"pt-BR:a\r\nb"}"#
        ),
        (
            #"{"q":"a","source":"en","target":"pb","alternatives":"-99999999999999999999"}"#,
            #"{"translatedText":"pt-BR:a"}"#
        ),
        (
            #"{"q":"a","source":"en","target":"pb","alternatives":0.5,"format":null}"#,
            #"{"translatedText":"pt-BR:a"}"#
        ),
    ])
    func answersAsLibreTranslateDoes(request: String, answer: String) async throws {
        let reply = try await ServiceUnderTest().post("/translate", json: request)
        #expect(reply.text == answer + "\n")
    }

    @Test(arguments: [
        (#"{"q":"😀 ❤️","source":"en","target":"pt"}"#, #"{"translatedText":"😀 ❤️"}"#),
        (#"{"q":"🅰️ 1️⃣","source":"en","target":"pt"}"#, #"{"translatedText":"🅰️ 1️⃣"}"#),
        (#"{"q":["😀","a"],"source":"en","target":"pt"}"#, #"{"translatedText":["😀","b"]}"#),
        (
            #"{"q":"😀","source":"auto","target":"pt"}"#,
            #"{"detectedLanguage":{"confidence":0.0,"language":"en"},"translatedText":"😀"}"#
        ),
    ])
    func emojiNeedNoTranslation(request: String, answer: String) async throws {
        let under = try EngineUnderTest()
        try under.folder.write("b".utf8, to: "en-pt/says")
        let reply = try await ServiceUnderTest(engine: under.engine)
            .post("/translate", json: request)
        #expect(reply.text == answer + "\n")
    }

    @Test(arguments: [
        (#"{}"#, "Invalid request: missing q parameter"),
        (#"{"q":""}"#, "Invalid request: missing q parameter"),
        (#"{"q":[],"source":"en"}"#, "Invalid request: missing q parameter"),
        (#"{"q":null}"#, "Invalid request: missing q parameter"),
        (#"{"q":"a"}"#, "Invalid request: missing source parameter"),
        (#"{"q":"a","target":"en"}"#, "Invalid request: missing source parameter"),
        (#"{"q":"a","source":"en","target":""}"#, "Invalid request: missing target parameter"),
        (#"[]"#, "Invalid JSON format"),
        (#""q""#, "Invalid JSON format"),
        (
            #"{"q":"#,
            "The browser (or proxy) sent a request that this server could not understand."
        ),
        ("", "The browser (or proxy) sent a request that this server could not understand."),
        (
            #"{"q":"a","source":"zz","target":"zz","alternatives":"x"}"#,
            "Invalid request: alternatives parameter is not a number"
        ),
        (
            #"{"q":"a","source":"zz","target":"en","alternatives":[1]}"#,
            "Invalid request: alternatives parameter is not a number"
        ),
        (
            #"{"q":"a","source":"en","target":"es","alternatives":"99999999999999999999"}"#,
            "Invalid request: alternatives parameter must be <= 10"
        ),
        (
            #"{"q":"a","source":"en","target":"es","api_key":5}"#,
            "Invalid request: api_key parameter is not a string"
        ),
        (
            #"{"q":["a","b","c","d"],"source":"zz","target":"en","alternatives":11}"#,
            "Invalid request: alternatives parameter must be <= 10"
        ),
        (
            #"{"q":["abcdefghijk","b","c","d"],"source":"zz","target":"en"}"#,
            "Invalid request: request (4) exceeds text limit (3)"
        ),
        (
            #"{"q":["a","abcdefghijk"],"source":"zz","target":"en"}"#,
            "Invalid request: request (11) exceeds text limit (10)"
        ),
        (#"{"q":"a","source":"zz","target":"yy","format":"xml"}"#, "zz is not supported"),
        (#"{"q":"a","source":"en","target":"yy","format":"xml"}"#, "yy is not supported"),
        (#"{"q":"a","source":"en","target":"auto"}"#, "auto is not supported"),
        (
            #"{"q":"a","source":"en","target":"es","format":"xml"}"#,
            "xml format is not supported"
        ),
        (
            #"{"q":"a","source":"en","target":"es"}"#,
            "Spanish (es) is not available as a target language from English (en)"
        ),
        (
            #"{"q":"house","source":"auto","target":"es"}"#,
            "Spanish (es) is not available as a target language from English (en)"
        ),
        (
            #"{"q":5,"source":"en","target":"es"}"#,
            "Invalid request: q parameter is not a string or a list of strings"
        ),
        (
            #"{"q":["a",5],"source":"en","target":"es"}"#,
            "Invalid request: q parameter is not a string or a list of strings"
        ),
        (
            #"{"q":"a","source":["en"],"target":"es"}"#,
            "Invalid request: source parameter is not a string"
        ),
        (
            #"{"q":"a","source":"en","target":"pb","format":1}"#,
            "Invalid request: format parameter is not a string"
        ),
    ])
    func saysWhatIsWrongInLibreTranslatesOrder(request: String, sentence: String) async throws {
        let service = try ServiceUnderTest {
            $0.limits.batch = 3
            $0.limits.characters = 10
        }
        let reply = try await service.post("/translate", json: request)
        #expect(reply.status == 400 && reply.error == sentence)
        #expect(reply.headers[.accessControlAllowOrigin] == "*")
    }

    @Test func countsCharactersAsCodePoints() async throws {
        let service = try ServiceUnderTest { $0.limits.characters = 4 }
        let json = #"{"q":"e\u0301e\u0301","source":"en","target":"pb"}"#
        #expect(try await service.post("/translate", json: json).status == 200)
        let longer = #"{"q":"e\u0301e\u0301e","source":"en","target":"pb"}"#
        #expect(
            try await service.post("/translate", json: longer).error
                == "Invalid request: request (5) exceeds text limit (4)")
    }

    @Test func takesQueriesFormsAndParts() async throws {
        let service = try ServiceUnderTest()
        let expected = "{\"translatedText\":\"pt-BR:é a+b\"}\n"
        let query = "q=%C3%A9+a%2Bb&source=en&target=pb"
        #expect(try await service.send(.post, "/translate?\(query)").text == expected)
        #expect(try await service.post("/translate", form: query + "&q=second").text == expected)
        let parts = [
            FormPart(name: "q", content: "é a+b"), FormPart(name: "q", content: "second"),
            FormPart(name: "source", content: "en"), FormPart(name: "target", content: "pb"),
        ]
        #expect(try await service.post("/translate", parts: parts).text == expected)
        let mixed = try await service.post("/translate?q=first&source=en", form: "q=form&target=pb")
        #expect(mixed.text == "{\"translatedText\":\"pt-BR:first\"}\n")
    }

    @Test func readsJSONOnlyWhereContentTypeSaysSo() async throws {
        let service = try ServiceUnderTest()
        let json = #"{"q":"a","source":"en","target":"pb"}"#
        let plain = try await service.send(
            .post, "/translate", [.contentType: "text/plain"], body: json.utf8)
        #expect(plain.error == "Invalid request: missing q parameter")
        let other = try await service.send(
            .post, "/translate", [.contentType: "application/vnd.x+json; charset=utf-8"],
            body: json.utf8)
        #expect(other.status == 200)
    }

    @Test func formsHaveLineFeeds() async throws {
        let reply = try await ServiceUnderTest().post(
            "/translate", form: "q=a%0D%0Ab%0Dc%0A&source=en&target=pb")
        #expect(reply.text == "{\"translatedText\":\"pt-BR:a\\nb\\nc\\n\"}\n")
    }

    @Test(arguments: [
        (
            EngineProblem.busy(retryAfterSeconds: 7), 429,
            "Slowdown: too many texts wait to be translated"
        ),
        (.broken("secret"), 503, "The model cannot be used. The server's log says why."),
        (.unknownLanguage("xx"), 400, "xx is not supported"),
    ])
    func tellsWhyTheEngineDoesNot(
        problem: EngineProblem, status: Int, sentence: String
    ) async throws {
        let service = try ServiceUnderTest(engine: FakeEngine(failure: problem))
        let reply = try await service.post(
            "/translate", json: #"{"q":"a","source":"en","target":"pb"}"#)
        #expect(reply.status == status && reply.error == sentence)
        if case .busy = problem { #expect(reply.headers[.retryAfter] == "7") }
        #expect(service.log.text.contains("secret") == (problem == .broken("secret")))
    }

    @Test func unknownErrorsAreToldInTheLogOnly() async throws {
        struct Unforeseen: Error { let detail = "hidden detail" }
        let service = try ServiceUnderTest(engine: FakeEngine(failure: Unforeseen()))
        let reply = try await service.post(
            "/translate", json: #"{"q":"a","source":"en","target":"pb"}"#)
        #expect(reply.status == 500)
        #expect(reply.error == "The server failed. Its log says why.")
        #expect(service.log.text.contains("hidden detail"))
    }

    @Test func aTranslationThatTakesTooLongIsEnded() async throws {
        let engine = FakeEngine(isOpen: false)
        let service = try ServiceUnderTest(engine: engine) { $0.limits.deadline = 1 }
        let reply = try await service.post(
            "/translate", json: #"{"q":"a","source":"en","target":"pb"}"#)
        #expect(reply.status == 504)
        #expect(
            reply.error == "The translation took too long. Try again later, or with less text.")
        #expect(await engine.cancelledCount == 1)
    }

    @Test func whatIsTranslatedIsNotLogged() async throws {
        let service = try ServiceUnderTest { $0.logging.level = .trace }
        _ = try await service.post(
            "/translate?q=queryword",
            json: #"{"q":"secretword","source":"en","target":"pb","api_key":"keyword"}"#)
        _ = try await service.send(.get, "/nowhere/pathword?q=queryword")
        let log = service.log.text
        #expect(log.contains("route=/translate") && log.contains("request=42"))
        for word in ["secretword", "queryword", "keyword", "pathword", "192.0.2.1"] {
            #expect(!log.contains(word), "\(word)")
        }
    }
}
