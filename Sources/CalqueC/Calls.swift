public import CCalque
import CalqueKit
import Foundation

/// What takes the end of a call, with what its caller wants to be told.
private struct Completion: @unchecked Sendable {  // the pointer is the caller's to share
    let take: calque_completion
    let context: UnsafeMutableRawPointer?

    func callAsFunction(_ result: Result<CTranslations, any Error>) {
        switch result {
        case .success(let translations): take(context, Handle.make(translations), nil)
        case .failure(let error): take(context, nil, Handle.make(CError(error)))
        }
    }
}

/// A call as C holds it.
private final class CCall: Sendable {
    let task: Task<Void, Never>

    init(_ task: Task<Void, Never>) { self.task = task }
}

/// The calls whose completions have not returned.
private final class RunningCalls: @unchecked Sendable {  // the count is used under the lock alone
    private let condition = NSCondition()
    private var count = 0

    func begin() { condition.withLock { count += 1 } }

    func end() {
        condition.withLock {
            count -= 1
            if count == 0 { condition.broadcast() }
        }
    }

    func wait() {
        condition.withLock {
            while count > 0 { condition.wait() }
        }
    }
}

private let runningCalls = RunningCalls()

/// See `calque_translate_later` in calque.h.
@_cdecl("calque_translate_later")
public func translateLater(
    _ translator: OpaquePointer?, _ lines: UnsafePointer<calque_text>?, _ count: Int,
    _ options: UnsafePointer<UnsafePointer<CChar>?>?, _ detail: calque_detail,
    _ completion: @escaping calque_completion, _ context: UnsafeMutableRawPointer?,
    _ error: ErrorPlace
) -> OpaquePointer? {
    handle(error) {
        let held = Handle.object(translator, CTranslator.self)
        let translator = held.translator(detail)
        let lines = try strings(lines, count: count, name: "Line")
        let options = try searchOptions(options, defaults: held.defaults)
        let completion = Completion(take: completion, context: context)
        runningCalls.begin()
        return CCall(
            Task {
                defer { runningCalls.end() }
                do {
                    completion(
                        .success(CTranslations(try await translator.translate(lines, options))))
                } catch {
                    completion(.failure(error))
                }
            })
    }
}

/// See `calque_call_cancel` in calque.h.
@_cdecl("calque_call_cancel")
public func cancelCall(_ call: OpaquePointer?) { Handle.object(call, CCall.self).task.cancel() }

/// See `calque_call_free` in calque.h.
@_cdecl("calque_call_free")
public func freeCall(_ call: OpaquePointer?) { Handle.release(call) }

/// See `calque_calls_finish` in calque.h.
@_cdecl("calque_calls_finish")
public func finishCalls() { runningCalls.wait() }
