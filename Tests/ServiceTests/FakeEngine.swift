import CalqueKit
import Foundation
import Service

/// An engine that translates by writing the target's code before a text, in no time, or as soon as it
/// is told to.
actor FakeEngine: TranslationEngine {
    static let served = [
        ServedLanguage(
            code: "en", name: "English",
            targets: [.init(code: "en"), .init(code: "pt-BR"), .init(code: "zh-Hans")]),
        ServedLanguage(
            code: "es", name: "Spanish", targets: [.init(code: "en"), .init(code: "es")]),
        ServedLanguage(
            code: "pt-BR", name: "Portuguese (Brazil)",
            targets: [.init(code: "en"), .init(code: "es", via: "en"), .init(code: "pt-BR")]),
        ServedLanguage(
            code: "zh-Hans", name: "Chinese", targets: [.init(code: "en"), .init(code: "zh-Hans")]),
    ]

    /// What every translation fails with.
    let failure: (any Error)?
    private var isOpen: Bool
    private(set) var requests: [EngineRequest] = []
    private(set) var documents: [EngineDocument] = []
    private(set) var cancelledCount = 0
    private(set) var reloadCount = 0
    /// The texts whose inspection was asked for.
    private(set) var inspected: [String] = []

    /// - Parameter isOpen: Whether it answers before it is told to.
    init(failure: (any Error)? = nil, isOpen: Bool = true) {
        self.failure = failure
        self.isOpen = isOpen
    }

    var isReady: Bool { true }

    func languages() -> [ServedLanguage] { Self.served }

    func reload() { reloadCount += 1 }

    func detect(_ text: String) -> [DetectedLanguage] {
        if text.contains("casa") {
            return [
                DetectedLanguage(code: "es", confidence: 90),
                DetectedLanguage(code: "pt-BR", confidence: 8),
                DetectedLanguage(code: "it", confidence: 1),
                DetectedLanguage(code: "ro", confidence: 1),
            ]
        }
        return text.contains("house") ? [DetectedLanguage(code: "en", confidence: 97.4)] : []
    }

    func translate(_ request: EngineRequest) async throws -> EngineAnswer {
        requests.append(request)
        try await pass()
        let detected =
            request.source == nil
            ? detect(request.input.plain.joined()).first
                ?? DetectedLanguage(code: "en", confidence: 0) : nil
        let source = request.source ?? detected?.code ?? "en"
        if source != request.target, let served = Self.served.first(where: { $0.code == source }),
            !served.targets.contains(where: { $0.code == request.target })
        {
            throw EngineProblem.noPair(source: source, target: request.target)
        }
        return EngineAnswer(
            source: source, target: request.target, detected: detected,
            translations: request.input.plain.map { text in
                EngineTranslation(
                    text: source == request.target ? text : "\(request.target):\(text)",
                    alternatives: Array(["other", "third"].prefix(request.alternatives)))
            })
    }

    func translate(_ document: EngineDocument) async throws -> [UInt8] {
        documents.append(document)
        try await pass()
        return Array("\(document.target):".utf8) + document.bytes
    }

    /// Answers everything that waits and everything that comes.
    func open() {
        isOpen = true
    }

    /// Waits until so many requests have come.
    func hasReceived(_ count: Int) async throws {
        while requests.count < count { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// Waits until so many requests were cancelled.
    func hasCancelled(_ count: Int) async throws {
        while cancelledCount < count { try await Task.sleep(for: .milliseconds(2)) }
    }

    private func pass() async throws {
        if let failure { throw failure }
        while !isOpen {
            do {
                try await Task.sleep(for: .milliseconds(2))
            } catch {
                cancelledCount += 1
                throw error
            }
        }
    }
}

extension FakeEngine {
    func continuations(
        of text: String, after beginning: String, from source: String?, into target: String,
        client: String, count: Int
    ) async throws -> [EngineContinuation] { [] }

    func attention(
        of text: String, to translation: String?, from source: String, into target: String,
        client: String
    ) async throws -> AttentionMap { throw EngineProblem.broken("") }

    func inspectionPage(
        of text: String, from source: String, into target: String, client: String
    ) async throws -> String {
        inspected.append(text)
        return "<!doctype html>"
    }

    func models() async -> [EngineModel] { [] }
}
