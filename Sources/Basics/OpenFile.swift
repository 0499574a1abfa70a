import Foundation

/// Where bytes come from, one after the other.
protocol ByteInput: AnyObject {
    /// The path as it is told in errors.
    var path: String { get }

    /// Reads up to `buffer.count` bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int

    /// The number of bytes of the file; nil where nobody knows, as of a pipe.
    var size: Int? { get }

    /// Whether ``read(into:)`` would answer at once: with bytes, with the end, or with an error.
    var answersAtOnce: Bool { get }
}

/// A file open in the operating system, closed when it is released.
///
/// Calls interrupted by a signal are repeated; failures name the file.
final class OpenFile: ByteInput {
    /// The path as it is told in errors.
    let path: String

    private let descriptor: Int32
    private var closesDescriptor: Bool

    /// Opens `path` with the flags of open(2).
    ///
    /// - Throws: `CalqueError` that begins "Cannot `action` `reportedPath`".
    init(
        path: String, reportedAs reportedPath: String? = nil, flags: Int32, action: String
    ) throws {
        self.path = reportedPath ?? path
        descriptor = open(path, flags | O_CLOEXEC, 0o666)
        closesDescriptor = descriptor >= 0
        guard descriptor >= 0 else {
            throw CalqueError.system(cannot: action, self.path, code: errno)
        }
    }

    private init(standardInputNamed path: String) {
        self.path = path
        descriptor = STDIN_FILENO
        closesDescriptor = false
    }

    /// Another descriptor of a file that the process has open: what is written goes where the next
    /// byte of the other would.
    ///
    /// - Throws: `CalqueError` when nothing is open under the number.
    init(duplicating descriptor: Int32, path: String) throws {
        self.path = path
        self.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        closesDescriptor = self.descriptor >= 0
        guard closesDescriptor else {
            throw CalqueError.system(cannot: "write", path, code: errno)
        }
    }

    deinit {
        if closesDescriptor { _ = Foundation.close(descriptor) }
    }

    /// Standard input, which stays open.
    static func standardInput() -> OpenFile {
        OpenFile(standardInputNamed: "standard input")
    }

    /// The file's size, kind and permissions.
    func status() throws -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw CalqueError.system(cannot: "read", path, code: errno)
        }
        return status
    }

    /// The number of bytes; nil where nobody knows, as of a pipe.
    var size: Int? {
        guard let status = try? status(), status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Reads up to `buffer.count` bytes; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw CalqueError.system(cannot: "read", path, code: errno)
            }
        }
    }

    /// Whether ``read(into:)`` would answer at once: with bytes, with the end, or with an error.
    var answersAtOnce: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) != 0
    }

    /// The byte at `offset`, which lies in the file.
    func byte(at offset: Int) throws -> UInt8 {
        var byte: UInt8 = 0
        guard pread(descriptor, &byte, 1, off_t(offset)) == 1 else {
            throw CalqueError.system(cannot: "read", path, code: errno)
        }
        return byte
    }

    /// Writes all of `bytes`, with one write(2) unless the system takes less at once.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        if let code = SystemOutput.write(bytes, to: descriptor) {
            throw CalqueError.system(cannot: "write", path, code: code)
        }
    }

    /// Cuts the file off after `size` bytes.
    func truncate(to size: Int) throws {
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw CalqueError.system(cannot: "shorten", path, code: errno)
        }
    }

    /// Gives the file these permissions.
    func setPermissions(_ mode: mode_t) throws {
        guard fchmod(descriptor, mode & 0o7777) == 0 else {
            throw CalqueError.system(cannot: "set the permissions of", path, code: errno)
        }
    }

    /// Whether it is this file that has the name `path`.
    func isStill(at path: String) throws -> Bool {
        let own = try status()
        var other = stat()
        return stat(path, &other) == 0 && own.st_ino == other.st_ino && own.st_dev == other.st_dev
    }

    /// Waits until everything written is on the disk.
    ///
    /// Pipes and devices, which have nothing to wait for, are left alone.
    func synchronize() throws {
        guard fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP else { return }
        throw CalqueError.system(cannot: "write", path, code: errno)
    }

    /// Marks the file as one that this process works on, for as long as it is open (flock(2)).
    ///
    /// - Parameter unknown: What to return where the file system knows no locks.
    /// - Returns: False when another process has done so.
    @discardableResult
    func lock(whereUnknown unknown: Bool = false) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno != EINTR { return errno == EWOULDBLOCK ? false : unknown }
        }
        return true
    }

    /// Maps the first `count` bytes, at least one, into memory for reading.
    func map(_ count: Int) throws -> UnsafeRawBufferPointer {
        let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else {
            throw CalqueError.system(cannot: "map", path, code: errno)
        }
        return UnsafeRawBufferPointer(start: address, count: count)
    }

    /// Closes the file and reports what only closing reveals (quotas, network file systems).
    func close() throws {
        guard closesDescriptor else { return }
        closesDescriptor = false
        guard Foundation.close(descriptor) == 0 || errno == EINTR else {
            throw CalqueError.system(cannot: "write", path, code: errno)
        }
    }
}

/// What the system is given to write.
package enum SystemOutput {
    /// Writes all of `bytes`, with one write(2) unless the system takes less at once. Calls that a
    /// signal interrupts are repeated.
    ///
    /// - Parameter descriptor: The number of an open file.
    /// - Returns: The system's `errno` when it does not take them; nil when it has.
    package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
        var rest = bytes
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if count == 0 || errno != EINTR {
                return count == 0 ? EIO : errno
            }
        }
        return nil
    }
}
