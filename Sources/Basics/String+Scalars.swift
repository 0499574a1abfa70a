extension String {
    /// The text of some Unicode scalars.
    ///
    /// - Parameter scalars: The scalars, in order.
    @inlinable
    package init(_ scalars: some Collection<Unicode.Scalar>) {
        let count = scalars.reduce(0) { $0 + UTF8.width($1) }
        self.init(unsafeUninitializedCapacity: count) { bytes in
            var place = 0
            for scalar in scalars {
                for byte in UTF8.encode(scalar) ?? .init() {
                    bytes[place] = byte
                    place += 1
                }
            }
            return place
        }
    }
}
