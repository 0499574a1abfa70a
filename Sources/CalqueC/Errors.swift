public import CCalque
import CalqueKit

/// An error as C holds it.
final class CError: Sendable {
    let kind: calque_error_kind
    let message: CTexts

    init(_ error: any Error) {
        if error is CancellationError {
            kind = CALQUE_ERROR_CANCELLED
            message = CTexts(["The call was cancelled."])
        } else {
            kind = error.fault.inC
            message = CTexts([error.explanation])
        }
    }
}

extension CalqueError.Kind {
    fileprivate var inC: calque_error_kind {
        switch self {
        case .input: CALQUE_ERROR_INPUT
        case .configuration: CALQUE_ERROR_OPTION
        case .model: CALQUE_ERROR_MODEL
        case .unsupported: CALQUE_ERROR_UNSUPPORTED
        case .system, .divergence: CALQUE_ERROR_SYSTEM
        }
    }
}

/// Where C wants an error.
public typealias ErrorPlace = UnsafeMutablePointer<OpaquePointer?>?

/// The handle of what `body` makes, or NULL and an error.
func handle<Object: AnyObject>(
    _ place: ErrorPlace, _ body: () throws -> Object
) -> OpaquePointer? {
    do {
        let made = try body()
        place?.pointee = nil
        return Handle.make(made)
    } catch {
        place?.pointee = Handle.make(CError(error))
        return nil
    }
}

/// See `calque_error_get_kind` in calque.h.
@_cdecl("calque_error_get_kind")
public func errorKind(_ error: OpaquePointer?) -> calque_error_kind {
    Handle.object(error, CError.self).kind
}

/// See `calque_error_message` in calque.h.
@_cdecl("calque_error_message")
public func errorMessage(_ error: OpaquePointer?) -> calque_text {
    Handle.object(error, CError.self).message[0]
}

/// See `calque_error_free` in calque.h.
@_cdecl("calque_error_free")
public func freeError(_ error: OpaquePointer?) { Handle.release(error) }
