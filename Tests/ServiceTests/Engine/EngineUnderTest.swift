import CalqueKit
import Foundation
import Models
import Service
import Tensors
import TestSupport
import Text
import Translation

/// A gate at which batches of models wait until it is opened.
final class BatchGate: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen: Bool
    private var arrived = 0

    init(isOpen: Bool = true) { self.isOpen = isOpen }

    /// Waits at the gate; it blocks its thread, as batches do.
    func pass() {
        condition.lock()
        arrived += 1
        condition.broadcast()
        while !isOpen { condition.wait() }
        condition.unlock()
    }

    func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }

    func close() { condition.withLock { isOpen = false } }

    /// How many batches have come.
    var count: Int { condition.withLock { arrived } }

    /// Waits until so many batches have come.
    func hasSeen(_ count: Int) async throws {
        while self.count < count { try await Task.sleep(for: .milliseconds(2)) }
    }
}

/// An engine whose models repeat what they are given, so that answers are known; or say something of
/// their own.
struct EngineUnderTest {
    let engine: ServiceEngine
    let folder: TemporaryFolder
    let gate: BatchGate
    private let metrics = PrometheusRegistry()
    /// How often a model was loaded, in all.
    let loads = Counter()

    /// - Parameters:
    ///   - pairs: The pairs of languages, each with a model.
    ///   - gate: Where batches wait.
    ///   - change: Changes the configuration.
    init(
        _ pairs: [String] = ["en-pt"], gate: BatchGate = BatchGate(),
        _ change: (inout ServiceConfiguration) -> Void = { _ in }
    ) throws {
        let folder = try TemporaryFolder()
        var configuration = ServiceConfiguration()
        configuration.models = try pairs.map { pair in
            try folder.write([1], to: "\(pair)/model.bin")
            return ServedModel(
                pair: Service.LanguagePair(parsing: pair), folder: folder.file(pair))
        }
        configuration.workers = 2
        change(&configuration)
        let loads = loads
        engine = try ServiceEngine(configuration, metrics: metrics) { url in
            loads.next()
            return try Self.load(url, gate)
        }
        self.folder = folder
        self.gate = gate
    }

    /// A model that repeats, or that says what the file `says` in its folder says.
    private static func load(_ url: URL, _ gate: BatchGate) throws -> LoadedModel {
        let files = FolderState(of: url)
        let says = try? String(contentsOf: url.appendingPathComponent("says"), encoding: .utf8)
        if says == "nothing" { throw CocoaError(.fileReadCorruptFile) }
        let tokenizer = try characterTokenizer()
        var model =
            says.map {
                ToyModel.saying(
                    tokenizer.target.encode($0).dropLast(), tokenizer.target.vocabulary)
            } ?? ToyModel.copying(tokenizer.target.vocabulary)
        model.maximumLength = 1000
        model.willEncode = { _ in gate.pass() }
        return LoadedModel(
            Translator(
                model, tokenizer, on: WorkerPool(count: 2, precision: .float32)),
            bytes: 100, files: files)
    }

    /// How often the cache had an answer.
    var cacheHits: Int {
        let line = metrics.text.firstMatch(of: /calque_cache_hits_total (\d+)/)
        return line.flatMap { Int($0.1) } ?? 0
    }

    /// Translates texts.
    func translate(
        _ texts: [String], _ source: String? = "en", _ target: String = "pt",
        client: String = "", _ change: (inout EngineRequest) -> Void = { _ in }
    ) async throws -> EngineAnswer {
        var request = EngineRequest(texts, from: source, into: target)
        request.client = client
        change(&request)
        return try await engine.translate(request)
    }
}
