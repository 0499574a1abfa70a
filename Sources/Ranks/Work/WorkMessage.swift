/// What rank 0 and another one send each other while they share work.
struct WorkMessage: Sendable {
    /// The number of the piece, or what else the message is.
    let number: Int
    /// The piece, or what became of it.
    let bytes: [UInt8]

    /// Whoever sends this is there, whatever takes it so long.
    static let alive = -1
    /// Whoever sends this sends nothing more.
    static let last = -2
}
