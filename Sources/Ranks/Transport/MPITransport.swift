internal import CMPI
public import Foundation
import Basics

/// Ranks that an MPI launcher started, on one machine or many.
///
/// A process has one of these at most: MPI is started once and ended once.
public final class MPITransport: Transport {
    /// The number of this rank.
    public let rank: Int
    /// The number of ranks.
    public let size: Int
    /// Name and version of the MPI.
    public let name: String
    private let mpi: MPIFunctions

    /// Joins the other ranks.
    ///
    /// - Parameter library: What `Scripts/build-mpi` made for the MPI of the launcher.
    /// - Throws: `CalqueError` when it cannot be loaded or MPI does not start.
    public init(library: URL) throws {
        mpi = try MPIFunctions(library: library)
        var (rank, size) = (Int32(0), Int32(0))
        try mpi.check(mpi.table.start(&rank, &size), "start")
        self.rank = Int(rank)
        self.size = Int(size)
        name = mpi.text { [mpi] in mpi.table.describe($0, $1) }
    }

    /// Sends bytes; see ``Transport/send(_:to:tag:)``.
    public func send(
        _ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int32
    ) throws -> any Transfer {
        var request: OpaquePointer?
        try mpi.check(
            mpi.table.send(bytes.baseAddress, Int64(bytes.count), Int32(rank), tag, &request),
            "send to rank \(rank)")
        return MPITransfer(mpi, request)
    }

    /// Receives a message; see ``Transport/receive(_:from:tag:)``.
    public func receive(
        _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int32
    ) throws -> any Transfer {
        var request: OpaquePointer?
        try mpi.check(
            mpi.table.receive(bytes.baseAddress, Int64(bytes.count), Int32(rank), tag, &request),
            "receive from rank \(rank)")
        return MPITransfer(mpi, request)
    }

    /// The rank of a message that waits; see ``Transport/sender(ofTag:)``.
    public func sender(ofTag tag: Int32) throws -> Int? {
        var (isThere, rank) = (false, Int32(0))
        try mpi.check(mpi.table.probe(tag, &isThere, &rank), "look for messages")
        return isThere ? Int(rank) : nil
    }

    /// Leaves; see ``Transport/finish()``.
    ///
    /// MPI waits for the other ranks, for ever where one is cut off just now. All work is done, so that this one
    /// need not.
    public func finish() throws {
        let end = DispatchWorkItem { exit(EXIT_SUCCESS) }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: end)
        defer { end.cancel() }
        try mpi.check(mpi.table.finish(), "finish")
    }

    private static var patience: DispatchTimeInterval { .seconds(30) }

    /// Ends all ranks; see ``Transport/abandon(status:within:)``.
    public func abandon(status: Int32, within seconds: Int) -> Never {
        mpi.table.abandon(status, UInt32(seconds))
        exit(status)
    }
}

/// A request of MPI's.
private final class MPITransfer: Transfer {
    private let mpi: MPIFunctions
    /// Nil once it is done.
    private var request: OpaquePointer?

    init(_ mpi: MPIFunctions, _ request: OpaquePointer?) {
        self.mpi = mpi
        self.request = request
    }

    func isDone() throws -> Bool {
        guard let request else { return true }
        var isDone = false
        let code = mpi.table.test(request, &isDone)
        if isDone || code != 0 { self.request = nil }
        try mpi.check(code, "go on with a message")
        return isDone
    }
}

/// The table of functions that the library hands out.
private struct MPIFunctions {
    let table: calque_mpi

    init(library: URL) throws {
        let capacity = 1024
        var found: UnsafePointer<calque_mpi>?
        let reason = Self.text(capacity) { found = calque_mpi_load(library.path, $0, $1) }
        guard let found else {
            throw CalqueError(
                """
                Cannot load \(library.path), which calls MPI: \(reason). Compile it on this machine, \
                by Scripts/build-mpi.
                """, kind: .system)
        }
        table = found.pointee
    }

    /// What a function writes into a place for text.
    func text(_ write: (UnsafeMutablePointer<CChar>?, Int) -> Void) -> String {
        Self.text(1024, write)
    }

    private static func text(
        _ capacity: Int, _ write: (UnsafeMutablePointer<CChar>?, Int) -> Void
    ) -> String {
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            buffer.initialize(repeating: 0)
            buffer.withMemoryRebound(to: CChar.self) { write($0.baseAddress, $0.count) }
            count = buffer.firstIndex(of: 0) ?? capacity
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Throws where a call gave a code that is not 0.
    func check(_ code: Int32, _ action: String) throws {
        guard code != 0 else { return }
        let reason = text { table.explain(code, $0, $1) }
        throw CalqueError(
            """
            MPI cannot \(action): \(reason). Look at the other machines and the network, and begin \
            again; a training goes on from its newest checkpoint.
            """, kind: .system)
    }
}
