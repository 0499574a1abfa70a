import CalqueKit
import Dispatch
import Foundation

/// Which part of a run's preparation goes on, how long it has and how far it is, on one line of a terminal
/// that goes on by itself: not every part can say anything while it works.
final class PreparationProgress: @unchecked Sendable {  // what changes is used under the lock alone
    private typealias Part = TrainingRunEvent.Preparation

    private let lock = NSLock()
    private var part: (name: Part, start: ContinuousClock.Instant)?
    private var fraction: Double?
    private var line = ProgressLine()
    private var timer: (any DispatchSourceTimer)?

    deinit {
        timer?.cancel()
        line.clear()
    }

    /// Shows a part that begins or goes on.
    ///
    /// - Parameters:
    ///   - name: The part.
    ///   - fraction: The share of it that is done, from 0 to 1; nil where nobody knows.
    func show(_ name: TrainingRunEvent.Preparation, fraction: Double?) {
        lock.withLock {
            if part?.name != name {
                finishPart()
                part = (name, ContinuousClock.now)
                // The time that is left is that of the part.
                line = ProgressLine()
            }
            self.fraction = fraction
            draw()
        }
        if timer == nil { startTimer() }
    }

    /// Takes the line away; of a part that took its time there stays how long.
    func end() {
        timer?.cancel()
        timer = nil
        lock.withLock { finishPart() }
    }

    private func startTimer() {
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { [weak self] in
            guard let self else { return }
            lock.withLock { self.draw() }
        }
        self.timer = timer
        timer.resume()
    }

    private func draw() {
        guard let part else { return }
        line.draw(
            fraction: fraction, [part.name.rawValue, part.start.duration(to: .now).seconds.clock])
    }

    private func finishPart() {
        guard let part else { return }
        line.clear()
        let seconds = part.start.duration(to: .now).seconds
        if seconds >= 1 { StandardError.writeLine("\(part.name.rawValue): \(seconds.clock)") }
        self.part = nil
    }
}
