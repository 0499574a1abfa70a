import Basics
import Foundation
import HTTPTypes
import Service
import TestSupport
import Testing

@Suite struct RequestLimiterTests {
    @Test func theWindowMoves() {
        var limiter = RequestLimiter()
        let start = ContinuousClock.now
        func refusal(_ cost: Int, at seconds: Double) -> RequestLimiter.Refusal? {
            limiter.refusal("a", cost: cost, limit: 5, flood: nil, now: start + .seconds(seconds))
        }
        #expect(refusal(3, at: 0) == nil)
        #expect(refusal(2, at: 30) == nil)
        #expect(refusal(1, at: 31) == .tooMuch(retryAfterSeconds: 30))
        #expect(refusal(3, at: 60.5) == nil)
        #expect(refusal(1, at: 89) == .tooMuch(retryAfterSeconds: 2))
        #expect(refusal(2, at: 90.5) == nil)
        #expect(refusal(6, at: 500) == .tooMuch(retryAfterSeconds: 60))
    }

    @Test func clientsAreCountedApart() {
        var limiter = RequestLimiter()
        #expect(limiter.refusal("a", cost: 1, limit: 1, flood: nil) == nil)
        #expect(limiter.refusal("a", cost: 1, limit: 1, flood: nil) != nil)
        #expect(limiter.refusal("b", cost: 1, limit: 1, flood: nil) == nil)
    }

    @Test func whoDoesNotStopIsRefusedForAnHour() {
        var limiter = RequestLimiter()
        let start = ContinuousClock.now
        func refusal(_ seconds: Double) -> RequestLimiter.Refusal? {
            limiter.refusal("a", cost: 1, limit: 1, flood: 2, now: start + .seconds(seconds))
        }
        #expect(refusal(0) == nil)
        #expect(refusal(1) == .tooMuch(retryAfterSeconds: 60))
        #expect(refusal(2) == .tooMuch(retryAfterSeconds: 59))
        #expect(refusal(3) == .flood && refusal(300) == .flood)
        #expect(refusal(3602.5) == nil)
    }
}

@Suite struct AddressTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("192.0.2.128/25", "192.0.2.127", false), ("192.0.2.128/25", "192.0.2.200", true),
        ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
        ("fd00::/8", "fdab::1", true), ("fd00::/8", "fe00::1", false),
        ("::/0", "2001:db8::1", true), ("0.0.0.0/0", "::1", false),
        ("10.0.0.0/8", "::ffff:10.1.2.3", true),
    ])
    func rangesContain(range: String, address: String, isInside: Bool) throws {
        let range = try #require(AddressRange(parsing: range))
        #expect(range.contains(try #require(IPAddress(parsing: address))) == isInside)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/x", "10.0.0/8", "::/129", "a/b/c", "10.0.0.0/"])
    func refusesWhatIsNone(text: String) {
        #expect(AddressRange(parsing: text) == nil)
    }
}

@Suite struct LimitTests {
    private static let json = #"{"q":"a","source":"en","target":"pb"}"#

    @Test func anAddressIsToldToSlowDown() async throws {
        let service = try ServiceUnderTest { $0.limits.requests = 3 }
        let batch = #"{"q":["a","b"],"source":"en","target":"pb"}"#
        #expect(try await service.post("/translate", json: batch).status == 200)
        #expect(try await service.post("/translate", json: Self.json).status == 200)
        let reply = try await service.post("/detect", form: "q=a")
        #expect(reply.status == 429 && reply.error == "Slowdown: 3 per 1 minute")
        #expect(Int(reply.headers[.retryAfter] ?? "").map { (1...61).contains($0) } == true)
        #expect(try await service.send(.get, "/docs").status == 429)
        #expect(try await service.send(.get, "/download_file/x").status == 429)
        for path in ["/languages", "/health", "/frontend/settings", "/spec", "/metrics", "/"] {
            #expect(try await service.send(.get, path).status == 200, "\(path)")
        }
        let other = try await service.post("/translate", json: Self.json, from: "192.0.2.2")
        #expect(other.status == 200)
    }

    @Test func aNetworkOfVersionSixIsOneClient() async throws {
        let service = try ServiceUnderTest { $0.limits.requests = 1 }
        func status(_ address: String) async throws -> Int {
            try await service.post("/translate", json: Self.json, from: address).status
        }
        #expect(try await status("2001:db8:0:1::1") == 200)
        #expect(try await status("2001:db8:0:1:ffff::2") == 429)
        #expect(try await status("2001:db8:0:2::1") == 200)
    }

