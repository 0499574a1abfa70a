import Dispatch
package import Foundation

/// The models that are in memory: loaded when they are first needed, put away when memory is short,
/// and replaced when their files changed.
package actor ModelStore {
    /// Reads the model of a folder; it blocks its thread.
    package typealias Loading = @Sendable (URL) throws -> LoadedModel

    private struct Slot {
        var model: LoadedModel?
        var loading: Task<LoadedModel, any Error>?
        /// Whether it could not be loaded at the last try.
        var isBroken = false
        /// When it was last asked for.
        var lastUse: UInt64 = 0
    }

    private let load: Loading
    private let memoryLimit: Int?
    private var slots: [URL: Slot] = [:]
    private var clock: UInt64 = 0

    /// - Parameters:
    ///   - memoryLimit: Bytes that the weights of models in memory may have in all; nil for no limit.
    ///   - load: Reads the model of a folder.
    init(memoryLimit: Int?, load: @escaping Loading) {
        self.memoryLimit = memoryLimit
        self.load = load
    }

    /// The model of a folder, which is loaded if it is not in memory. Who asks while it is being
    /// loaded waits for the same.
    ///
    /// - Throws: What loading throws.
    func model(of folder: URL) async throws -> LoadedModel {
        clock += 1
        slots[folder, default: Slot()].lastUse = clock
        if let model = slots[folder]?.model { return model }
        if let loading = slots[folder]?.loading { return try await loading.value }
        let loading = start(folder)
        slots[folder]?.loading = loading
        do {
            let model = try await loading.value
            keep(model, folder)
            return model
        } catch {
            slots[folder]?.loading = nil
            slots[folder]?.isBroken = true
            throw error
        }
    }

    /// Whether one of the folders has a model that can be used, as far as is known.
    func canServe(_ folders: [URL]) -> Bool {
        folders.contains { slots[$0]?.isBroken != true }
    }

    /// Whether the model of a folder is in memory.
    package func isLoaded(_ folder: URL) -> Bool { slots[folder]?.model != nil }

    /// Bytes of the weights of all models in memory.
    package var bytes: Int { slots.values.reduce(0) { $0 + ($1.model?.bytes ?? 0) } }

    /// Replaces models in memory whose files changed. Each is there until the new one is.
    ///
    /// - Returns: Why models could not be replaced, which then stay what they were.
    func reload() async -> [URL: any Error] {
        var problems: [URL: any Error] = [:]
        for folder in slots.keys {
            // What is being loaded may have been read before its files changed.
            if let loading = slots[folder]?.loading, let model = try? await loading.value {
                keep(model, folder)
            }
            guard let old = slots[folder]?.model, old.files != FolderState(of: folder) else {
                continue
            }
            do {
                keep(try await start(folder).value, folder)
            } catch {
                problems[folder] = error
            }
        }
        return problems
    }

    private func start(_ folder: URL) -> Task<LoadedModel, any Error> {
        Task { [load] in
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try load(folder) })
                }
            }
        }
    }

    private func keep(_ model: LoadedModel, _ folder: URL) {
        slots[folder]?.model = model
        slots[folder]?.loading = nil
        slots[folder]?.isBroken = false
        makeRoom(besides: folder)
    }

    /// Puts models away until the others fit, those first that were not used for the longest time.
    private func makeRoom(besides kept: URL) {
        guard let memoryLimit else { return }
        while bytes > memoryLimit {
            let others = slots.filter { $0.key != kept && $0.value.model != nil }
            guard let oldest = others.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
                return
            }
            // Who translates with it holds it until that is done.
            slots[oldest.key]?.model = nil
        }
    }
}
