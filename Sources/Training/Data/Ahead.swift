import Dispatch
import Foundation

/// The elements of a sequence, made on a thread of its own before they are asked for, so that whoever takes
/// them need not wait for the work.
final class Ahead<Base: Sequence & Sendable> where Base.Element: Sendable {
    private let waiting: Waiting<Base.Element>

    /// Begins to make elements.
    ///
    /// - Parameters:
    ///   - base: The elements.
    ///   - limit: Those that wait to be taken, at most.
    init(_ base: Base, limit: Int) {
        let waiting = Waiting<Base.Element>(limit: limit)
        self.waiting = waiting
        DispatchQueue(label: "calque.ahead").async {
            for element in base {
                guard waiting.put(element) else { return }
            }
            waiting.end()
        }
    }

    deinit { waiting.end() }

    /// The next element, as soon as it is there; nil after the last.
    func next() -> Base.Element? { waiting.take() }
}

/// Elements between the thread that makes them and the one that takes them.
private final class Waiting<Element: Sendable>: @unchecked Sendable {  // used under the condition
    private let limit: Int
    private let condition = NSCondition()
    private var elements: [Element] = []
    private var isEnded = false

    init(limit: Int) { self.limit = limit }

    /// Adds an element, when there is room for it.
    ///
    /// - Returns: Whether more are wanted.
    func put(_ element: Element) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while elements.count >= limit, !isEnded { condition.wait() }
        guard !isEnded else { return false }
        elements.append(element)
        condition.signal()
        return true
    }

    func take() -> Element? {
        condition.lock()
        defer { condition.unlock() }
        while elements.isEmpty, !isEnded { condition.wait() }
        guard !elements.isEmpty else { return nil }
        defer { condition.signal() }
        return elements.removeFirst()
    }

    /// Nothing more is made, or wanted.
    func end() {
        condition.lock()
        defer { condition.unlock() }
        isEnded = true
        condition.signal()
    }
}
