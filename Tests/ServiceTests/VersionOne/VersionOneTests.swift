import CalqueKit
import Foundation
import HTTPTypes
import Service
import Testing

/// An engine for routes: translates by capitals.
private struct CapitalEngine: TranslationEngine {
    var failure: (any Error)?
    var failsAfter: Int?

    var isReady: Bool { failure == nil }
    func reload() async {}
    func languages() async -> [ServedLanguage] {
        [
            ServedLanguage(
                code: "en", name: "English",
                targets: [.init(code: "en"), .init(code: "pt", via: "es")])
        ]
    }
    func detect(_ text: String) async -> [DetectedLanguage] {
        text.isEmpty ? [] : [DetectedLanguage(code: "en", confidence: 99.5)]
    }
    func translate(_ document: EngineDocument) async throws -> [UInt8] {
        throw EngineProblem.broken("")
    }
    func translate(_ request: EngineRequest) async throws -> EngineAnswer {
        if let failure, failsAfter == nil { throw failure }
        _ = try SearchOptions(request.options)
        var contents: [InlineContent]?
        if case .segments(let segments) = request.input { contents = segments }
        let translations = request.input.plain.enumerated().map { place, text in
            EngineTranslation(
                text: text.uppercased(),
                alternatives: (0..<request.alternatives).map { "\(text)\($0)" },
                segments: [
                    SegmentTranslation(
                        content: contents?[place] ?? InlineContent(text: text.uppercased()),
                        terms: request.glossary.map {
                            TermUse(
                                text: $0.term, wanted: [$0.translation], translation: nil,
                                outcome: .missing)
                        })
                ], warnings: [])
        }
        for (place, translation) in translations.enumerated() {
            if let failure, failsAfter == place { throw failure }
            request.onTranslation?(place, translation)
        }
        return EngineAnswer(
            source: request.source ?? "en", target: request.target,
            detected: request.source == nil
                ? DetectedLanguage(code: "en", confidence: 99.5) : nil, via: "es",
            translations: translations)
    }
    func continuations(
        of text: String, after beginning: String, from source: String?, into target: String,
        client: String, count: Int
    ) async throws -> [EngineContinuation] {
        (0..<count).map {
            EngineContinuation(word: "w\($0)", text: "\(beginning) w\($0)", score: -Double($0))
        }
    }
    func attention(
        of text: String, to translation: String?, from source: String, into target: String,
        client: String
    ) async throws -> AttentionMap {
        throw CalqueError("No model translates the whole way.", kind: .unsupported)
    }
    func inspectionPage(
        of text: String, from source: String, into target: String, client: String
    ) async throws -> String { "<!doctype html><p>\(text)" }

    func models() async -> [EngineModel] {
        [
            EngineModel(
                name: "m", pairs: [Service.LanguagePair(source: "en", target: "pt")], isLoaded: true
            )
        ]
    }
}

