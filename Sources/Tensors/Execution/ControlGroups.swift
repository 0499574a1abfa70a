import Foundation

/// The control groups that limit this process, from `/proc/self/cgroup` and the folders that
/// https://docs.kernel.org/admin-guide/cgroup-v2.html and
/// https://docs.kernel.org/admin-guide/cgroup-v1/cgroups.html describe.
struct ControlGroups {
    /// The folder of a group, or of one around it.
    struct Folder {
        /// Whether it is of version 2, whose files have other names.
        let isUnified: Bool
        let url: URL

        /// The lines of one of its files; none where there is no such file.
        func lines(of name: String) -> [Substring] {
            ControlGroups.lines(of: url.appendingPathComponent(name))
        }

        /// The number that a file consists of; nil for another word, such as "max", and where there is
        /// none.
        func number(_ name: String) -> Double? { lines(of: name).first.flatMap { Double($0) } }
    }

    /// Where the system's files begin; elsewhere than at `/` only in tests.
    private let root: URL

    init(root: URL) { self.root = root }

    /// The folders of all groups around this process that can limit something.
    ///
    /// - Parameter controller: What limits it in version 1, such as `cpu` and `memory`.
    func folders(of controller: String) -> [Folder] {
        let mounts = root.appendingPathComponent("sys/fs/cgroup")
        return Self.lines(of: root.appendingPathComponent("proc/self/cgroup")).flatMap {
            line -> [Folder] in
            // Such as `4:cpu,cpuacct:/box`, version 1, and `0::/box`, version 2.
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return [] }
            let (controllers, path) = (String(fields[1]), String(fields[2]))
            if controllers.isEmpty {
                // Beside groups of version 1, those of version 2 have a folder of their own.
                return ["", "unified"].flatMap {
                    folders(of: path, in: mounts.appendingPathComponent($0), isUnified: true)
                }
            }
            guard controllers.split(separator: ",").contains(Substring(controller)) else {
                return []
            }
            return Set([controllers, controller]).flatMap {
                folders(of: path, in: mounts.appendingPathComponent($0), isUnified: false)
            }
        }
    }

    /// The group's folder and those around it. A container sees its own folder as the outermost one,
    /// whatever the path says.
    private func folders(of path: String, in mount: URL, isUnified: Bool) -> [Folder] {
        let names = path.split(separator: "/").filter { $0 != ".." }
        return (0...names.count).map { depth in
            let url = names.prefix(depth).reduce(mount) { $0.appendingPathComponent(String($1)) }
            return Folder(isUnified: isUnified, url: url)
        }
    }

    /// The lines of a file of the system; none where it cannot be read.
    static func lines(of url: URL) -> [Substring] {
        (try? String(contentsOf: url, encoding: .utf8))?.split(separator: "\n") ?? []
    }
}
