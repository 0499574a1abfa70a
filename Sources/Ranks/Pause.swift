import Foundation

/// The time between two looks at whether something has come: none at first, for most is there soon;
/// then short sleeps, for whoever looks all the time takes a core from those who compute.
struct Pause {
    private var count: UInt32 = 0

    /// Whether it has waited for so long that the other matters deserve a look.
    var isLong: Bool { count > Self.yields && count % 16 == 0 }

    private static let yields: UInt32 = 100

    mutating func callAsFunction() {
        count &+= 1
        if count < Self.yields { sched_yield() } else { usleep(min(count, 1000) / 5) }
    }
}