@Suite struct VersionOneTests {
    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "",
        type: String? = "application/json", accept: String? = nil,
        _ engine: CapitalEngine = CapitalEngine(),
        _ change: (inout ServiceConfiguration) -> Void = { _ in }
    ) async throws -> Reply {
        var headers: HTTPFields = [:]
        headers[.contentType] = type
        headers[.accept] = accept
        return try await ServiceUnderTest(engine: engine, change)
            .send(method, path, headers, body: body.utf8)
    }

    @Test func textsAreTranslatedWithWhatIsKnownOfThem() async throws {
        let answer = try await send(
            .post, "/v1/translate",
            #"{"texts":["a","b"],"target":"pt","alternatives":1,"alignment":true,"options":{"beam":2}}"#
        )
        #expect(answer.status == 200)
        let json = try answer.json
        #expect(json["detected"]?["code"] == "en" && json["via"] == "es" && json["target"] == "pt")
        guard case .array(let translations)? = json["translations"] else {
            Issue.record("no translations: \(answer.text)")
            return
        }
        #expect(translations.map { $0["text"] } == ["A", "B"])
        #expect(translations[0]["alternatives"] == ["a0"])
        guard case .array(let segments)? = translations[0]["segments"] else {
            Issue.record("no segments")
            return
        }
        #expect(segments[0]["alignment"] == .null)
    }

    @Test func termsAreToldOfEverySegment() async throws {
        let answer = try await send(
            .post, "/v1/translate",
            #"{"texts":["a"],"target":"pt","glossary":[{"term":"a","translation":"b"}]}"#)
        #expect(
            answer.text.contains(
                #""terms":[{"text":"a","wanted":["b"],"translation":null,"outcome":"missing"}]"#))
    }

    @Test func segmentsComeBackWithTheirCodes() async throws {
        let answer = try await send(
            .post, "/v1/translate",
            #"{"segments":[{"elements":[{"text":"a "},{"code":1,"role":"begin"},{"text":"b"},{"code":1,"role":"end"}]}],"target":"pt"}"#
        )
        #expect(answer.status == 200)
        #expect(answer.text.contains(#""elements":[{"text":"a "},{"code":1,"role":"begin"}"#))
    }

    @Test(arguments: [
        (#"{"texts":["a"]}"#, "The request has no target."),
        (#"{"target":"pt"}"#, "The request has no texts."),
        (#"{"texts":[],"target":"pt"}"#, "The request has no texts."),
        (#"{"texts":"a","target":"pt"}"#, "The request: texts is not an array."),
        (#"{"texts":[1],"target":"pt"}"#, "The request: texts is not an array of texts."),
        (#"{"texts":["a"],"target":3}"#, "The request: target is not a text."),
        (#"{"texts":["a"],"target":"pt","q":1}"#, #"an unknown field "q""#),
        (#"{"texts":["a"],"target":"pt","format":"xml"}"#, "format is not text or html"),
        (#"{"texts":["a"],"target":"pt","alternatives":11}"#, "alternatives is not a whole number"),
        (
            #"{"texts":["a"],"target":"pt","alternatives":1.5}"#,
            "alternatives is not a whole number"
        ),
        (#"{"texts":["a"],"target":"pt","alignment":"yes"}"#, "alignment is not true or false"),
        (
            #"{"texts":["a"],"target":"pt","prefix":["x","y"]}"#,
            "prefix is not a text, or one for each"
        ),
        (#"{"texts":["a"],"target":"pt","options":{"beem":1}}"#, "no option \"beem\""),
        (#"{"texts":["a"],"target":"pt","options":{"beam":33}}"#, "options.beam"),
        (
            #"{"texts":["a"],"target":"pt","options":{"minimum-length":1e7}}"#,
            "options.minimum-length"
        ),
        (
            #"{"texts":["a"],"target":"pt","options":{"maximum-length-ratio":"11"}}"#,
            "options.maximum-length-ratio"
        ),
        (#"{"texts":["a"],"target":"pt","api_key":5}"#, "api_key is not a text"),
        (#"{"texts":["a"],"target":"pt","options":[]}"#, "options is not an object"),
        (#"{"texts":["a"],"target":"pt","glossary":[{"term":"a"}]}"#, "has no translation"),
        (#"{"texts":["a"],"segments":[{"elements":[]}],"target":"pt"}"#, "texts and segments"),
        (#"{"segments":[{"elements":[{"code":1,"role":"begin"}]}],"target":"pt"}"#, "do not nest"),
        (#"{"segments":[{"elements":[{"code":1},{"code":1}]}],"target":"pt"}"#, "do not nest"),
        (
            #"{"segments":[{"elements":[{"role":"begin"}]}],"target":"pt"}"#,
            "An element has no text"
        ),
        ("[]", "The request is not a JSON object."), ("{", "The request is not JSON."),
        ("", "The request is not JSON."), ("nul", "The request is not JSON."),
    ])
    func whatIsWrongIsNamed(body: String, sentence: String) async throws {
        let answer = try await send(.post, "/v1/translate", body)
        #expect(answer.status == 400)
        #expect(answer.error?.contains(sentence) == true, "\(answer.text)")
    }

    @Test func limitsHold() async throws {
        func status(_ texts: String) async throws -> Int {
            try await send(
                .post, "/v1/translate", #"{"texts":\#(texts),"target":"pt"}"#
            ) {
                $0.limits.characters = 3
                $0.limits.batch = 2
                $0.limits.body = 60
            }.status
        }
        #expect(try await status(#"["ab","c"]"#) == 200)
        #expect(try await status(#"["ab","cd"]"#) == 400)
        #expect(try await status(#"["","",""]"#) == 400)
        #expect(try await status(#"["\#(String(repeating: "a", count: 60))"]"#) == 413)
    }

    @Test(arguments: [
        (EngineProblem.busy(retryAfterSeconds: 7), 429), (.broken("secret path"), 503),
        (.unknownLanguage("zz"), 400), (.noPair(source: "a", target: "b"), 400),
    ])
    func problemsHaveTheirStatus(problem: EngineProblem, status: Int) async throws {
        let answer = try await send(
            .post, "/v1/translate", #"{"texts":["a"],"target":"pt"}"#,
            CapitalEngine(failure: problem))
        #expect(answer.status == status && answer.error?.isEmpty == false)
        #expect(!answer.text.contains("secret"))
        #expect(answer.headers[.retryAfter] == (status == 429 ? "7" : nil))
    }

    @Test func anotherMediaTypeIsRefused() async throws {
        for type in ["text/plain", nil] {
            let answer = try await send(.post, "/v1/translate", "{}", type: type)
            #expect(answer.status == 415)
        }
    }

    @Test func aStreamHasAnEventForEveryTextAndOneAtTheEnd() async throws {
        let answer = try await send(
            .post, "/v1/translate", #"{"texts":["a","b"],"target":"pt"}"#,
            accept: "text/event-stream")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "text/event-stream")
        let events = answer.text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
        #expect(events.count == 3)
        #expect(events[0].hasPrefix("event: translation\ndata: {\"index\":0,\"text\":\"A\""))
        #expect(events[2].hasPrefix("event: done\ndata: {\"source\":\"en\""))
    }

    @Test func aStreamThatFailsAtOnceHasItsStatusAndLaterAnEvent() async throws {
        let body = #"{"texts":["a","b"],"target":"pt"}"#
        let early = try await send(
            .post, "/v1/translate", body, accept: "text/event-stream",
            CapitalEngine(failure: EngineProblem.busy(retryAfterSeconds: 1)))
        #expect(early.status == 429)
        let late = try await send(
            .post, "/v1/translate", body, accept: "text/event-stream",
            CapitalEngine(failure: EngineProblem.broken("secret"), failsAfter: 1))
        #expect(late.status == 200)
        #expect(
            late.text.contains("event: error\ndata: {\"error\":\"The model cannot be used. "))
        #expect(!late.text.contains("event: done"))
    }

    @Test func theOtherRoutesAnswer() async throws {
        let detect = try await send(.post, "/v1/detect", #"{"texts":["a",""]}"#)
        #expect(detect.text == "{\"detections\":[[{\"code\":\"en\",\"confidence\":99.5}],[]]}\n")
        let languages = try await send(.get, "/v1/languages", type: nil)
        #expect(languages.text.contains(#"{"code":"pt","via":"es"}"#))
        let models = try await send(.get, "/v1/models", type: nil)
        #expect(models.text.contains(#""pairs":[{"source":"en","target":"pt"}],"loaded":true"#))
        let next = try await send(
            .post, "/v1/continuations", #"{"text":"a","target":"pt","after":"x","count":2}"#)
        #expect(next.text.contains(#"{"word":"w1","text":"x w1","score":-1.0}"#))
        let attention = try await send(
            .post, "/v1/attention", #"{"text":"a","source":"en","target":"pt"}"#)
        #expect(attention.status == 400)
        #expect(try await send(.get, "/ready", type: nil).status == 200)
        let broken = CapitalEngine(failure: EngineProblem.broken(""))
        #expect(try await send(.get, "/ready", type: nil, broken).status == 503)
    }
}
