public import CCalque
import CalqueKit

/// Scores as C holds them.
final class CScores: Sendable {
    let logProbabilities: [Double]
    let tokens: [CNumbers<Float>]

    init(_ scores: [PairScore]) {
        logProbabilities = scores.map(\.logProbability)
        tokens = scores.map { CNumbers($0.tokenLogProbabilities) }
    }
}

/// See `calque_score` in calque.h.
@_cdecl("calque_score")
public func score(
    _ translator: OpaquePointer?, _ sources: UnsafePointer<calque_text>?,
    _ targets: UnsafePointer<calque_text>?, _ count: Int, _ error: ErrorPlace
) -> OpaquePointer? {
    handle(error) {
        let translator = Handle.object(translator, CTranslator.self).translator
        return CScores(try translator.scores(of: pairs(sources, targets, count: count)))
    }
}

/// See `calque_scores_count` in calque.h.
@_cdecl("calque_scores_count")
public func scoresCount(_ scores: OpaquePointer?) -> Int {
    Handle.object(scores, CScores.self).tokens.count
}

/// See `calque_scores_log_probability` in calque.h.
@_cdecl("calque_scores_log_probability")
public func scoresLogProbability(_ scores: OpaquePointer?, _ pair: Int) -> Double {
    Handle.object(scores, CScores.self).logProbabilities[pair]
}

/// See `calque_scores_tokens` in calque.h.
@_cdecl("calque_scores_tokens")
public func scoresTokens(
    _ scores: OpaquePointer?, _ pair: Int, _ count: UnsafeMutablePointer<Int>?
) -> UnsafePointer<Float>? {
    let tokens = Handle.object(scores, CScores.self).tokens[pair]
    count?.pointee = tokens.count
    return tokens.start
}

/// See `calque_scores_free` in calque.h.
@_cdecl("calque_scores_free")
public func freeScores(_ scores: OpaquePointer?) { Handle.release(scores) }

/// Alignments as C holds them.
final class CAlignments: Sendable {
    /// A pair's alignment.
    struct Pair: Sendable {
        let sources: CTexts
        let targets: CTexts
        /// [target words][source words]
        let weights: CNumbers<Float>
        /// Source and target by turns.
        let links: CNumbers<UInt32>

        init(_ alignment: WordAlignment) {
            sources = CTexts(alignment.sourceWords)
            targets = CTexts(alignment.targetWords)
            weights = CNumbers(alignment.weights.flatMap { $0 })
            links = CNumbers(
                alignment.alignment.links.flatMap { [UInt32($0.source), UInt32($0.target)] })
        }
    }

    let pairs: [Pair]

    init(_ alignments: [WordAlignment]) { pairs = alignments.map(Pair.init) }
}

private func pair(_ alignments: OpaquePointer?, _ place: Int) -> CAlignments.Pair {
    Handle.object(alignments, CAlignments.self).pairs[place]
}

/// See `calque_align` in calque.h.
@_cdecl("calque_align")
public func align(
    _ translator: OpaquePointer?, _ sources: UnsafePointer<calque_text>?,
    _ targets: UnsafePointer<calque_text>?, _ count: Int, _ error: ErrorPlace
) -> OpaquePointer? {
    handle(error) {
        let translator = Handle.object(translator, CTranslator.self).translator
        return CAlignments(try translator.alignments(of: pairs(sources, targets, count: count)))
    }
}

/// See `calque_alignments_count` in calque.h.
@_cdecl("calque_alignments_count")
public func alignmentsCount(_ alignments: OpaquePointer?) -> Int {
    Handle.object(alignments, CAlignments.self).pairs.count
}

/// See `calque_alignment_source_count` in calque.h.
@_cdecl("calque_alignment_source_count")
public func alignmentSourceCount(_ alignments: OpaquePointer?, _ place: Int) -> Int {
    pair(alignments, place).sources.count
}

/// See `calque_alignment_target_count` in calque.h.
@_cdecl("calque_alignment_target_count")
public func alignmentTargetCount(_ alignments: OpaquePointer?, _ place: Int) -> Int {
    pair(alignments, place).targets.count
}

/// See `calque_alignment_source_word` in calque.h.
@_cdecl("calque_alignment_source_word")
public func alignmentSourceWord(
    _ alignments: OpaquePointer?, _ place: Int, _ word: Int
) -> calque_text {
    pair(alignments, place).sources[word]
}

/// See `calque_alignment_target_word` in calque.h.
@_cdecl("calque_alignment_target_word")
public func alignmentTargetWord(
    _ alignments: OpaquePointer?, _ place: Int, _ word: Int
) -> calque_text {
    pair(alignments, place).targets[word]
}

/// See `calque_alignment_weights` in calque.h.
@_cdecl("calque_alignment_weights")
public func alignmentWeights(_ alignments: OpaquePointer?, _ place: Int) -> UnsafePointer<Float>? {
    pair(alignments, place).weights.start
}

/// See `calque_alignment_links` in calque.h.
@_cdecl("calque_alignment_links")
public func alignmentLinks(
    _ alignments: OpaquePointer?, _ place: Int, _ count: UnsafeMutablePointer<Int>?
) -> UnsafePointer<UInt32>? {
    let links = pair(alignments, place).links
    count?.pointee = links.count / 2
    return links.start
}

/// See `calque_alignments_free` in calque.h.
@_cdecl("calque_alignments_free")
public func freeAlignments(_ alignments: OpaquePointer?) { Handle.release(alignments) }
