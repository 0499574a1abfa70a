internal import CKernels
package import Foundation

/// The cores that a process may run on, in an order in which workers can be put on them: those of the first
/// processor come first, then those of the next. Where a core runs two threads, each core has one before any
/// has two.
///
/// Linux tells what a core belongs to in
/// https://docs.kernel.org/admin-guide/cputopology.html.
package struct CoreOrder {
    /// Their numbers.
    package let cores: [Int32]

    /// The cores that the calling thread may run on; none where the system does not say.
    package init() {
        var numbers: [Int32] = []
        let count = ck_allowed_cores(nil, 0)
        if count > 0 {
            numbers = Array(repeating: 0, count: Int(count))
            let known = ck_allowed_cores(&numbers, count)
            numbers = Array(numbers.prefix(Int(max(known, 0))))
        }
        self.init(root: URL(fileURLWithPath: "/", isDirectory: true), allowed: numbers)
    }

    /// - Parameters:
    ///   - root: Where the system's files begin; elsewhere only in tests.
    ///   - allowed: The cores that the process may run on, in ascending order.
    package init(root: URL, allowed: [Int32]) {
        let places = allowed.map { Place(core: $0, root: root) }
        var threads: [String: Int] = [:]
        let ordered = places.map { place -> (key: [Int], core: Int32) in
            let thread = threads[place.siblings, default: 0]
            threads[place.siblings] = thread + 1
            return ([thread, place.package, place.node, Int(place.core)], place.core)
        }
        cores = ordered.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.core)
    }

    /// Where a core is.
    private struct Place {
        let core: Int32
        /// The processor; 0 where nothing is told.
        let package: Int
        /// Whose memory is near.
        let node: Int
        /// The same for what are threads of one core.
        let siblings: String

        init(core: Int32, root: URL) {
            self.core = core
            let folder = root.appendingPathComponent("sys/devices/system/cpu/cpu\(core)")
            func word(_ name: String) -> Substring? {
                ControlGroups.lines(of: folder.appendingPathComponent("topology/\(name)")).first
            }
            package = word("physical_package_id").flatMap { Int($0) } ?? 0
            siblings = word("thread_siblings_list").map(String.init) ?? "\(core)"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            node =
                names.filter { $0.hasPrefix("node") }
                .compactMap { Int($0.dropFirst("node".count)) }.first ?? 0
        }
    }
}
