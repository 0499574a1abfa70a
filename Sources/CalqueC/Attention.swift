public import CCalque
import CalqueKit

/// Attention as C holds it.
final class CAttention: Sendable {
    let sources: CTexts
    let targets: CTexts
    /// [target pieces][source pieces]
    let weights: CNumbers<Float>

    init(_ map: AttentionMap) {
        sources = CTexts(map.sourcePieces)
        targets = CTexts(map.targetPieces)
        weights = CNumbers(map.weights.flatMap { $0 })
    }
}

/// See `calque_attend` in calque.h.
@_cdecl("calque_attend")
public func attend(
    _ translator: OpaquePointer?, _ source: calque_text, _ target: UnsafePointer<calque_text>?,
    _ layer: CInt, _ head: CInt, _ error: ErrorPlace
) -> OpaquePointer? {
    handle(error) {
        let translator = Handle.object(translator, CTranslator.self).translator
        let source = try withUnsafePointer(to: source) {
            try strings($0, count: 1, name: "Source")[0]
        }
        let target = try strings(target, count: target == nil ? 0 : 1, name: "Target").first
        let selection = AttentionSelection(
            layer: try place(layer, "layer"), head: try place(head, "head"))
        return CAttention(try translator.attention(of: source, to: target, selection))
    }
}

/// A layer or a head; nil for -1.
private func place(_ number: CInt, _ name: String) throws -> Int? {
    guard number >= -1 else {
        throw CalqueError("The model has no \(name) \(number).", kind: .configuration)
    }
    return number == -1 ? nil : Int(number)
}

/// See `calque_attention_source_count` in calque.h.
@_cdecl("calque_attention_source_count")
public func attentionSourceCount(_ attention: OpaquePointer?) -> Int {
    Handle.object(attention, CAttention.self).sources.count
}

/// See `calque_attention_target_count` in calque.h.
@_cdecl("calque_attention_target_count")
public func attentionTargetCount(_ attention: OpaquePointer?) -> Int {
    Handle.object(attention, CAttention.self).targets.count
}

/// See `calque_attention_source_piece` in calque.h.
@_cdecl("calque_attention_source_piece")
public func attentionSourcePiece(_ attention: OpaquePointer?, _ piece: Int) -> calque_text {
    Handle.object(attention, CAttention.self).sources[piece]
}

/// See `calque_attention_target_piece` in calque.h.
@_cdecl("calque_attention_target_piece")
public func attentionTargetPiece(_ attention: OpaquePointer?, _ piece: Int) -> calque_text {
    Handle.object(attention, CAttention.self).targets[piece]
}

/// See `calque_attention_weights` in calque.h.
@_cdecl("calque_attention_weights")
public func attentionWeights(_ attention: OpaquePointer?) -> UnsafePointer<Float>? {
    Handle.object(attention, CAttention.self).weights.start
}

/// See `calque_attention_free` in calque.h.
@_cdecl("calque_attention_free")
public func freeAttention(_ attention: OpaquePointer?) { Handle.release(attention) }
