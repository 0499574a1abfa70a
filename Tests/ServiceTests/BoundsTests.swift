import CalqueKit
import Foundation
import HTTPTypes
import Service
import TestSupport
import Testing

/// What nobody may take too much of.
@Suite struct BoundsTests {
    private static let stream: HTTPFields = [.accept: "text/event-stream"]
    private static let json = #"{"texts":["a"],"source":"en","target":"pt-BR"}"#

    @Test func aStreamWhoseTimeIsUpSaysSo() async throws {
        let under = try ServiceUnderTest(engine: FakeEngine(isOpen: false)) {
            $0.limits.deadline = 1
        }
        let reply = try await under.post("/v1/translate", json: Self.json, Self.stream)
        #expect(reply.status == 504 && reply.error?.isEmpty == false)
        #expect(await under.engine.cancelledCount == 1)
    }

    @Test func whatCannotBeReadCountsAsARequest() async throws {
        let under = try ServiceUnderTest { $0.limits.requests = 1 }
        #expect(try await under.post("/v1/translate", json: "{").status == 400)
        #expect(try await under.post("/v1/translate", json: "{").status == 429)
    }

    @Test func aDocumentWithALongNameCanBeFetched() async throws {
        let under = try ServiceUnderTest()
        let reply = try await under.post(
            "/translate_file",
            parts: [
                FormPart(
                    name: "file", fileName: String(repeating: "a", count: 300) + ".txt",
                    content: "hello"), FormPart(name: "source", content: "en"),
                FormPart(name: "target", content: "pt-BR"),
            ])
        guard case .string(let address)? = try reply.json["translatedFileUrl"] else {
            Issue.record("no address: \(reply.text)")
            return
        }
        let path = try #require(URL(string: address)?.path)
        #expect(try await under.send(.get, path).text == "pt-BR:hello")
    }

    @Test func whatIsInTheCacheCanBeCancelledToo() async throws {
        let under = try EngineUnderTest()
        _ = try await under.translate(["a dog"])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await under.translate(["a dog"])
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(.timeLimit(.minutes(1)))
    func aDocumentsTimeGrowsWithItsLengthAlone() async throws {
        let under = try EngineUnderTest()
        _ = try await under.translate(["ab"])
        let text = String(repeating: "ab\n\n", count: 10_000)
        let format = try #require(DocumentFormat.of(fileName: "a.txt"))
        let answer = try await under.engine.translate(
            EngineDocument(
                Array(text.utf8), name: "a.txt", format: format, from: "en", into: "pt"))
        #expect(answer == Array(text.utf8))
    }

    @Test func aPDFIsRefusedWhateverItsName() async throws {
        let under = try EngineUnderTest()
        let format = try #require(DocumentFormat.of(fileName: "a.txt"))
        await #expect(throws: CalqueError.self) {
            try await under.engine.translate(
                EngineDocument(
                    Array("%PDF-1.4 a".utf8), name: "a.txt", format: format, from: "en",
                    into: "pt"))
        }
    }

    @Test func anEngineWhoseModelsAreBrokenIsNotReady() async throws {
        let under = try EngineUnderTest()
        #expect(await under.engine.isReady)
        try under.folder.write("nothing".utf8, to: "en-pt/says")
        await under.engine.warmUp()
        #expect(await !under.engine.isReady)
        try under.folder.write("b".utf8, to: "en-pt/says")
        _ = try await under.translate(["a"])
        #expect(await under.engine.isReady)
    }

    @Test func canonicallyEquivalentTextsAreDifferentInTheCache() {
        let cache = TranslationCache(capacity: 1 << 20)
        func key(_ text: String) -> TranslationCache.Key {
            .init(
                text: text, models: [], languageTokens: [], options: .init(), prefix: "")
        }
        cache.keep(SegmentTranslation(content: InlineContent(text: "b")), for: key("caf\u{E9}"))
        #expect(cache.translation(for: key("cafe\u{301}")) == nil)
        #expect(cache.translation(for: key("caf\u{E9}")) != nil)
    }

    @Test func oneClientLeavesRoomToOthers() async throws {
        let queue = TurnQueue(.init(workers: 1, waitingSegments: 8, waitingCharacters: 1000))
        let load = TurnQueue.Load(segments: 1, characters: 1)
        func enter(_ client: String) -> Task<Void, any Error> {
            Task {
                try await queue.enter(load, of: client) { _ in
                    try await Task.sleep(for: .seconds(60))
                }
            }
        }
        let open = (0..<6).map { _ in enter("many") }
        while queue.open.segments < 6 { try await Task.sleep(for: .milliseconds(1)) }
        await #expect(throws: EngineProblem.self) { try await enter("many").value }
        let other = enter("one")
        while queue.open.segments < 7 { try await Task.sleep(for: .milliseconds(1)) }
        for task in open + [other] { task.cancel() }
        for task in open + [other] { _ = await task.result }
        #expect(queue.open == .init())
    }

    @Test func aDocumentCountsNoMoreThanWaitsOfItAtATime() async throws {
        let queue = TurnQueue(
            .init(workers: 500, waitingSegments: 1000, waitingCharacters: 1 << 20))
        try await queue.enter(.init(segments: 1_000_000, characters: 1_000_000), of: "a") { _ in
            try await queue.enter(.init(segments: 1, characters: 1), of: "b") { _ in }
        }
    }
}
