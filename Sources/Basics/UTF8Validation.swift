extension UnsafeRawBufferPointer {
    /// The number of bytes before the first one that does not belong to well-formed UTF-8 (Unicode,
    /// table 3-7): where an ill-formed sequence begins, or all of them.
    var validUTF8PrefixCount: Int {
        var parser = Unicode.UTF8.ForwardParser()
        var bytes = makeIterator()
        var count = 0
        while case .valid(let scalar) = parser.parseScalar(from: &bytes) {
            count += scalar.count
        }
        return count
    }
}
