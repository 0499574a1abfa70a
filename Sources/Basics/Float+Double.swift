extension Float {
    /// The Double that is written as this number is: 0.1, not 0.10000000149.
    public var asDouble: Double { Double(description) ?? Double(self) }
}
