/// What a request may be.
package struct ServiceLimits: Sendable, Equatable {
    /// Characters of all texts of a request; nil for no limit.
    package var characters: Int?
    /// Texts of a request; nil for no limit.
    package var texts: Int?
    /// Further translations of a text.
    package var alternatives = 10
    /// Bytes of a request's body.
    package var body = 2 << 20
    /// The widest beam that a request may ask for: memory and time grow with it.
    package var beam = 32
    /// The most tokens of a translation that a request may ask for, or ask to be added to others.
    package var length = 1000
    /// The most tokens of a translation for each of its source that a request may ask for.
    package var lengthRatio = 10

    /// The usual limits.
    package init() {}
}
