import Foundation

/// The most memory that this process has had at one time.
package enum PeakMemory {
    /// In bytes.
    package static var bytes: Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return Int(usage.ru_maxrss) * 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return Int(usage.ru_maxrss)
        #endif
    }

    /// The same without the pages of files that it has now, such as the program's own, in bytes. Where the
    /// system does not tell them, they are in it.
    package static var anonymousBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let files = status.split(separator: "\n").filter { $0.hasPrefix("RssFile:") }
            .compactMap { $0.split(whereSeparator: \.isWhitespace).dropFirst().first }
            .compactMap { Int($0) }
        return max(0, bytes - 1024 * files.reduce(0, +))
    }
}
