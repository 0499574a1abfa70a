public import CCalque
import CalqueKit
import Foundation

/// See `calque_version` in calque.h.
@_cdecl("calque_version")
public func version() -> UnsafePointer<CChar>? { versionText[0].bytes }

private let versionText = CTexts([CalqueVersion.number])

/// A translator as C holds it.
final class CTranslator: Sendable {
    let translator: Translator
    /// What the model's folder says of the search.
    let defaults: SearchOptions
    private static let workerLimit = 1024

    init(folder: String, _ options: calque_load_options) throws {
        // What is negative elsewhere comes as a very large number, or so.
        guard (0...Self.workerLimit).contains(options.workers) else {
            throw CalqueError(
                "The workers are not 1 to \(Self.workerLimit), or 0 for one a core.",
                kind: .configuration)
        }
        var precision: Precision?
        if let name = options.precision.map({ String(cString: $0) }) {
            precision = Precision(rawValue: name)
            if precision == nil {
                throw CalqueError(
                    "There is no precision \"\(name)\". There are "
                        + "\(Precision.allCases.map(\.rawValue).joined(separator: ", ")).",
                    kind: .configuration)
            }
        }
        let translator = try Translator(
            model: URL(fileURLWithPath: folder),
            workers: options.workers == 0 ? WorkerPool.coreCount : options.workers,
            precision: precision)
        defaults = SearchOptions(for: translator.model)
        self.translator = translator
    }

    /// The translator for a call that asks for `detail`.
    func translator(_ detail: calque_detail) -> Translator {
        var translator = translator
        if detail == CALQUE_ALIGNED { translator.alignment = .init() }
        return translator
    }
}

/// See `calque_translator_load` in calque.h.
@_cdecl("calque_translator_load")
public func load(
    _ folder: UnsafePointer<CChar>?, _ options: UnsafePointer<calque_load_options>?,
    _ error: ErrorPlace
) -> OpaquePointer? {
    handle(error) {
        guard let folder else {
            throw CalqueError("There is no folder of a model: it is NULL.", kind: .input)
        }
        return try CTranslator(
            folder: String(cString: folder), options?.pointee ?? calque_load_options())
    }
}

/// See `calque_translator_free` in calque.h.
@_cdecl("calque_translator_free")
public func freeTranslator(_ translator: OpaquePointer?) { Handle.release(translator) }

/// See `calque_translate` in calque.h.
@_cdecl("calque_translate")
public func translate(
    _ translator: OpaquePointer?, _ lines: UnsafePointer<calque_text>?, _ count: Int,
    _ options: UnsafePointer<UnsafePointer<CChar>?>?, _ detail: calque_detail, _ error: ErrorPlace
) -> OpaquePointer? {
    handle(error) {
        let translator = Handle.object(translator, CTranslator.self)
        return CTranslations(
            try translator.translator(detail).translate(
                strings(lines, count: count, name: "Line"),
                searchOptions(options, defaults: translator.defaults)))
    }
}