    @Test func whoGoesOnIsRefused() async throws {
        let service = try ServiceUnderTest {
            $0.limits.requests = 1
            $0.limits.flood = 1
        }
        let statuses = [200, 429, 403]
        for status in statuses {
            let reply = try await service.post("/translate", json: Self.json)
            #expect(reply.status == status)
            if status == 403 { #expect(reply.error == "Too many request limits violations") }
        }
    }

    @Test(arguments: [
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"), ("203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("203.0.113.9,10.0.0.2 , 10.0.0.3", "203.0.113.9"), ("nonsense", "10.0.0.1"),
        ("203.0.113.9, nonsense", "10.0.0.1"),
    ])
    func aTrustedProxySaysForWhomItAsks(header: String, client: String) async throws {
        let service = try ServiceUnderTest {
            $0.limits.requests = 1
            $0.network.trustedProxies = [try #require(AddressRange(parsing: "10.0.0.0/8"))]
        }
        let first = try await service.post("/translate", json: Self.json, from: client)
        #expect(first.status == 200)
        let name = try #require(HTTPField.Name("X-Forwarded-For"))
        let second = try await service.post(
            "/translate", json: Self.json, [name: header], from: "10.0.0.1")
        #expect(second.status == 429)
    }

    @Test func nobodyElseIsBelieved() async throws {
        let service = try ServiceUnderTest { $0.limits.requests = 1 }
        let name = try #require(HTTPField.Name("X-Forwarded-For"))
        for (number, status) in [(1, 200), (2, 429)] {
            let reply = try await service.post(
                "/translate", json: Self.json, [name: "203.0.113.\(number)"])
            #expect(reply.status == status)
        }
    }

    @Test func largeBodiesAreRefusedUnread() async throws {
        let service = try ServiceUnderTest { $0.limits.body = 2048 }
        let long = #"{"q":"\#(String(repeating: "a", count: 3000))"}"#
        let reply = try await service.post("/translate", json: long)
        #expect(reply.status == 413 && reply.headers[.connection] == "close")
        #expect(reply.error == "The request has more than 2048 bytes, which is the limit.")
        let announced = try await service.send(
            .post, "/detect", [.contentLength: "99999999999"])
        #expect(announced.status == 413)
    }
}

@Suite struct KeyTests {
    private static let json = #"{"q":"a","source":"en","target":"pb"}"#

    private static func hash(_ key: String) -> String {
        SHA256.hash(Array(key.utf8)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    private static func service(
        required: Bool = true, link: String? = nil, _ folder: TemporaryFolder
    ) throws -> ServiceUnderTest<FakeEngine> {
        try folder.write(
            lines: [
                "- name: editor", "  hash: \(hash("sesame"))", "  request-limit: 2",
                "  char-limit: 3", "- {name: chat, hash: \(hash("other").uppercased())}",
            ], to: "keys.yaml")
        return try ServiceUnderTest {
            $0.access.keys = folder.file("keys.yaml")
            $0.access.requiresKey = required
            $0.access.keyLink = link
            $0.limits.requests = 100
            $0.limits.characters = 10
        }
    }

    @Test func keysAreAskedFor() async throws {
        let folder = try TemporaryFolder()
        let service = try Self.service(folder)
        let none = try await service.post("/translate", json: Self.json)
        #expect(
            none.status == 400
                && none.error == "Please contact the server operator to get an API key")
        let wrong = try await service.post(
            "/translate", form: "q=a&source=en&target=pb&api_key=sesam")
        #expect(wrong.status == 403 && wrong.error == "Invalid API key")
        let right = try await service.post(
            "/translate", form: "q=a&source=en&target=pb&api_key=sesame")
        #expect(right.status == 200)
        let header = try await service.post(
            "/translate", json: Self.json, [.authorization: "Bearer other"])
        #expect(header.status == 200)
        #expect(try await service.send(.get, "/languages").status == 200)
        let linked = try await Self.service(link: "https://example.org/keys", folder)
            .post("/detect", form: "q=a")
        #expect(linked.error == "Visit https://example.org/keys to get an API key")
    }

    @Test func keysHaveLimitsOfTheirOwn() async throws {
        let folder = try TemporaryFolder()
        let service = try Self.service(required: false, folder)
        func post(_ query: String, _ key: String) async throws -> Reply {
            try await service.post(
                "/translate", form: "q=\(query)&source=en&target=pb&api_key=\(key)")
        }
        #expect(try await post("abcdef", "").status == 200)
        #expect(
            try await post("abcdef", "sesame").error
                == "Invalid request: request (6) exceeds text limit (3)")
        #expect(try await post("abc", "sesame").status == 200)
        #expect(try await post("abc", "sesame").error == "Slowdown: 2 per 1 minute")
        #expect(try await post("abcdef", "other").status == 200)
    }

    @Test func keysAreReadAgain() async throws {
        let folder = try TemporaryFolder()
        let service = try Self.service(folder)
        try folder.write(lines: ["- {name: new, hash: \(Self.hash("fresh"))}"], to: "keys.yaml")
        await service.service.reload()
        let form = "q=a&source=en&target=pb&api_key="
        #expect(try await service.post("/translate", form: form + "sesame").status == 403)
        #expect(try await service.post("/translate", form: form + "fresh").status == 200)
        try folder.write(lines: ["- {name: broken"], to: "keys.yaml")
        await service.service.reload()
        #expect(try await service.post("/translate", form: form + "fresh").status == 200)
        #expect(await service.engine.reloadCount == 2)
    }

    @Test(arguments: [
        ("- {name: a}", "Key 1: \"a\" has no hash: 64 hexadecimal digits, the SHA-256 of the key."),
        ("- {hash: b}", "Key 1: It has no name."), ("- x", "Key 1: It is no mapping."),
        ("a: b", "is not a list of keys."),
        ("- {nam: a}", "Key 1: \"nam\" is unknown. Its name may be \"name\"."),
    ])
    func filesOfKeysAreChecked(line: String, sentence: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(lines: [line], to: "keys.yaml")
        let error = #expect(throws: CalqueError.self) { try APIKeys(contentsOf: file) }
        #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
    }
}
