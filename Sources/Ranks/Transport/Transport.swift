/// A message under way between two ranks.
public protocol Transfer: AnyObject {
    /// Whether it has arrived, or its bytes have been taken and may change.
    ///
    /// - Throws: `CalqueError` when it never will.
    func isDone() throws -> Bool
}

/// What carries bytes between ranks: MPI, or the memory of one process.
///
/// Messages from one rank to another with one tag arrive in the order in which they were sent. No call
/// waits: whoever needs a message asks until it is there, and decides for how long (``Communicator``).
/// Calls come from one thread at a time.
public protocol Transport: AnyObject {
    /// The number of this rank, from 0.
    var rank: Int { get }
    /// The number of ranks.
    var size: Int { get }
    /// What carries the bytes, in words: `Open MPI v4.1.4`.
    var name: String { get }

    /// Sends bytes, which have to stay as they are until the transfer is done.
    ///
    /// - Parameters:
    ///   - bytes: At most `Int32.max` of them.
    ///   - rank: Another rank.
    ///   - tag: Tells the receiver what the message is.
    /// - Throws: `CalqueError` when it cannot be sent.
    func send(_ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int32) throws -> any Transfer

    /// Receives a message of exactly so many bytes.
    ///
    /// - Parameters:
    ///   - bytes: Where they go; nobody may look there before the transfer is done.
    ///   - rank: Whose message it is.
    ///   - tag: The message's tag.
    /// - Throws: `CalqueError` when it cannot be received.
    func receive(
        _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int32
    ) throws -> any Transfer

    /// The rank of a message that waits to be received, if there is one.
    ///
    /// - Parameter tag: The message's tag.
    /// - Throws: `CalqueError` when that cannot be found out.
    func sender(ofTag tag: Int32) throws -> Int?

    /// Leaves, when all ranks have come that far.
    ///
    /// - Throws: `CalqueError` when it cannot.
    func finish() throws

    /// Ends the processes of all ranks, as far as they can be reached, and this one in any case.
    ///
    /// - Parameters:
    ///   - status: What this process ends with.
    ///   - seconds: How long that may take.
    func abandon(status: Int32, within seconds: Int) -> Never
}
