public import CCalque
import CalqueKit

/// Translations as C holds them.
final class CTranslations: Sendable {
    /// A line's translations.
    struct Line: Sendable {
        let texts: CTexts
        let scores: [Double]
        let logProbabilities: [Double]
        let warnings: CTexts
        let alignment: CAlignments?
    }

    let lines: [Line]

    init(_ results: [TranslationResult]) {
        lines = results.map { result in
            Line(
                texts: CTexts(result.alternatives.map(\.text)),
                scores: result.alternatives.map(\.score),
                logProbabilities: result.alternatives.map(\.logProbability),
                warnings: CTexts(result.warnings),
                alignment: result.alignment.map { CAlignments([$0]) })
        }
    }
}

private func line(_ translations: OpaquePointer?, _ place: Int) -> CTranslations.Line {
    let lines = Handle.object(translations, CTranslations.self).lines
    precondition(lines.indices.contains(place), "line \(place) of \(lines.count)")
    return lines[place]
}

/// See `calque_translations_count` in calque.h.
@_cdecl("calque_translations_count")
public func translationsCount(_ translations: OpaquePointer?) -> Int {
    Handle.object(translations, CTranslations.self).lines.count
}

/// See `calque_translation_count` in calque.h.
@_cdecl("calque_translation_count")
public func translationCount(_ translations: OpaquePointer?, _ place: Int) -> Int {
    line(translations, place).texts.count
}

/// See `calque_translation_text` in calque.h.
@_cdecl("calque_translation_text")
public func translationText(_ translations: OpaquePointer?, _ place: Int, _ rank: Int)
    -> calque_text
{
    line(translations, place).texts[rank]
}

/// See `calque_translation_score` in calque.h.
@_cdecl("calque_translation_score")
public func translationScore(_ translations: OpaquePointer?, _ place: Int, _ rank: Int) -> Double {
    line(translations, place).scores[rank]
}

/// See `calque_translation_log_probability` in calque.h.
@_cdecl("calque_translation_log_probability")
public func translationLogProbability(
    _ translations: OpaquePointer?, _ place: Int, _ rank: Int
) -> Double {
    line(translations, place).logProbabilities[rank]
}

/// See `calque_translation_warning_count` in calque.h.
@_cdecl("calque_translation_warning_count")
public func warningCount(_ translations: OpaquePointer?, _ place: Int) -> Int {
    line(translations, place).warnings.count
}

/// See `calque_translation_warning` in calque.h.
@_cdecl("calque_translation_warning")
public func warning(_ translations: OpaquePointer?, _ place: Int, _ warning: Int) -> calque_text {
    line(translations, place).warnings[warning]
}

/// See `calque_translation_alignment` in calque.h.
@_cdecl("calque_translation_alignment")
public func translationAlignment(_ translations: OpaquePointer?, _ place: Int) -> OpaquePointer? {
    // The line keeps it, so that nobody has to release this handle.
    line(translations, place).alignment.map {
        OpaquePointer(Unmanaged.passUnretained($0).toOpaque())
    }
}

/// See `calque_translations_free` in calque.h.
@_cdecl("calque_translations_free")
public func freeTranslations(_ translations: OpaquePointer?) { Handle.release(translations) }
